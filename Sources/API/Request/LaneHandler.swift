import HTTPServer
import PersonalBudgeting

/// Answers the requests of one lane when storage lets lanes read. Each step runs at once, on the lane's own reader.
///
/// `@unchecked Sendable`: after it is made, the path is used on the lane's own queue only.
final class LaneHandler: ImmediateHandler, @unchecked Sendable {
    private let service: Service
    private let path: RequestPath

    init(_ service: Service, _ path: RequestPath) {
        self.service = service
        self.path = path
    }

    func admit(_ head: RequestHead, from remoteAddress: String) -> Admission {
        // Without a body, nothing needs a decision here; `respond` reports any fault.
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
