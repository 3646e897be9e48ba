import Synchronization

/// The one decision about one head, made now or later, from any thread. A second decision is ignored. If the last copy is released without
/// a decision, the request is answered 500.
public struct AdmissionDecision: Sendable {
    let ticket: AdmissionTicket

    /// Hands the decision to the connection's lane. Called during `admit` on the lane itself, it takes no lock and no memory.
    public func callAsFunction(_ admission: Admission) { ticket.decide(admission) }

    /// Accepts the request, as `Admission.accept` describes.
    public func accept(maximumBodyBytes: Int, seconds: Int? = nil) {
        ticket.decide(.accept(maximumBodyBytes: maximumBodyBytes, seconds: seconds))
    }

    /// Answers the request without reading its body.
    public func refuse(_ response: Response) { ticket.decide(.refuse(response)) }
}

/// Passes a decision to its lane, with the same three bits as a `ReplyTicket`. Most decisions are made before `admit` returns, and most
/// handlers keep no copy of them, so the lane reuses one ticket.
final class AdmissionTicket: Sendable {
    private static let claimed: UInt8 = 1
    private static let filled: UInt8 = 2
    private static let detached: UInt8 = 4

    /// Starts as claimed, because no decision is due before `begin`.
    private let bits = Atomic<UInt8>(AdmissionTicket.claimed)
    private let mailbox: Mailbox
    // The lane writes it while it alone holds the ticket. Other threads read it only before the lane can see their decision, or after the
    // lane has detached and released the ticket.
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

    /// Called by the lane once, after `admit`. Returns the decision if it has been made; otherwise it will come by the mailbox.
    func detach() -> Admission? {
        // A load first: if the decision is already there, no second write is needed.
        if bits.load(ordering: .acquiring) & Self.filled == 0,
            bits.bitwiseOr(Self.detached, ordering: .acquiringAndReleasing).oldValue & Self.filled == 0
        {
            return nil
        }
        return admission.take()
    }
}
