import Synchronization

/// The one answer to one request. A second `send` is ignored. If the last copy is released without `send` or `stream`, the answer is 500.
public struct Reply: Sendable {
    let ticket: ReplyTicket

    /// Hands the answer to the connection's lane, from any thread. Called during `respond` on the lane itself, it takes no lock.
    public func send(_ response: Response) { ticket.send(response) }

    /// Begins an answer that is sent in pieces, from any thread. The body of `head` is not sent. If the request is already answered, the
    /// stream is gone at once.
    /// - Parameter request: passed to `Handler.response(to:head:)` when too many answers stream.
    public func stream(_ head: Response, to request: RequestHead? = nil) -> AnswerStream { ticket.stream(head, to: request) }
}

/// Passes a reply to its lane. Three bits decide without a lock who carries the answer. The lane takes an answer that is there before
/// `respond` returns; otherwise the sender posts it to the lane's mailbox.
final class ReplyTicket: Sendable {
    private static let claimed: UInt8 = 1
    private static let filled: UInt8 = 2
    private static let detached: UInt8 = 4

    private let bits = Atomic<UInt8>(0)
    private let mailbox: Mailbox
    private let token: UInt64
    /// Kept until the last copy of the reply is released, because the handler may use the body until then.
    private let share: Share?
    // Written once, by the one caller that set `claimed`, before `filled` is released; read only after `filled` is acquired.
    nonisolated(unsafe) private var response: Response?

    init(mailbox: Mailbox, token: UInt64, share: Share?) {
        self.share = share
        self.mailbox = mailbox
        self.token = token
    }

    deinit {
        if bits.load(ordering: .acquiring) & Self.claimed == 0 { mailbox.post(.reply(token, Response(status: 500))) }
    }

    func send(_ answer: Response) {
        guard bits.bitwiseOr(Self.claimed, ordering: .acquiringAndReleasing).oldValue & Self.claimed == 0 else { return }
        response = answer
        if bits.bitwiseOr(Self.filled, ordering: .acquiringAndReleasing).oldValue & Self.detached != 0 {
            mailbox.post(.reply(token, answer))
        }
    }

    /// The head goes by the mailbox even from the lane itself, so that whole answers need no check for a stream.
    func stream(_ head: Response, to request: RequestHead?) -> AnswerStream {
        let stream = StreamTicket(mailbox: mailbox, token: token, request: request)
        if bits.bitwiseOr(Self.claimed, ordering: .acquiringAndReleasing).oldValue & Self.claimed == 0 {
            mailbox.post(.begin(head, stream))
        } else {
            stream.tell(.gone)
        }
        return AnswerStream(stream)
    }

    /// Called by the lane once, after `respond`. Returns the answer if it has been sent; otherwise it will come by the mailbox.
    func detach() -> Response? {
        guard bits.bitwiseOr(Self.detached, ordering: .acquiringAndReleasing).oldValue & Self.filled != 0 else { return nil }
        return response.take()
    }
}
