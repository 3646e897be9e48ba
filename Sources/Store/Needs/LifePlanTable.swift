import PersonalBudgeting

extension Table where Entity == LifePlan {
    static let lifePlans = Table(
        "life_plans",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("number", .count, field: .number) { $0.number },
        Column("written_by", .code) { $0.writtenBy },
        Column("sections", .sections) { $0.sections },
        make: { record, caseID, number, by, sections in
            LifePlan(record: record, caseID: caseID, number: number, writtenBy: by, sections: sections)
        })
}

extension Codec where Value == [LifePlan.Section] {
    fileprivate static var sections: Codec {
        .records(
            { [$0.code ?? "", $0.title ?? "", $0.text] },
            { fields in
                guard fields.count == 3 else { return nil }
                return LifePlan.Section(code: present(fields[0]), title: present(fields[1]), text: fields[2])
            })
    }
}
