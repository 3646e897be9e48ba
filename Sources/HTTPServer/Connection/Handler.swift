/// Answers requests. Each lane has one instance and is the only one to call it.
public protocol Handler: Sendable {
    /// Decides, after the head and before the body, how large a body to accept, or how to answer without it. The handler calls `decide`
    /// once, now or later, from any thread. `admit` itself must not block. Until the decision the server reads nothing more from the
    /// connection and sends no 100 (Continue). The body of a refused request is not passed on. A handler that always decides at once is an
    /// `ImmediateHandler`.
    /// - Parameter remoteAddress: as in `Request`.
    func admit(_ head: RequestHead, from remoteAddress: String, decide: AdmissionDecision)

    /// Answers a whole request by calling `reply.send` once, now or later, from any thread. It must not block, because the lane serves
    /// other connections.
    func respond(to request: Request, reply: Reply)

    /// Called on the lane when it becomes idle, so that the handler can release what it keeps between requests.
    func rest()

    /// Returns the answer, for instance a problem document, to a request that could not be read or served. The server usually closes the
    /// connection after it.
    /// - Parameter head: the head of the request, or what could be read of it (`RequestHead.isPartial`); nil if it is no longer kept.
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
    /// Accept the request with a body of at most `maximumBodyBytes`; a larger body is answered 413. `seconds` replaces
    /// `Limits.handlerSeconds` for answers known to take longer.
    case accept(maximumBodyBytes: Int, seconds: Int? = nil)
    /// Answer without reading the body.
    case refuse(Response)
}
