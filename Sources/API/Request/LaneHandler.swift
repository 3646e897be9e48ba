import HTTPServer
import PersonalBudgeting

/// Answers the requests of one lane where storage lets lanes read: each step at once, on the lane's own reader.
///
/// `@unchecked Sendable`: the path is used on the lane's own queue only, once it is made.
final class LaneHandler: ImmediateHandler, @unchecked Sendable {
    private let service: Service
    private let path: RequestPath

    init(_ service: Service, _ path: RequestPath) {
        self.service = service
        self.path = path
    }

    func admit(_ head: RequestHead, from remoteAddress: String) -> Admission {
        // Without a body there is nothing to decide before it: `respond` says what is wrong.
        guard head.framing.hasBody else { return .accept(maximumBodyBytes: 0) }
        return path.admit(IncomingRequest(head, service), from: remoteAddress)
    }

    func respond(to request: Request, reply: Reply) {
        let incoming = IncomingRequest(request.head, service)
        guard let (operation, parameters) = RequestPath.begin(incoming, reply) else { return }
        path.respond(to: incoming, operation, parameters, request, reply)
    }

    func rest() { path.reader.rest() }

    func response(to fault: ProtocolFault, head: RequestHead?) -> Response { service.response(to: fault, head: head) }
}
