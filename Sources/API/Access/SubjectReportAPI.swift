import HTTPServer
import JSON
import PersonalBudgeting

/// All data kept about a client, in one answer (GDPR 15 art.; row 77): every list and document below the client and the client's cases.
/// Each part is the answer of its own operation to this caller. So the report cannot show more than the caller may see, and it includes new
/// nouns automatically.
enum SubjectReportAPI {
    static let operations: [Operation] = [
        Operation(
            "readSubjectReport", .get, "/v1/clients/{client}/subject-report",
            "Read all data kept about the client that the caller may see, part by part, with the access log of the last two years. X-Purpose"
                + " adds older entries",
            tag: .clients, effect: .read, right: .readSubjectReport, kind: .export, about: .client, response: view.schema
        ) { call in
            let report = call.masked(try Report(of: try call.requireClient(), call))
            var answer = Answer.value(report, view)
            if call.request.form == .text { answer.writeText(of: report) { $0.text } }
            return answer
        }
    ]

    /// A part: the answer of one operation at one path.
    private struct Part: Sendable {
        let operation: Operation
        let title: String
        let path: String
        var items: [JSONValue] = []
        /// Whether the part is complete. A log with many thousand rows continues at its own path.
        var isWhole = true
    }

    /// Composed of answers that their own operations have masked.
    private struct Report: NothingToMask {
        let client: Client
        let madeAt: Instant
        let language: Language
        private(set) var parts: [Part] = []
        /// The parts that the caller may not see.
        private(set) var leftOut: [Part] = []

        /// The paths with data about the client that are below neither the client nor a case, by operation.
        private let elsewhere: [String: [Place]]

        /// The limit of one part. A log can have any number of rows; its own path shows the rest.
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
            // The ids of the items in each list. The paths below them need these ids.
            var identities: [String: [String]] = [:]
            for operation in SubjectReportAPI.told where elsewhere[operation.id]?.isEmpty != true {
                let title = AccessWords.byOperation[operation.id].map { call.language.choose($0.subject) } ?? operation.summary
                let whole = Part(operation: operation, title: title, path: operation.path)
                // A part below an omitted part is omitted too.
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

        /// Returns the paths at which an operation has data about the client.
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

        /// Reads all pages of a part.
        /// - Returns: false if the caller may not read it.
        private func fill(_ part: inout Part, _ parameters: Parameters, _ call: AdmittedCall) throws -> Bool {
            let operation = part.operation
            var query = operation.isList ? ["limit": "200"] : [:]
            while true {
                // For this form the answer carries its values as a tree, so that they need not be parsed out of its text.
                let request = SignedInRequest(
                    incoming: call.request.incoming, operation: operation, parameters: parameters, query: query, form: .csv, document: nil,
                    pieces: [], purpose: call.request.purpose, actor: call.actor, now: call.request.now)
                let (answer, trail) = request.answer(call.repositories)
                call.trail.withheld.formUnion(trail.withheld)
                switch answer.status {
                case 200: break
                case 403: return false
                // Nothing has been recorded there yet.
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

        /// The report for a person: each item with all its members below each other.
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

    /// A part could not be read. The report is complete or fails.
    private struct Unanswered: Error {
        let operation: String
        let status: Int
    }

    /// Actions and tags are not data, and household members are persons of their own.
    private static let others: Set<String> = ["actions", "etag", "householdClientIds"]

    private static func goesOn(_ path: String, _ language: Language) -> String {
        switch language {
        case .fi: "Jatkuu: \(path)"
        case .sv: "Fortsätter: \(path)"
        case .en: "Continues: \(path)"
        }
    }

    private static func notTold(_ language: Language) -> String {
        switch language {
        case .fi: "Näitä tietoja pyytäjä ei näe:"
        case .sv: "Detta får den som frågar inte se:"
        case .en: "The caller may not see:"
        }
    }

    /// The operations of the report, parents before children. Derived values are not kept, so they are left out. Where a client lives needs
    /// a purpose, so only its own operation shows it.
    private static let told: [Operation] = {
        let documents: Set<String> = ["findClient", "findNonDisclosure", "findCase", "findSuitability", "findPeerMembership", "findActual"]
        // Repeats the assessments of each case.
        let twice: Set<String> = ["listClientAssessments"]
        return Operations.all.filter {
            $0.method == .get && ($0.isAboutClient && $0.isList && !twice.contains($0.id) || documents.contains($0.id))
        }.enumerated().sorted { first, second in
            let (depth, other) = (first.element.path.split(separator: "/").count, second.element.path.split(separator: "/").count)
            return (depth, first.offset) < (other, second.offset)
        }.map(\.element)
    }()

    /// An item, as its own operation describes it.
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
