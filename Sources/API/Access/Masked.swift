import JSON
import PersonalBudgeting

/// A value with everything taken out of it that is not for the caller. Answers are made of this and of nothing else, and only this file can make
/// one, so no handler can forget to mask.
struct Masked<Value: Sendable>: Sendable {
    let value: Value
    /// Whether the answer is read in a form that is made of a tree, and not of JSON text (`CSV`, `PlainText`).
    let needsTree: Bool

    fileprivate init(_ value: Value, for form: Form) {
        self.value = value
        needsTree = form == .csv || form == .text
    }
}

extension Masked where Value: NothingToMask {
    /// What is answered without a call: to callers who have not signed in, and of all parts of an import together.
    static func withoutCall(_ value: Value, for form: Form) -> Masked { Masked(value, for: form) }
}

extension AdmittedCall {
    /// A value of the client in the path as it may be shown to the caller; what is not shown is on record for the header `Withheld`.
    func masked<Value: Maskable>(_ value: Value) -> Masked<Value> { masked(value, of: client) }

    /// The same for a client whom the call itself has found or made.
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

    /// The members of a body that are not shown of the client in the path.
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

    /// Whether the caller is not shown what is said, by the role or, of who represents the client, by the mandate.
    private func isFreeTextHidden(by right: Right) -> Bool {
        guard right.roles.contains(actor.role) else { return true }
        guard actor.role == .representative, let clientID = actor.clientID else { return false }
        return (try? work.requireMandate(of: clientID, in: right.mandateScopes)) == nil
    }
}

extension JSONValue {
    /// An object without some of its members.
    func without(_ names: Set<String>) -> JSONValue {
        guard !names.isEmpty, case .object(let members) = self else { return self }
        return .object(members.filter { !names.contains($0.name) })
    }

    func hasAny(_ names: Set<String>) -> Bool {
        guard !names.isEmpty, case .object(let members) = self else { return false }
        return members.contains { names.contains($0.name) }
    }
}
