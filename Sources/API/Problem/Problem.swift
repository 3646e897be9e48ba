import HTTPServer
import JSON
import PersonalBudgeting

/// A problem document (RFC 9457), the form of every refusal and failure. `Problem.of` is the only mapping from errors.
struct Problem: Error {
    let status: Int
    let code: String
    let title: LocalText
    let detail: LocalText
    var errors: [Place] = []
    var allowed: [String]?
    var figures: [Figure] = []
    /// All rules that refused, if there are several; the first gives the problem its name.
    var unmet: [Refusal] = []
    /// The tag of the current representation, if the caller named an older version.
    var currentTag: String?
    var conflict: Conflict?
    var headers: [(name: String, value: String)] = []

    /// Where a fault is: in the body (a JSON pointer), in the query (a parameter) or in a header.
    struct Place {
        enum Kind: String { case pointer, parameter, header }
        let kind: Kind
        let place: String
        let code: String
        let detail: LocalText
    }

    init(_ kind: ServiceProblem, _ detail: LocalText) {
        status = kind.status
        code = kind.rawValue
        title = kind.title
        self.detail = detail
    }

    init(_ refusal: Refusal) {
        status = refusal.code.status
        code = refusal.code.rawValue
        title = refusal.code.title
        detail = refusal.detail
        let all = [refusal] + refusal.others
        errors = all.flatMap(\.faults).map { Place(kind: .pointer, place: $0.pointer, code: $0.code, detail: $0.detail) }
        if all.count > 1 { unmet = all }
        allowed = refusal.allowed
        figures = refusal.figures
    }

    /// Returns the same problem with the place of the fault in the request.
    func at(_ kind: Place.Kind, _ place: String, _ code: String) -> Problem {
        var problem = self
        problem.errors = [Place(kind: kind, place: place, code: code, detail: detail)]
        return problem
    }

    /// Returns the problem of any error. Unknown errors become a 500 that reveals only the request id.
    static func of(_ error: any Error) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let refusal as Refusal: return Problem(refusal)
        case let faults as Faults:
            var problem = Problem(
                .invalidBody,
                LocalText(
                    fi: "sisällössä on \(LocalText.faultCount(faults.all.count).fi)",
                    sv: "innehållet har \(LocalText.faultCount(faults.all.count).sv)",
                    en: "\(LocalText.faultCount(faults.all.count).en) in the body; see errors"))
            problem.errors = faults.all.map { Place(kind: .pointer, place: $0.pointer, code: $0.code, detail: $0.detail) }
            return problem
        case let query as BadQuery:
            var problem = Problem(
                .badQuery,
                LocalText(
                    fi: "hakuehdoissa on \(LocalText.faultCount(query.faults.count).fi)",
                    sv: "sökparametrarna har \(LocalText.faultCount(query.faults.count).sv)",
                    en: "\(LocalText.faultCount(query.faults.count).en) in the query; see errors"))
            problem.errors = query.faults.map { Place(kind: .parameter, place: $0.parameter, code: $0.code, detail: $0.detail) }
            return problem
        case let fault as JSONFault:
            var problem = Problem(
                .malformedJSON,
                LocalText(
                    fi: "rivi \(fault.line), merkki \(fault.column): \(fault.detail.fi)",
                    sv: "rad \(fault.line), tecken \(fault.column): \(fault.detail.sv)",
                    en: "line \(fault.line), column \(fault.column): \(fault.detail.en)"))
            problem.errors = [Place(kind: .pointer, place: "", code: fault.code.rawValue, detail: fault.detail)]
            return problem
        case let precondition as Precondition: return of(precondition)
        case let conflict as Conflict:
            var problem = of(Precondition.stale(current: conflict.version, tag: conflict.tag))
            problem.conflict = conflict
            return problem
        case let storage as StorageFault: return of(storage)
        case is AmountOutOfRange:
            return Problem(
                .amountOutOfRange,
                LocalText(fi: "summa on yli 10 miljardia euroa", sv: "en summa är över 10 miljarder euro", en: "a sum exceeds 10^12 cents"))
        default:
            return Problem(
                .unexpected,
                LocalText(
                    fi: "ylläpito löytää lisätiedot lokista pyynnön tunnisteella",
                    sv: "driftspersonalen hittar mer information i loggen med begärans identifierare",
                    en: "the log has the details under the request id"))
        }
    }

    private static func of(_ precondition: Precondition) -> Problem {
        switch precondition {
        case .missing:
            var problem = Problem(
                .preconditionRequired,
                LocalText(
                    fi: "muutokseen tarvitaan otsake If-Match, jossa on luetun version ETag",
                    sv: "en ändring kräver huvudfältet If-Match med den lästa versionens ETag",
                    en: "a change needs If-Match with the ETag that was read"))
            problem.errors = [Place(kind: .header, place: "If-Match", code: "required", detail: .required)]
            return problem
        case .malformed:
            return Problem(
                .badHeader,
                LocalText(
                    fi: "lähetä If-Match, jossa ETag on muuttamattomana, lainausmerkkeineen: If-Match: \"4.1f6c\"",
                    sv: "sänd If-Match med ETag oförändrad, med citattecken: If-Match: \"4.1f6c\"",
                    en: "send If-Match with the ETag as it came, with its quotes: If-Match: \"4.1f6c\"")
            ).at(.header, "If-Match", "not_quoted")
        case .stale(let current, let tag):
            var problem = Problem(
                Refusal(
                    .stale,
                    LocalText(
                        fi: "tieto on muuttunut lukemisesi jälkeen; sen versio on nyt \(current)",
                        sv: "uppgiften har ändrats efter att du läste den; dess version är nu \(current)",
                        en: "the resource has changed since; its version is \(current) now")))
            problem.errors = [
                Place(
                    kind: .header, place: "If-Match", code: "stale",
                    detail: LocalText(
                        fi: "nimeää toisen version kuin \(current)", sv: "anger en annan version än \(current)",
                        en: "names another version than \(current)"))
            ]
            problem.currentTag = tag
            if let tag { problem.headers = [("ETag", tag)] }
            return problem
        }
    }

    private static func of(_ fault: StorageFault) -> Problem {
        switch fault {
        case .busy:
            var problem = Problem(
                .busy,
                LocalText(
                    fi: "toinen pyyntö tai ohjelma varaa tietokantaa", sv: "en annan begäran eller ett annat program håller databasen",
                    en: "another process or request holds the database"))
            problem.headers = [("Retry-After", "1")]
            return problem
        case .full:
            return Problem(
                .storageFull,
                LocalText(fi: "tallennustilaa ei ole jäljellä", sv: "det finns inget lagringsutrymme kvar", en: "no space is left"))
        case .stale:
            return Problem(
                Refusal(
                    .stale, LocalText(fi: "toinen muutos ehti ensin", sv: "en annan ändring kom först", en: "another change came first")))
        case .duplicate:
            return Problem(
                Refusal(
                    .duplicate,
                    LocalText(fi: "sama tieto on jo olemassa", sv: "samma uppgift finns redan", en: "the same item already exists")))
        case .reference:
            return Problem(
                Refusal(
                    .invalid,
                    LocalText(
                        fi: "tietoa, johon pyyntö viittaa, ei ole", sv: "en uppgift som begäran hänvisar till finns inte",
                        en: "an item that the request refers to does not exist")))
        case .corrupt, .readOnly, .unavailable, .failed:
            return failing(LocalText(fi: "mitään ei tallennettu", sv: "ingenting sparades", en: "nothing was kept"))
        case .outcomeUnknown:
            return failing(
                LocalText(
                    fi: "ei tiedetä, tallentuiko muutos: lähetä se uudelleen samalla toistoavaimella tai tarkista ensin, onko se tallessa",
                    sv:
                        "det är inte känt om ändringen sparades: sänd den igen med samma upprepningsnyckel, eller kontrollera först om den finns",
                    en:
                        "it is not known whether the change was kept: send it again with the same Idempotency-Key, or check first whether it is there"
                )
            )
        }
    }

    /// The problem of a service that is not ready because storage cannot take a row of the access log.
    static func notReady(_ fault: StorageFault) -> Problem {
        let reason =
            switch fault {
            case .full: LocalText(fi: "levy on täynnä", sv: "disken är full", en: "the disk is full")
            case .readOnly: LocalText(fi: "levyä voi vain lukea", sv: "disken kan bara läsas", en: "the disk can only be read")
            case .busy:
                LocalText(
                    fi: "toinen ohjelma varaa tietokantaa", sv: "ett annat program håller databasen",
                    en: "another program holds the database")
            case .outcomeUnknown:
                LocalText(
                    fi: "levy ei vahvista, että tiedot säilyvät", sv: "disken bekräftar inte att uppgifterna bevaras",
                    en: "the disk does not confirm that data is durable")
            case .corrupt: LocalText(fi: "tiedosto on vaurioitunut", sv: "filen är skadad", en: "the file is damaged")
            case .unavailable, .duplicate, .reference, .stale, .failed:
                LocalText(fi: "levy ilmoittaa viasta", sv: "disken rapporterar ett fel", en: "the disk reports a fault")
            }
        return failing(
            LocalText(
                fi: "käyttölokia ei voi kirjoittaa, joten asiakastietoja ei näytetä: \(reason.fi)",
                sv: "användningsloggen kan inte skrivas, så inga klientuppgifter visas: \(reason.sv)",
                en: "the access log cannot be written, so no client's data is shown: \(reason.en)"))
    }

    private static func failing(_ detail: LocalText) -> Problem {
        var problem = Problem(.storageFailing, detail)
        problem.headers = [("Retry-After", "10")]
        return problem
    }

    private static let hidden = LocalText(fi: "(piilotettu)", sv: "(dold)", en: "(hidden)")

    /// Returns the problem document. A 401 has no request id, so that its bytes are always the same.
    func answer(language: Language, requestID: String?) -> Answer {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.name("type")
        writer.string("/problems/\(code)")
        writer.name("title")
        writer.string(language.choose(title))
        writer.name("status")
        writer.integer(Int64(status))
        writer.name("detail")
        writer.string(language.choose(detail))
        if let requestID {
            writer.name("instance")
            writer.string("urn:uuid:\(requestID)")
        }
        writer.name("code")
        writer.string(code)
        if !errors.isEmpty {
            writer.name("errors")
            writer.beginArray()
            for error in errors {
                writer.beginObject()
                writer.name(error.kind.rawValue)
                // The caller chooses this name, so it may contain a national id, which no answer may show (A22).
                writer.string(PersonalTrace(in: error.place, among: [.nationalID]) == nil ? error.place : language.choose(Problem.hidden))
                writer.name("code")
                writer.string(error.code)
                writer.name("detail")
                writer.string(language.choose(error.detail))
                writer.endObject()
            }
            writer.endArray()
        }
        if let allowed {
            writer.name("allowed")
            writer.beginArray()
            for command in allowed { writer.string(command) }
            writer.endArray()
        }
        if !figures.isEmpty {
            writer.name("figures")
            writer.beginObject()
            for figure in figures {
                writer.name(figure.name)
                writer.integer(figure.cents)
            }
            writer.endObject()
        }
        if !unmet.isEmpty {
            writer.name("unmet")
            writer.beginArray()
            for rule in unmet {
                writer.beginObject()
                writer.member("code", rule.code.rawValue)
                writer.member("title", language.choose(rule.code.title))
                writer.member("detail", language.choose(rule.detail))
                writer.endObject()
            }
            writer.endArray()
        }
        if let currentTag { writer.member("currentETag", currentTag) }
        conflict?.write(to: &writer)
        writer.endObject()
        return .ofTheService(status: status, headers: headers + [("Content-Type", "application/problem+json")], body: writer.bytes)
    }

    /// The schema of every problem. There is one; the closed form of the document narrows its code for each answer.
    static let schema: Schema = {
        func list(_ element: Schema) -> Schema { .array(element, count: nil) }
        let figures = Schema([("type", .string("object")), ("additionalProperties", typed("integer").use)])
        return object(
            [
                ("type", text), ("title", text), ("status", typed("integer")), ("detail", text), ("instance", text),
                ("code", CodeList.problems.schema), ("errors", list(place)), ("allowed", list(text)), ("figures", figures),
                ("unmet", list(rule)), ("currentETag", text), ("differences", list(difference)), ("merged", typed("object")),
            ], required: ["type", "title", "status", "detail", "code"]
        ).named("Problem")
    }()

    /// A fault and its place in the request.
    private static let place = object(
        [("pointer", text), ("parameter", text), ("header", text), ("code", text), ("detail", text)], required: ["code", "detail"]
    ).named("ProblemPlace")

    /// One rule of several that refused.
    private static let rule = object(
        [("code", CodeList(RefusalCode.self).schema), ("title", text), ("detail", text)], required: ["code", "title", "detail"]
    ).named("ProblemRule")

    /// A member that differs, of a 412 to a change (`Conflict`).
    private static let difference = object(
        [("pointer", text), ("base", Schema([])), ("yours", Schema([])), ("theirs", Schema([])), ("clash", typed("boolean"))],
        required: ["pointer", "yours", "theirs", "clash"]
    ).named("ProblemDifference")

    private static let text = typed("string")

    private static func typed(_ name: String) -> Schema { Schema([("type", .string(name))]) }

    /// An object that may have further members, as RFC 9457 has it.
    private static func object(_ members: [(String, Schema)], required: [String]) -> Schema {
        Schema(
            [
                ("type", .string("object")), ("properties", OpenAPI.object(members.map { ($0.0, $0.1.use) })),
                ("required", .array(required.map { .string($0) })),
            ], components: members.reduce(into: [:]) { found, member in found.merge(member.1.components) { old, _ in old } })
    }
}
