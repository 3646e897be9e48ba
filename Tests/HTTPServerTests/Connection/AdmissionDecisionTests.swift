import Dispatch
import Testing

@testable import HTTPServer

/// The handover of a decision to its lane, tested without a lane.
@Suite struct AdmissionDecisionTests {
    private let mailbox: Mailbox

    init() throws { mailbox = try Mailbox(streamBounds: StreamBounds(maximumBytes: 0, allowance: Allowance(maximum: 0))) }

    private func status(_ admission: Admission?) -> Int? {
        switch admission {
        case .refuse(let response): response.status
        case .accept(let maximum, _): maximum
        case nil: nil
        }
    }

    /// The decisions in the mailbox: the token and the status or maximum of each.
    private func letters() -> [[Int]] {
        mailbox.take().map { letter in
            guard case .admission(let token, let admission) = letter else { return [] }
            return [Int(token), status(admission) ?? 0]
        }
    }

    private func ticket(_ token: UInt64) -> AdmissionTicket {
        let ticket = AdmissionTicket(mailbox: mailbox)
        ticket.begin(token)
        return ticket
    }

    @Test func `only the first decision counts, and an immediate decision sends no letter`() {
        let ticket = ticket(7)
        let decide = AdmissionDecision(ticket: ticket)
        decide.accept(maximumBodyBytes: 5)
        decide.refuse(Response(status: 403))
        #expect(status(ticket.detach()) == 5)
        decide(.refuse(Response(status: 404)))
        #expect(letters() == [])
    }

    @Test func `a later decision sends one letter`() {
        let ticket = ticket(7)
        let decide = AdmissionDecision(ticket: ticket)
        #expect(ticket.detach() == nil)
        #expect(letters() == [])
        decide.refuse(Response(status: 403))
        decide.accept(maximumBodyBytes: 5)
        #expect(letters() == [[7, 403]])
    }

    @Test func `a decision that can no longer be made becomes a 500`() {
        var held: AdmissionTicket? = ticket(7)
        #expect(held?.detach() == nil)
        #expect(letters() == [])
        held = nil
        #expect(letters() == [[7, 500]])
    }

    @Test func `an unused or decided ticket is released without a letter`() {
        _ = AdmissionTicket(mailbox: mailbox)
        AdmissionDecision(ticket: ticket(7)).accept(maximumBodyBytes: 0)
        #expect(letters() == [])
    }

    @Test func `a ticket can be reused`() {
        let ticket = ticket(7)
        AdmissionDecision(ticket: ticket).accept(maximumBodyBytes: 1)
        #expect(status(ticket.detach()) == 1)
        ticket.begin(8)
        #expect(ticket.detach() == nil)
        AdmissionDecision(ticket: ticket).accept(maximumBodyBytes: 2)
        #expect(letters() == [[8, 2]])
    }

    @Test func `a decision arrives once, before or after the lane looks for it`() {
        for token in 1...2_000 {
            let ticket = ticket(UInt64(token))
            let decided = DispatchGroup()
            for status in [403, 404] {
                DispatchQueue.global().async(group: decided) { AdmissionDecision(ticket: ticket).refuse(Response(status: status)) }
            }
            let now = status(ticket.detach())
            decided.wait()
            let later = letters()
            guard (now == nil) == (later.count == 1), later.count <= 1 else {
                return #expect(Bool(false), "\(token): \(now ?? 0) \(later)")
            }
        }
    }
}
