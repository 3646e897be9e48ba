/// What answers requests: one instance per lane, called on that lane alone.
public protocol Handler: Sendable {
    /// After the head and before the body: decides how large a body is wanted, or what the answer is without it. `decide` is called once,
    /// now or later, from any thread; this must not block. Until then nothing more of the connection is read, and no 100 (Continue) is sent.
    /// A refused request's body is not handed on. A handler that always decides at once is an `ImmediateHandler`.
    /// - Parameter remoteAddress: as in `Request`.
    func admit(_ head: RequestHead, from remoteAddress: String, decide: AdmissionDecision)

    /// Answers a whole request: `reply.send` once, now or later, from any thread. It must not block: the lane serves others meanwhile.
    func respond(to request: Request, reply: Reply)

    /// Called on the lane when it has nothing to do: what is kept from request to request in the hope of the next can go.
    func rest()

    /// The answer, for instance a problem document, to a request that could not be read or served. The server mostly closes the connection
    /// after it.
    /// - Parameter head: the request's, where it was read and is still at hand.
    func response(to fault: ProtocolFault, head: RequestHead?) -> Response
}

extension Handler {
    public func rest() {}
}

/// A handler that decides about every head at once.
public protocol ImmediateHandler: Handler {
    /// Decides as `Handler.admit` does.
    func admit(_ head: RequestHead, from remoteAddress: String) -> Admission
}

extension ImmediateHandler {
    public func admit(_ head: RequestHead, from remoteAddress: String, decide: AdmissionDecision) {
        decide(admit(head, from: remoteAddress))
    }
}

/// The decision about a head.
public enum Admission: Sendable {
    /// The request is wanted, with a body of at most so many octets; a larger one is answered 413. `seconds` replaces `Limits.handlerSeconds`
    /// where the answer is known to take longer.
    case accept(maximumBodyBytes: Int, seconds: Int? = nil)
    /// The answer is known without the body.
    case refuse(Response)
}
