import HTTPServer
import JSON
import PersonalBudgeting

/// All that is kept of a client, in one answer (GDPR 15 art.; row 77): every list and document below the client and the client's cases, each as
/// its own operation answers it to this caller. So the report cannot show what the caller may not see, and a new noun is in it by itself.
enum SubjectReportAPI {
    static let operations: [Operation] = [
        Operation(
            "readSubjectReport", .get, "/v1/clients/{client}/subject-report",
            "All that is kept of the client and that the caller may see, part by part, the access log of the last two years too; with"
                + " X-Purpose also older entries",
            tag: .clients, effect: .read, right: .readSubjectReport, kind: .export, about: .client, response: view.schema
        ) { call in
            let report = call.masked(try Report(of: try call.requireClient(), call))
            var answer = Answer.value(report, view)
            if call.request.form == .text { answer.writeText(of: report) { $0.text } }
            return answer
        }
    ]

    /// A part: what one operation answers at one place.
    private struct Part: Sendable {
        let operation: Operation
        let title: String
        let path: String
        var items: [JSONValue] = []
        /// Whether these are all: a log of many thousand rows is read at its own place.
        var isWhole = true
    }

    /// Put together of answers, each of which was masked by its own operation.
    private struct Report: NothingToMask {
        let client: Client
        let madeAt: Instant
        let language: Language
        private(set) var parts: [Part] = []
        /// What the caller may not see.
        private(set) var leftOut: [Part] = []

        /// Where something of the client is that stands below neither the client nor a case; by operation.
        private let elsewhere: [String: [Place]]

        /// Of one part. A log may have any number of rows; it is read on at its own place.
        static let mostItems = 5_000

        init(of client: Client, _ call: AdmittedCall) throws {
            self.client = client
            madeAt = call.work.now
            language = call.language
            let cases = try call.repositories.cases.all([.equal(.clientID, client.id)]).map { "\($0.id)" }
            elsewhere = [
                "findPeerMembership": try call.repositories.peerMemberships.all([.equal(.clientID, client.id)]).map {
                    (
                        "/v1/peer-groups/\($0.peerGroupID)/memberships/\($0.id)",
                        Parameters([("peerGroup", "\($0.peerGroupID)"), ("membership", "\($0.id)")])
                    )
                },
                "findActual": try call.repositories.actuals.plain.all([
                    .equal(.clientID, client.id), .isAbsent(.caseID),
                ]).map {
                    ("/v1/service-data/actuals/\($0.id)", Parameters([("actual", "\($0.id)")]))
                },
            ]
            // The identities of what is in each list: the places of what is below.
            var identities: [String: [String]] = [:]
            for operation in SubjectReportAPI.told where elsewhere[operation.id]?.isEmpty != true {
                let title = AccessWords.byOperation[operation.id].map { call.language.choose($0.subject) } ?? operation.summary
                let whole = Part(operation: operation, title: title, path: operation.path)
                // What is below what is left out is left out with it.
                let isClosed = leftOut.contains { operation.path.hasPrefix("\($0.operation.path)/{") }
                guard !isClosed, (try? Access.check(call.actor, operation.right)) != nil else {
                    leftOut.append(whole)
                    continue
                }
                for place in places(of: operation, cases, identities) {
                    var part = Part(operation: operation, title: title, path: place.path)
                    guard try fill(&part, place.parameters, call) else {
                        if leftOut.last?.operation.id != operation.id { leftOut.append(whole) }
                        continue
                    }
                    identities[part.path] = part.items.compactMap { item in if case .string(let id)? = item["id"] { id } else { nil } }
                    if !part.items.isEmpty { parts.append(part) }
                }
            }
        }

        private typealias Place = (path: String, parameters: Parameters)

        /// Where an operation has something of the client.
        private func places(of operation: Operation, _ cases: [String], _ identities: [String: [String]]) -> [Place] {
            if let places = elsewhere[operation.id] { return places }
            var places: [(path: String, values: [(name: String, value: String)])] = [("", [])]
            for segment in operation.path.split(separator: "/") {
                places = places.flatMap { place in
                    guard segment.hasPrefix("{") else { return [("\(place.path)/\(segment)", place.values)] }
                    let values: [String] =
                        switch segment {
                        case "{client}": ["\(client.id)"]
                        case "{case}": cases
                        default: identities[place.path] ?? []
                        }
                    let name = String(segment.dropFirst().dropLast())
                    return values.map { ("\(place.path)/\($0)", place.values + [(name, $0)]) }
                }
            }
            return places.map { ($0.path, Parameters($0.values)) }
        }

        /// Reads all pages.
        /// - Returns: false where the caller may not.
        private func fill(_ part: inout Part, _ parameters: Parameters, _ call: AdmittedCall) throws -> Bool {
            let operation = part.operation
            var query = operation.isList ? ["limit": "200"] : [:]
            while true {
                // In the form of a table the answer comes with its values, so that they are not read out of its text.
                let request = SignedInRequest(
                    incoming: call.request.incoming, operation: operation, parameters: parameters, query: query, form: .csv, document: nil,
                    pieces: [], purpose: call.request.purpose, actor: call.actor, now: call.request.now)
                let (answer, trail) = request.answer(call.repositories)
                call.trail.withheld.formUnion(trail.withheld)
                switch answer.status {
                case 200: break
                case 403: return false
                // Nothing has been written there.
                case 404: return true
                default: throw Unanswered(operation: operation.id, status: answer.status)
                }
                guard let told = answer.tree else { throw Unanswered(operation: operation.id, status: answer.status) }
                guard operation.isList, case .array(let items)? = told["items"] else {
                    part.items.append(told.without(SubjectReportAPI.others))
                    return true
                }
                part.items += items.map { $0.without(SubjectReportAPI.others) }
                guard case .string(let next)? = told["next"] else { return true }
                guard part.items.count < Report.mostItems else {
                    part.isWhole = false
                    return true
                }
                query["after"] = next
            }
        }

        /// For a person: each thing with all its members below each other.
        var text: [UInt8] {
            var octets = PlainText.text(
                .object([
                    JSONMember(name: "client", value: .string(client.number)), JSONMember(name: "madeAt", value: .string("\(madeAt)")),
                ]))
            for part in parts {
                octets += "\n\(part.title.uppercased())  \(part.path)\n".utf8
                for item in part.items { octets += [0x0A] + PlainText.text(item) }
                if !part.isWhole { octets += "\n\(SubjectReportAPI.goesOn(part.path, language))\n".utf8 }
            }
            if !leftOut.isEmpty {
                octets += "\n\(SubjectReportAPI.notTold(language))\n".utf8
                for part in leftOut { octets += "  \(part.title)\n".utf8 }
            }
            return octets
        }
    }

    /// A part that could not be read: the report is whole or not at all.
    private struct Unanswered: Error {
        let operation: String
        let status: Int
    }

    /// What can be done is no data, and who lives with the client are persons of their own.
    private static let others: Set<String> = ["actions", "householdClientIds"]

    private static func goesOn(_ path: String, _ language: Language) -> String {
        switch language {
        case .fi: "Jatkuu: \(path)"
        case .sv: "Fortsätter: \(path)"
        case .en: "Goes on: \(path)"
        }
    }

    private static func notTold(_ language: Language) -> String {
        switch language {
        case .fi: "Näitä tietoja pyytäjä ei näe:"
        case .sv: "Detta får den som frågar inte se:"
        case .en: "What the asker may not see:"
        }
    }

    /// What is told, what is above before what is below. What is worked out of the rest is not kept and not told; where a client lives is told only
    /// with a purpose, by its own operation.
    private static let told: [Operation] = {
        let documents: Set<String> = ["findClient", "findNonDisclosure", "findCase", "findSuitability", "findPeerMembership", "findActual"]
        // The same as the assessments of each case.
        let twice: Set<String> = ["listClientAssessments"]
        return Operations.all.filter {
            $0.method == .get && ($0.isAboutClient && $0.isList && !twice.contains($0.id) || documents.contains($0.id))
        }.enumerated().sorted { first, second in
            let (depth, other) = (first.element.path.split(separator: "/").count, second.element.path.split(separator: "/").count)
            return (depth, first.offset) < (other, second.offset)
        }.map(\.element)
    }()

    /// A thing as its own operation describes it.
    private static let item = View<JSONValue>(
        schema: Schema([("type", .string("object"))]), write: { $1.value($0) }, tree: { $0 })

    private static let part = View<Part>(
        "SubjectReportPart",
        [
            ViewMember("operation", .line(60)) { $0.operation.id }, ViewMember("title", .line()) { $0.title },
            ViewMember("path", .line(500)) { $0.path }, ViewMember("items", view: .list(item)) { $0.items },
            ViewMember("isWhole", .flag) { $0.isWhole },
        ])

    private static let leftOut = View<Part>(
        "SubjectReportLeftOut",
        [
            ViewMember("operation", .line(60)) { $0.operation.id }, ViewMember("title", .line()) { $0.title },
            ViewMember("right", .line(60)) { $0.operation.right.name },
        ])

    private static let view = View<Report>(
        "SubjectReport",
        [
            ViewMember("clientId", .id()) { $0.client.id }, ViewMember("madeAt", .instant) { $0.madeAt },
            ViewMember("language", .code) { $0.language }, ViewMember("parts", view: .list(part)) { $0.parts },
            ViewMember("leftOut", view: .list(leftOut)) { $0.leftOut },
        ])
}
