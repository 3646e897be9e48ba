import PersonalBudgeting

extension Table where Entity == Case {
    static let cases = Table(
        "cases",
        Column("client_id", .id()) { $0.clientID },
        Column("model_id", .id()) { $0.modelID },
        Column("contact_at", .date) { $0.opening.contactAt },
        Column("channel", .code) { $0.opening.channel },
        Column("applicant_role", .code) { $0.opening.applicantRole },
        Column("application_received_at", .optional(.date)) { $0.opening.applicationReceivedAt },
        Column("is_urgent", .flag) { $0.opening.isUrgent },
        Column("state", .code) { $0.state },
        Column("unit_id", .optional(.id())) { $0.details.unitID },
        Column("responsible_worker_id", .optional(.id())) { $0.details.responsibleWorkerID },
        Column("other_services", .texts) { $0.details.otherServices },
        Column("assessment_start_due", .date) { $0.clocks.assessmentStartDue },
        Column("decision_due", .date) { $0.clocks.decisionDue },
        Column("execution_due", .date) { $0.clocks.executionDue },
        Column("assessment_started_on", .optional(.date)) { $0.assessmentStartedOn },
        Column("decision_extended_until", .optional(.date)) { $0.decisionExtension?.until },
        Column("decision_extension_reason", .optional(.text)) { $0.decisionExtension?.reason },
        Column("execution_extended_until", .optional(.date)) { $0.executionExtension?.until },
        Column("execution_extension_reason", .optional(.text)) { $0.executionExtension?.reason },
        Column("closing_reason", .optional(.text)) { $0.closingReason },
        Column("closed_on", .optional(.date)) { $0.closedOn },
        Column("care_unit_id", .optional(.id())) { $0.care.unitID },
        Column("care_worker_id", .optional(.id())) { $0.care.workerID },
        // The last days with their extensions, written for orders and the work queue, not read back.
        Column("decision_last_day", .date) { $0.decisionDue },
        Column("execution_last_day", .date) { $0.executionDue },
        make: {
            record, client, model, contact, channel, applicant, application, urgent, state, unit, worker, others, startDue, decisionDue,
            executionDue, started, decisionUntil, decisionReason, executionUntil, executionReason, closingReason, closedOn, careUnit,
            careWorker, _, _ in
            Case(
                record: record, clientID: client, modelID: model,
                opening: Case.Opening(
                    contactAt: contact, channel: channel, applicantRole: applicant, applicationReceivedAt: application, isUrgent: urgent),
                state: state, details: Case.Details(unitID: unit, responsibleWorkerID: worker, otherServices: others),
                clocks: Case.Clocks(assessmentStartDue: startDue, decisionDue: decisionDue, executionDue: executionDue),
                assessmentStartedOn: started, decisionExtension: extended(decisionUntil, decisionReason),
                executionExtension: extended(executionUntil, executionReason), closingReason: closingReason, closedOn: closedOn,
                care: Care(unitID: careUnit, workerID: careWorker))
        })
}

private func extended(_ until: CalendarDate?, _ reason: String?) -> Case.Extension? {
    guard let until, let reason else { return nil }
    return Case.Extension(until: until, reason: reason)
}
