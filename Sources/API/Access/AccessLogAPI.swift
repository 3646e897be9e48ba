import HTTPServer
import JSON
import PersonalBudgeting

/// The client's own extract of the access log: which users have read or changed the client's data, when and why (A21, row 75).
enum AccessLogAPI {
    static let operations: [Operation] = [
        Operation(
            "readAccessLog", .get, "/v1/clients/{client}/access-log",
            "List who has looked at or changed the client's data, newest first (Asiakastietolaki 703/2023). Entries older than two years need"
                + " a reason in X-Purpose, on every page",
            tag: .accessLog, effect: .read, right: .readAccessLog, kind: .log, about: .client,
            parameters: [.date("from", "From this day on, in Helsinki"), .date("to", "To this day, in Helsinki")]
                + pageParameters.filter { $0.name != "count" },
            response: page.schema, refusals: [.reasonNeeded]
        ) { call in
            let client = try call.requireClient()
            let (from, to) = (call.query["from"].flatMap { CalendarDate($0) }, call.query["to"].flatMap { CalendarDate($0) })
            if let from, let to, to < from { throw BadQuery([.init("to", "before_start", .mustNotBeBefore("from"))]) }
            let extract = try AccessExtract(from: from, to: to, today: call.work.today, hasReason: call.request.purpose != nil)
            let before = try call.position().flatMap { Int64($0) } ?? Int64.max
            let entries = try call.repositories.accessLog.list(clientID: client.id, in: extract, before: before, limit: call.limit + 1)
            var people = People(call)
            let told = call.masked(try call.page(entries) { "\($0.sequence)" }.map { try LoggedAccess($0, &people, call.language) })
            var answer = call.answer(told, page)
            if call.request.form == .text {
                answer.writeText(of: told) {
                    AccessLetter(client: client, extract: extract, page: $0, at: call.work.now, language: call.language).text
                }
            }
            return answer
        }
    ]

    /// Users and units by id. Each is read only once.
    struct People {
        private let repositories: any Repositories
        private var users: [ID<User>: User?] = [:]
        private var units: [ID<OrganisationUnit>: OrganisationUnit?] = [:]

        init(_ call: AdmittedCall) { repositories = call.repositories }

        mutating func name(of id: ID<User>) throws -> String? {
            if let known = users[id] { return known?.name }
            let found = try repositories.users.find(id)
            users[id] = .some(found)
            return found?.name
        }

        mutating func name(of id: ID<OrganisationUnit>) throws -> String? {
            if let known = units[id] { return known?.name }
            let found = try repositories.units.find(id)
            units[id] = .some(found)
            return found?.name
        }
    }

    /// A row of the log, with its meaning in plain words.
    struct LoggedAccess: NothingToMask {
        let entry: AccessEntry
        let who: String
        let roleTitle: String
        let unitName: String?
        let what: String
        let ground: AccessGround
        let why: String
        let when: String

        /// The caller's relation to the client. Nil if the log does not have it, or if the caller got no data.
        var relation: Relation? { if case .relation(let relation) = ground { relation } else { nil } }

        init(_ entry: AccessEntry, _ people: inout People, _ language: Language) throws {
            self.entry = entry
            // The service never deletes a user. If somebody has deleted the row by hand, the id replaces the name.
            who = try people.name(of: entry.userID) ?? "\(entry.userID)"
            roleTitle = language.choose(AccessWords.title(of: entry.role))
            unitName = try entry.unitID.flatMap { try people.name(of: $0) }
            what = AccessWords.what(entry.operation, status: entry.status, manner: entry.manner, language)
            ground = entry.grounds.first ?? .role
            why = AccessWords.why(entry.role, ground, purpose: entry.purpose, language)
            when = AccessWords.when(entry.at, language)
        }
    }

    private static let view = View<LoggedAccess>(
        "AccessEntry",
        [
            ViewMember("sequence", .integer(1...Int64.max)) { $0.entry.sequence },
            ViewMember("at", .instant) { $0.entry.at },
            ViewMember("when", .line()) { $0.when },
            ViewMember("who", .line()) { $0.who },
            ViewMember("roleTitle", .line()) { $0.roleTitle },
            ViewMember("unitName", .optional(.line())) { $0.unitName },
            ViewMember("what", .prose(400)) { $0.what },
            ViewMember("why", .prose(400)) { $0.why },
            ViewMember("userId", .id()) { $0.entry.userID },
            ViewMember("role", .code) { $0.entry.role },
            ViewMember("relation", .optional(.code)) { $0.relation },
            ViewMember("unitId", .optional(.id())) { $0.entry.unitID },
            ViewMember("caseId", .optional(.id())) { $0.entry.caseID },
            ViewMember("operation", .line()) { $0.entry.operation },
            ViewMember("manner", .optional(.code)) { $0.entry.manner },
            ViewMember("purpose", .optional(.line())) { $0.entry.purpose },
            ViewMember("status", .count(100...599)) { $0.entry.status },
            ViewMember("requestId", .line()) { $0.entry.requestID },
        ])
    private static let page = Page<LoggedAccess>.view("AccessLog", view)
}
