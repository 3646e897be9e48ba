import PersonalBudgeting

extension Table where Entity == MonitoringAgreement {
    static let monitoringAgreements = Table(
        "monitoring_agreements",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        part(
            Column("what", .text) { $0.details.what },
            Column("how", .text) { $0.details.how },
            Column("interval_months", .count) { $0.details.intervalMonths },
            Column("with_whom", .text) { $0.details.withWhom },
            Column("starts_on", .date) { $0.details.startsOn },
            make: { what, how, interval, withWhom, startsOn in
                MonitoringAgreement.Details(what: what, how: how, intervalMonths: interval, withWhom: withWhom, startsOn: startsOn)
            }),
        Column("next_due", .date) { $0.nextDue },
        Column("rounds", .rounds) { $0.rounds },
        Column("missed_count", .count) { $0.missedCount },
        make: { record, caseID, details, nextDue, rounds, missed in
            MonitoringAgreement(record: record, caseID: caseID, details: details, nextDue: nextDue, rounds: rounds, missedCount: missed)
        })
}

extension Codec where Value == [MonitoringAgreement.Round] {
    static var rounds: Codec {
        .records(
            { ["\($0.dueOn)", "\($0.doneOn)", $0.finding ?? ""] },
            { fields in
                guard fields.count == 3, let dueOn = CalendarDate(fields[0]), let doneOn = CalendarDate(fields[1]) else { return nil }
                return MonitoringAgreement.Round(dueOn: dueOn, doneOn: doneOn, finding: fields[2].isEmpty ? nil : fields[2])
            })
    }
}
