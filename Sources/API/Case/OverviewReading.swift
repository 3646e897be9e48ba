import HTTPServer
import JSON
import PersonalBudgeting

/// Reads the parts of an overview as the answers of their own operations to this caller. What the caller may not read is left out and
/// named.
struct OverviewReading {
    let call: AdmittedCall
    /// The operations whose answers the caller may not read, in the order of the parts, each once.
    private(set) var withheld: [String] = []

    init(_ call: AdmittedCall) { self.call = call }

    /// A part could not be read. The overview is complete or fails.
    private struct Unanswered: Error {
        let operation: String
        let status: Int
    }

    /// Returns the answer of an operation; nil if the caller may not read it or nothing is recorded there yet.
    /// - Throws: an error that is answered with 500, if the operation fails in another way.
    mutating func item(_ id: String, _ parameters: Parameters, _ query: [String: String] = [:]) throws -> JSONValue? {
        guard let operation = Operations.byID[id] else { throw Unanswered(operation: id, status: 404) }
        guard (try? Access.check(call.actor, operation.right)) != nil else {
            withhold(id)
            return nil
        }
        // For this form the answer carries its values as a tree, so that they need not be parsed out of its text.
        let request = SignedInRequest(
            incoming: call.request.incoming, operation: operation, parameters: parameters, query: query, form: .csv, document: nil,
            pieces: [], purpose: call.request.purpose, actor: call.actor, now: call.request.now)
        let (answer, trail) = request.answer(call.repositories)
        call.trail.withheld.formUnion(trail.withheld)
        switch answer.status {
        case 200:
            guard let tree = answer.tree else { throw Unanswered(operation: id, status: 200) }
            return tree
        case 403:
            withhold(id)
            return nil
        case 404: return nil
        default: throw Unanswered(operation: id, status: answer.status)
        }
    }

    /// Returns the items of a list; nil if the caller may not read it.
    mutating func items(_ id: String, _ parameters: Parameters, _ query: [String: String]) throws -> [JSONValue]? {
        guard case .array(let items)? = try item(id, parameters, query)?["items"] else { return nil }
        return items
    }

    /// Returns the newest item of a list; nil if there is none or the caller may not read the list.
    mutating func newest(_ id: String, _ parameters: Parameters) throws -> JSONValue? {
        try items(id, parameters, ["sort": "-createdAt", "limit": "1"])?.first
    }

    /// Returns a part that is read without an operation; nil if the caller may not call the operation that shows the same.
    mutating func part<Part>(_ id: String, of clientID: ID<Client>, _ read: () throws -> Part) throws -> Part? {
        guard let right = Operations.byID[id]?.right else { throw Unanswered(operation: id, status: 404) }
        let care = try call.repositories.clients.find(clientID)?.care
        do { _ = try Access.decide(call.work, right, of: clientID, care, in: call.request.matter) } catch is Refusal {
            withhold(id)
            return nil
        }
        return try read()
    }

    /// Returns what waits about a client, as the queue tells it to the caller; nil if the caller may not read the queue of this client.
    mutating func queue(of clientID: ID<Client>) throws -> [JSONValue]? {
        guard try part("readWorkQueue", of: clientID, { true }) != nil else { return nil }
        return try items("readWorkQueue", Parameters([]), ["clientId": "\(clientID)", "limit": "\(OverviewReading.mostWaiting)"])
    }

    /// The most items of the queue that an overview shows; the queue itself shows the rest.
    private static let mostWaiting = 50

    /// Counts the items of every list directly below the client or the case, as the caller would see them.
    mutating func counts(of subject: Operation.Subject, _ parameters: Parameters) throws -> [OverviewCount] {
        var counts: [OverviewCount] = []
        for operation in subject == .client ? OverviewReading.listsOfClient : OverviewReading.listsOfCase {
            guard case .integer(let count)? = try item(operation.id, parameters, ["limit": "1", "count": "exact"])?["total"] else {
                continue
            }
            counts.append(OverviewCount(operation: operation, parameters: parameters, count: Int(count)))
        }
        return counts
    }

    private static let listsOfClient = lists(below: "/v1/clients/{client}", about: .client)
    private static let listsOfCase = lists(below: "/v1/cases/{case}", about: .caseFile)

    private static func lists(below path: String, about subject: Operation.Subject) -> [Operation] {
        Operations.all.filter { operation in
            operation.about == subject && operation.method == .get && operation.isList && !operation.right.needsPurpose
                && operation.path.hasPrefix("\(path)/") && !operation.path.dropFirst(path.utf8.count + 1).contains("/")
                && operation.parameters.contains { $0.name == "count" } && !operation.parameters.contains { $0.isRequired }
        }
    }

    private mutating func withhold(_ id: String) { if !withheld.contains(id) { withheld.append(id) } }
}
