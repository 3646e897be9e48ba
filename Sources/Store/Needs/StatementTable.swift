import PersonalBudgeting

extension Table where Entity == Statement {
    static let statements = Table(
        "statements",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("kind", .code, field: .kind) { $0.kind },
        Column("stated_by", .code) { $0.statedBy },
        Column("state", .code, field: .state) { $0.state },
        Column("supported_by", .texts) { $0.supportedBy },
        Column("life_area", .optional(.text)) { $0.lifeArea },
        Column("priority", .count, field: .priority) { $0.priority },
        part(
            Column("wordings", .remarks) { $0.wordings },
            Column("worker_views", .remarks) { $0.workerViews },
            make: { (wordings: $0, workerViews: $1) }),
        make: { record, caseID, kind, by, state, supporters, area, priority, remarks in
            Statement(
                record: record, caseID: caseID, kind: kind, statedBy: by, state: state, supportedBy: supporters, lifeArea: area,
                priority: priority, wordings: remarks.wordings, workerViews: remarks.workerViews)
        })
}

extension Codec where Value == [Statement.Remark] {
    fileprivate static var remarks: Codec {
        .records(
            { [$0.text, "\($0.at)", "\($0.userID)"] },
            { fields in
                guard fields.count == 3, let at = Instant(fields[1]), let user = ID<User>(fields[2]) else { return nil }
                return Statement.Remark(text: fields[0], at: at, userID: user)
            })
    }
}
