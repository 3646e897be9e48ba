import Synchronization

/// The octets that all lanes may hold together, of bodies or of answers: many large ones at once must not take the memory of the machine.
final class Allowance: Sendable {
    private let maximum: Int
    private let held = Atomic<Int>(0)

    init(maximum: Int) { self.maximum = maximum }

    /// What could be taken now. A length that is only announced is compared with it and takes nothing.
    var room: Int { max(0, maximum - held.load(ordering: .relaxed)) }

    fileprivate func take(_ count: Int) -> Bool {
        if held.add(count, ordering: .relaxed).newValue <= maximum { return true }
        give(count)
        return false
    }

    fileprivate func give(_ count: Int) { held.subtract(count, ordering: .relaxed) }
}

/// The share of one body or of one connection's answers. It lives with whoever may still hold the octets, a body's first with the connection
/// and then with the reply, and gives all back when the last of them lets go.
final class Share: Sendable {
    private let allowance: Allowance
    private let count = Atomic<Int>(0)

    init(of allowance: Allowance) { self.allowance = allowance }

    deinit { allowance.give(count.load(ordering: .relaxed)) }

    /// Takes what is missing to so many octets; false when there is no room. One lane calls this.
    func grow(to total: Int) -> Bool {
        let missing = total - count.load(ordering: .relaxed)
        guard missing > 0 else { return true }
        guard allowance.take(missing) else { return false }
        count.store(total, ordering: .relaxed)
        return true
    }
}
