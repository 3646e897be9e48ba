import HTTPServer
import PersonalBudgeting

/// Answers the requests of a lane when storage does not let lanes read. Steps that read storage go to a queue, and the lane continues. The
/// handler has no reader, so it cannot read on the lane.
final class QueueHandler: Handler {
    private let service: Service
    private let queues: ReadingQueues

    init(_ service: Service, _ queues: ReadingQueues) {
        self.service = service
        self.queues = queues
    }

    func admit(_ head: RequestHead, from remoteAddress: String, decide: AdmissionDecision) {
        // Without a body, nothing needs a decision here; `respond` reports any fault.
        guard head.framing.hasBody else { return decide.accept(maximumBodyBytes: 0) }
        let incoming = IncomingRequest(head, service)
        queues.run { path in decide(path.admit(incoming, from: remoteAddress)) }
    }

    func respond(to request: Request, reply: Reply) {
        let incoming = IncomingRequest(request.head, service)
        guard let (operation, parameters) = RequestPath.begin(incoming, reply) else { return }
        queues.run { path in path.respond(to: incoming, operation, parameters, request, reply) }
    }

    func response(to fault: ProtocolFault, head: RequestHead?) -> Response { service.response(to: fault, head: head) }
}
