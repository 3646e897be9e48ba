import JSON
import PersonalBudgeting

/// A value without the parts that the caller may not see. Answers are made of such values only, and only this file can create them, so no
/// handler can forget to mask.
struct Masked<Value: Sendable>: Sendable {
    let value: Value
    /// Whether the form of the answer is made from a tree and not from JSON text (`CSV`, `PlainText`).
    let needsTree: Bool

    fileprivate init(_ value: Value, for form: Form) {
        self.value = value
        needsTree = form == .csv || form == .excel || form == .text
    }
}

extension Masked where Value: NothingToMask {
    /// A value that is answered outside a call: to callers who have not signed in, and for all parts of an import together.
    static func withoutCall(_ value: Value, for form: Form) -> Masked { Masked(value, for: form) }
}

extension AdmittedCall {
    /// Masks a value of the client in the path. The hidden members are recorded for the header `Withheld`.
    func masked<Value: Maskable>(_ value: Value) -> Masked<Value> { masked(value, of: client) }

    /// Masks a value of a client whom the call itself has found or inserted.
    func masked<Value: Maskable>(_ value: Value, of client: Client?) -> Masked<Value> {
        let parts = Value.mask.parts
        if parts.isEmpty { return Masked(value, for: request.form) }
        var shown = value
        for part in parts where hides(part.condition, of: client) {
            let isHeld = part.isHeld(shown)
            if isHeld || part.isNamedWithoutRows { trail.withheld.formUnion(part.members) }
            if isHeld { part.hide(&shown) }
        }
        return Masked(shown, for: request.form)
    }

    /// The members of a body that are hidden for the client in the path.
    func hiddenMembers<Value: Maskable>(of type: Value.Type) -> Set<String> {
        type.mask.parts.reduce(into: []) { members, part in
            if case .valueIsProtected = part.condition, client?.isProtected != true { return }
            if hides(part.condition, of: client) { members.formUnion(part.members) }
        }
    }

    private func hides(_ condition: MaskCondition, of client: Client?) -> Bool {
        switch condition {
        case .clientIsProtected: client?.isProtected == true
        case .valueIsProtected: true
        case .isWithoutRight(let right): isFreeTextHidden(by: right)
        case .readsByTask: access.relation == .task
        }
    }

    /// Whether text about the client is hidden from the caller, by the role or, for a representative, by the mandate.
    private func isFreeTextHidden(by right: Right) -> Bool {
        guard right.roles.contains(actor.role) else { return true }
        guard actor.role == .representative, let clientID = actor.clientID else { return false }
        return (try? work.requireMandate(of: clientID, in: right.mandateScopes)) == nil
    }
}

extension JSONValue {
    /// The object without some of its members.
    func without(_ names: Set<String>) -> JSONValue {
        guard !names.isEmpty, case .object(let members) = self else { return self }
        return .object(members.filter { !names.contains($0.name) })
    }

    func hasAny(_ names: Set<String>) -> Bool {
        guard !names.isEmpty, case .object(let members) = self else { return false }
        return members.contains { names.contains($0.name) }
    }
}
