import JSON
import PersonalBudgeting

/// Deputyships: who replaces which worker, and on which days.
enum DeputyshipAPI {
    private static let deputyships = Resource<Deputyship>(
        "/v1/admin/deputyships", "deputyship", tag: .identities, view: deputyshipView, owner: .none
    ) { $0.deputyships }

    static let operations: [Operation] = [
        deputyships.list(
            "listDeputyships", "List the deputyships", right: .administer,
            filters: [.init(.id("absentId", "Only deputyships for this worker"), field: .absentID) { .equal($0, $1.lowercased()) }]),
        deputyships.find("findDeputyship", "Read a deputyship", right: .administer),
        deputyships.create(
            "nameDeputy", "Name a deputy, who has the worker's clients on these days", right: .administer,
            newDeputyship
        ) { call, new in try call.work.nameDeputy(absentID: new.absentID, deputyID: new.deputyID, period: new.period) },
        deputyships.change("changeDeputyship", "Change the days of a deputyship", right: .administer, deputyDays, current: days(of:)) {
            call, deputyship, days in try call.work.changeDeputyship(deputyship, days.period)
        },
    ]

    private struct NewDeputyship: Sendable {
        let absentID: ID<User>
        let deputyID: ID<User>
        let period: Period
    }

    private static let newDeputyship = Shape<NewDeputyship>.object(
        "NewDeputyship",
        Field("absentId", .id()) { $0.absentID },
        Field("deputyId", .id()) { $0.deputyID },
        Field("period", .period) { $0.period },
        make: NewDeputyship.init)

    private struct Days: Sendable { let period: Period }
    @Sendable private static func days(of deputyship: Deputyship) -> Days { Days(period: deputyship.period) }
    private static let deputyDays = Shape<Days>.object("DeputyshipDays", Field("period", .period) { $0.period }, make: Days.init)

    private static let deputyshipView = View<Deputyship>(
        "Deputyship",
        ViewMember.record + [
            ViewMember("absentId", .id()) { $0.absentID }, ViewMember("deputyId", .id()) { $0.deputyID },
            ViewMember("period", .period) { $0.period },
        ])
}
