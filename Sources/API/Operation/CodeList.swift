import JSON
import PersonalBudgeting

/// A list of codes of the contract with their labels. Each is one named schema of the document.
struct CodeList: Sendable {
    /// A code of a list.
    struct Entry: Sendable {
        let code: String
        let label: LocalText
        /// A sentence in easy Finnish, where a client sees the code.
        let easyLabel: String?
        let validFrom: CalendarDate?
        let validTo: CalendarDate?
        /// The name of the code in a generated program.
        let variableName: String
    }

    /// The name in the document and at `/v1/code-lists/{list}`.
    let name: String
    let title: LocalText
    let entries: [Entry]

    init<Code: LabelledCode>(_: Code.Type) {
        name = Code.listName
        title = Code.listTitle
        entries = Code.allCases.map {
            Entry(
                code: $0.rawValue, label: $0.label, easyLabel: $0.easyLabel, validFrom: $0.validFrom, validTo: $0.validTo,
                variableName: $0.variableName)
        }
    }

    init(name: String, title: LocalText, entries: [Entry]) {
        self.name = name
        self.title = title
        self.entries = entries
    }

    /// The schema of one code of the list, under the list's name, with the labels for front ends that read the document only.
    var schema: Schema {
        var keywords: [(String, JSONValue)] = [
            ("type", .string("string")), ("title", .string(name)),
            ("description", .string("A code: \(title.en). Its labels are at /v1/code-lists/\(name)")),
            ("enum", .array(entries.map { .string($0.code) })),
        ]
        if entries.contains(where: { $0.variableName != $0.code }) {
            keywords.append(("x-enum-varnames", .array(entries.map { .string($0.variableName) })))
        }
        let labels = entries.map { entry in
            var texts = [("fi", entry.label.fi), ("sv", entry.label.sv), ("en", entry.label.en)]
            if let easy = entry.easyLabel { texts.append(("selko", easy)) }
            return (entry.code, OpenAPI.object(texts.map { ($0.0, JSONValue.string($0.1)) }))
        }
        keywords.append(("x-labels", OpenAPI.object(labels)))
        return Schema(keywords).named(name)
    }

    /// Every list of the contract, by name.
    static let all: [CodeList] = {
        let areas = [access, people, cases, needs, prices, plan, decision, money, serviceData, followUp, service]
        return areas.flatMap { $0 }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }()

    /// The list of this name; nil if there is none.
    static let byName: [String: CodeList] = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

    /// The code lists of the service itself.
    private static let service: [CodeList] = [CodeList(Inclusion.self), CodeList(Language.self), CodeList(RefusalCode.self), problems]

    /// The codes of all problems: of the rules of the trade, and of the service.
    static let problems = CodeList(
        name: "ProblemCode", title: LocalText(fi: "ongelman koodi", sv: "problemets kod", en: "code of a problem"),
        entries: ProblemPage.all.map {
            Entry(code: $0.code, label: $0.title, easyLabel: nil, validFrom: nil, validTo: nil, variableName: $0.code)
        })
}

extension Language: LabelledCode {
    static let listName = "Language"
    static let listTitle = LocalText(fi: "asiointikieli", sv: "kontaktspråk", en: "language of the service")

    var label: LocalText {
        switch self {
        case .fi: LocalText(fi: "suomi", sv: "finska", en: "Finnish")
        case .sv: LocalText(fi: "ruotsi", sv: "svenska", en: "Swedish")
        case .en: LocalText(fi: "englanti", sv: "engelska", en: "English")
        }
    }
}

extension RefusalCode: LabelledCode {
    static let listName = "RefusalCode"
    static let listTitle = LocalText(fi: "säännön koodi", sv: "regelns kod", en: "code of a rule that refuses")

    var label: LocalText { title }
}
