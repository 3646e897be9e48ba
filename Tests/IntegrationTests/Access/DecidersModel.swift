import Foundation

/// What deciders of other units may read because of decisions, worked out from the rows and from Docs/domain/access.md (A28, A29). It
/// shares nothing with the service but the words of the columns.
struct DecidersModel {
    /// What a decision opens to a decider.
    enum Sight: String {
        /// The client's whole file.
        case file
        /// The decision with its handlings and its notices.
        case extract
        case nothing
    }

    struct Decision {
        let id: String
        let caseID: String
        let clientID: String
        let state: String
        let authority: String
        var notices: [Notice] = []
    }

    struct Notice {
        let method: String
        let sentOn: String
        let receivedOn: String
    }

    let decisions: [Decision]

    /// Reads all decisions of a database.
    init(_ stored: Stored) throws {
        var notices: [String: [Notice]] = [:]
        for row in try stored.rows("SELECT decision_id, method, sent_on, coalesce(received_on, '') FROM notices") {
            notices[row[0], default: []].append(Notice(method: row[1], sentOn: row[2], receivedOn: row[3]))
        }
        let sql = "SELECT d.id, c.id, c.client_id, d.state, d.authority FROM decisions d JOIN cases c ON c.id = d.case_id"
        decisions = try stored.rows(sql).map { row in
            Decision(id: row[0], caseID: row[1], clientID: row[2], state: row[3], authority: row[4], notices: notices[row[0]] ?? [])
        }
    }

    /// The state of a decision, and what it opens before it is served to all recipients and afterwards.
    private static let table: [String: (before: Sight, after: Sight)] = [
        "drafting": (.nothing, .nothing), "proposed": (.file, .file), "on_agenda": (.file, .file), "returned": (.extract, .extract),
        "made": (.file, .file), "dispatched": (.file, .extract), "served": (.extract, .extract), "withdrawn": (.nothing, .nothing),
    ]

    /// The days from the sending to the presumed service (HL 59 and 61 §, SAL 19 §). A verifiable notice has none (HL 60 §).
    private static let presumedAfter = ["letter": 7, "electronic": 3, "substitute": 3]

    /// The roles that decide, with the authorities of their matters.
    private static let matters = ["decision_maker": ["office_holder", "body"], "body_secretary": ["body"]]

    static func sight(of decision: Decision, for role: String, on day: String) -> Sight {
        guard matters[role]?.contains(decision.authority) == true, let row = table[decision.state] else { return .nothing }
        return decision.notices.allSatisfy { isServed($0, on: day) } ? row.after : row.before
    }

    private static func isServed(_ notice: Notice, on day: String) -> Bool {
        if !notice.receivedOn.isEmpty { return true }
        return presumedAfter[notice.method].map { DecidersModel.day(notice.sentOn, plus: $0) <= day } ?? false
    }

    /// The clients whose file a decider of another unit reads.
    func clients(for role: String, on day: String) -> Set<String> {
        Set(decisions.filter { DecidersModel.sight(of: $0, for: role, on: day) == .file }.map(\.clientID))
    }

    /// The decisions of which a decider has the extract, in one case.
    func extract(for role: String, on day: String, in caseID: String) -> Set<String> {
        Set(decisions.filter { $0.caseID == caseID && DecidersModel.sight(of: $0, for: role, on: day) != .nothing }.map(\.id))
    }

    /// A day some days later, both as YYYY-MM-DD.
    static func day(_ day: String, plus days: Int) -> String {
        let format = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        guard let date = try? format.parse(day) else { return day }
        return format.format(date.addingTimeInterval(Double(days) * 86_400))
    }
}
