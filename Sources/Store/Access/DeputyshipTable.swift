import PersonalBudgeting

extension Table where Entity == Deputyship {
    static let deputyships = Table(
        "deputyships",
        Column("absent_id", .id(), field: .absentID) { $0.absentID },
        Column("deputy_id", .id(), field: .deputyID) { $0.deputyID },
        Column("period_from", .date) { $0.period.from },
        Column("period_to", .date) { $0.period.to },
        make: { record, absent, deputy, from, to in
            Deputyship(record: record, absentID: absent, deputyID: deputy, period: try sound(Period(from: from, to: to)))
        })
}
