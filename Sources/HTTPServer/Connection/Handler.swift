/// What answers requests: one instance per lane, called on that lane alone.
public protocol Handler: Sendable {
    /// After the head and before the body: says how large a body is wanted, or answers at once. A refused request's body is not handed on,
    /// and no 100 (Continue) is sent.
    /// - Parameter remoteAddress: as in `Request`.
    func admit(_ head: RequestHead, from remoteAddress: String) -> Admission

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

/// The decision about a head.
public enum Admission: Sendable {
    /// The request is wanted, with a body of at most so many octets; a larger one is answered 413. `seconds` replaces `Limits.handlerSeconds`
    /// where the answer is known to take longer.
    case accept(maximumBodyBytes: Int, seconds: Int? = nil)
    /// The answer is known without the body.
    case refuse(Response)
}
