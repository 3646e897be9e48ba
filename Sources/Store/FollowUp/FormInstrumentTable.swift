import PersonalBudgeting

extension Table where Entity == FormInstrument {
    static let formInstruments = Table(
        "form_instruments",
        Column("code", .text, field: .code) { $0.code },
        part(
            Column("name", .text) { $0.details.name },
            Column("phases", .codes()) { $0.details.phases },
            Column("items", .formItems) { $0.details.items },
            Column("is_open", .flag) { $0.details.isOpen },
            make: { name, phases, items, isOpen in
                FormInstrument.Details(name: name, phases: phases, items: items, isOpen: isOpen)
            }),
        make: { record, code, details in
            FormInstrument(record: record, code: code, details: details)
        })
}

extension Codec where Value == [FormInstrument.Item] {
    static var formItems: Codec {
        .records(
            { [$0.code, $0.kind.rawValue, $0.minimum.map(String.init) ?? "", $0.maximum.map(String.init) ?? "", $0.label ?? ""] },
            { fields in
                guard fields.count == 5, let kind = FormInstrument.Item.Kind(rawValue: fields[1]) else { return nil }
                return FormInstrument.Item(
                    code: fields[0], kind: kind, minimum: Int(fields[2]), maximum: Int(fields[3]),
                    label: fields[4].isEmpty ? nil : fields[4])
            })
    }
}
