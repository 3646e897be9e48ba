import JSON
import PersonalBudgeting

/// Agreements with the client on how the use of the budget is monitored.
enum MonitoringAgreementAPI {
    private static let resource = Resource<MonitoringAgreement>(
        "/v1/cases/{case}/monitoring-agreements", "monitoringAgreement", tag: .monitoringAndReviews, seen: view, owner: .caseFile
    ) { $0.monitoringAgreements }

    static let operations: [Operation] = [
        resource.list("listMonitoringAgreements", "List the monitoring agreements of a case", right: .readFollowUp),
        resource.find("findMonitoringAgreement", "Read a monitoring agreement", right: .readFollowUp),
        resource.create(
            "agreeOnMonitoring", "Record an agreement with the client on monitoring", right: .writeCaseFile, details,
            refusals: [.caseClosed]
        ) { call, details in try call.work.agreeOnMonitoring(details, in: try call.requireCase()) },
        resource.change(
            "changeMonitoringAgreement", "Change a monitoring agreement", right: .writeCaseFile, details, current: \.details
        ) { call, agreement, details in try call.work.changeMonitoring(agreement, details, in: try call.requireCase()) },
        resource.command(
            "recordMonitoringDone", "record-done", "Record that the monitoring was done. This moves the next due day",
            right: .writeCaseFile,
            done
        ) { call, agreement, done in
            try call.work.recordMonitoring(agreement, doneOn: done.doneOn, finding: done.finding, in: try call.requireCase())
        },
    ]

    private static let details = Shape<MonitoringAgreement.Details>.object(
        "MonitoringAgreementDetails",
        Field("what", .prose) { $0.what },
        Field("how", .prose) { $0.how },
        Field("intervalMonths", .count(1...36)) { $0.intervalMonths },
        Field("withWhom", .line()) { $0.withWhom },
        Field("startsOn", .date) { $0.startsOn },
        make: MonitoringAgreement.Details.init)

    private struct Done: Sendable {
        let doneOn: CalendarDate?
        let finding: String?
    }

    private static let done = Shape<Done>.object(
        "MonitoringDone",
        Field("doneOn", .optional(.date)) { $0.doneOn },
        Field("finding", .optional(.prose)) { $0.finding },
        make: Done.init)

    private static let round = View<MonitoringAgreement.Round>(
        "MonitoringRound",
        [
            ViewMember("dueOn", .date) { $0.dueOn }, ViewMember("doneOn", .date) { $0.doneOn },
            ViewMember("finding", .optional(.prose)) { $0.finding },
        ])

    private static let view = View<Seen<MonitoringAgreement>>(
        "MonitoringAgreement",
        ViewMember.seen(ViewMember.record + [.caseID, .inline(details) { $0.details }]) + [
            ViewMember("nextDue", .date) { $0.entity.nextDue },
            ViewMember("state", .code) { $0.entity.standing(on: $0.on) },
            ViewMember("rounds", view: .list(round)) { $0.entity.rounds },
            ViewMember("missedCount", .count(0...100_000)) { $0.entity.missedCount },
        ])
}
