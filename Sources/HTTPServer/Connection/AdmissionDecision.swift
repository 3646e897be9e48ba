import Synchronization

/// The one decision about one head: now or later, from any thread. A second one is ignored; when the last copy goes without a decision, the
/// request is answered 500.
public struct AdmissionDecision: Sendable {
    let ticket: AdmissionTicket

    /// Hands the decision to the connection's lane; during `admit` on the lane itself it costs no lock and no memory.
    public func callAsFunction(_ admission: Admission) { ticket.decide(admission) }

    /// The request is wanted: see `Admission.accept`.
    public func accept(maximumBodyBytes: Int, seconds: Int? = nil) {
        ticket.decide(.accept(maximumBodyBytes: maximumBodyBytes, seconds: seconds))
    }

    /// The answer is known without the body.
    public func refuse(_ response: Response) { ticket.decide(.refuse(response)) }
}

/// Where a decision meets its lane, by the same three bits as a `ReplyTicket`. Most decisions are there before `admit` returns, and most
/// handlers keep no copy of them, so the lane uses one ticket again and again.
final class AdmissionTicket: Sendable {
    private static let claimed: UInt8 = 1
    private static let filled: UInt8 = 2
    private static let detached: UInt8 = 4

    /// Nobody is asked yet, so nobody owes a decision.
    private let bits = Atomic<UInt8>(AdmissionTicket.claimed)
    private let mailbox: Mailbox
    // Written by the lane while it alone holds the ticket; read by others only before the lane can see their decision, or after it detached
    // the ticket and let go of it.
    nonisolated(unsafe) private var token: UInt64 = 0
    // Written by the one caller that set `claimed`, before `filled` is released; read only after `filled` is acquired.
    nonisolated(unsafe) private var admission: Admission?

    init(mailbox: Mailbox) { self.mailbox = mailbox }

    deinit {
        if bits.load(ordering: .acquiring) & Self.claimed == 0 { mailbox.post(.admission(token, .refuse(Response(status: 500)))) }
    }

    /// Called by the lane before `admit`, while nobody else holds the ticket.
    func begin(_ token: UInt64) {
        self.token = token
        bits.store(0, ordering: .releasing)
    }

    func decide(_ admission: Admission) {
        guard bits.bitwiseOr(Self.claimed, ordering: .acquiringAndReleasing).oldValue & Self.claimed == 0 else { return }
        self.admission = admission
        if bits.bitwiseOr(Self.filled, ordering: .acquiringAndReleasing).oldValue & Self.detached != 0 {
            mailbox.post(.admission(token, admission))
        }
    }

    /// Called by the lane once, after `admit`: the decision if it is already there; from now on it comes by the mailbox.
    func detach() -> Admission? {
        // A look first: where the decision is there, no second write is needed.
        if bits.load(ordering: .acquiring) & Self.filled == 0,
            bits.bitwiseOr(Self.detached, ordering: .acquiringAndReleasing).oldValue & Self.filled == 0
        {
            return nil
        }
        return admission.take()
    }
}
