import JSON
import PersonalBudgeting

/// A code of the contract, with its label in three languages (Docs/decisions/0026-labels.md).
///
/// A member or a parameter takes only such a code (`Shape.code`, `QueryParameter.code`), and the labels are in a `switch` over all codes. So
/// a code without a label does not compile. The labels of an area are in `LabelsOf<Area>.swift` beside its operations.
protocol LabelledCode: CaseIterable, RawRepresentable, Sendable where RawValue == String {
    /// The name of the list in the document and at `/v1/code-lists/{list}`.
    static var listName: String { get }
    /// What the list is about, in each language.
    static var listTitle: LocalText { get }
    /// The term of the authorities, as it stands in a list or a form.
    var label: LocalText { get }
    /// A sentence in easy Finnish (selkosuomi) that tells the client what the code means; nil where no client sees the code.
    var easyLabel: String? { get }
    /// The first day on which the code may be used; nil if it has none.
    var validFrom: CalendarDate? { get }
    /// The last day on which the code may be used; nil if it has none.
    var validTo: CalendarDate? { get }
    /// A name for the code in a program: letters and digits, a letter first.
    var variableName: String { get }
}

extension LabelledCode {
    var easyLabel: String? { nil }
    var validFrom: CalendarDate? { nil }
    var validTo: CalendarDate? { nil }
    var variableName: String { rawValue }
}

extension Shape where Value: LabelledCode {
    /// One code of a list of the contract.
    static var code: Shape { .listedCode(CodeList(Value.self).schema) }
}
