import Synchronization

/// The bytes of bodies, or of answers, that all lanes together may hold. It bounds the memory that many large bodies or answers take at the
/// same time.
final class Allowance: Sendable {
    private let maximum: Int
    private let held = Atomic<Int>(0)

    init(maximum: Int) { self.maximum = maximum }

    /// The bytes that are free now. Announced lengths are compared with it but reserve nothing.
    var room: Int { max(0, maximum - held.load(ordering: .relaxed)) }

    fileprivate func acquire(_ count: Int) -> Bool {
        if held.add(count, ordering: .relaxed).newValue <= maximum { return true }
        give(count)
        return false
    }

    fileprivate func give(_ count: Int) { held.subtract(count, ordering: .relaxed) }
}

/// The part of an allowance that one body or one connection's answers hold. Everything that may still use the bytes holds the share: for a
/// body first the connection, then the reply. The last holder's release returns the bytes to the allowance.
final class Share: Sendable {
    private let allowance: Allowance
    private let count = Atomic<Int>(0)

    init(of allowance: Allowance) { self.allowance = allowance }

    deinit { allowance.give(count.load(ordering: .relaxed)) }

    /// Grows the share to a total of bytes. Returns false if there is no room. Only one lane calls this.
    func grow(to total: Int) -> Bool {
        let missing = total - count.load(ordering: .relaxed)
        guard missing > 0 else { return true }
        guard allowance.acquire(missing) else { return false }
        count.store(total, ordering: .relaxed)
        return true
    }
}
