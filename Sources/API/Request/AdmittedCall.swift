import HTTPServer
import JSON
import PersonalBudgeting

/// One call of an operation, as its handler sees it.
struct AdmittedCall {
    let run: SignedInRequest
    let document: JSONValue?
    let work: Work
    /// What lets the caller in.
    let access: AccessDecision
    /// The client and the case that the path leads to, already found and allowed.
    let client: Client?
    let caseFile: Case?
    /// Whose data the call has touched, for the access log.
    let trail: AuditTrail

    var operation: Operation { run.operation }
    var parameters: Parameters { run.parameters }
    var query: [String: String] { run.query }
    var head: RequestHead { run.exchange.head }
    var pieces: [[UInt8]] { run.pieces }
    var requestID: String { run.exchange.requestID }
    var language: Language { run.exchange.language }
    var sealer: Sealer { run.exchange.service.sealer }
    var repositories: any Repositories { work.repositories }
    var actor: Actor { work.actor }

    /// The client of the path.
    func requireClient() throws -> Client {
        guard let client else { throw Refusal.notFound(Client.noun) }
        return client
    }

    /// The case of the path.
    func requireCase() throws -> Case {
        guard let caseFile else { throw Refusal.notFound(Case.noun) }
        return caseFile
    }

    /// An identity of the path; one that is no UUID is one that does not exist.
    func id<Entity: Recorded>(_ name: String, _ type: Entity.Type = Entity.self) throws -> ID<Entity> {
        guard let text = parameters[name], let id = ID<Entity>(text) else { throw Refusal.notFound(Entity.noun) }
        return id
    }

    /// The body, read by its shape: all faults at once.
    func body<Value>(_ shape: Shape<Value>) throws -> Value {
        if let body = try run.body?.get() as? Value { return body }
        return try shape.read(document ?? .object([])).get()
    }

    /// The current value of a resource with a merge patch (RFC 7396) over it, checked like a new one; what it was before is kept for who has
    /// seen that version.
    /// - Parameters:
    ///   - type: what it is shown as, which says what of it the caller does not see.
    ///   - shown: the current representation, for its tag.
    /// - Throws: `Precondition.missing` (428); `Conflict` (412) when the caller has seen another version; `Faults`.
    func changed<Entity: Recorded, Value, Shown: Maskable>(
        _ entity: Entity, as type: Shown.Type, _ current: Value, _ shape: Shape<Value>, shown: () throws -> [UInt8]
    ) throws -> Value {
        let earlier = repositories.earlierVersions
        do { try match(entity, shown: shown) } catch Precondition.stale(let version, let tag) {
            // What could not be sent anyhow is told first; a merge of it would be no help.
            _ = try patched(current, shape)
            let hidden = hiddenMembers(of: type)
            let theirs = shape.tree(current).without(hidden)
            var base: JSONValue?
            if let seen = EntityTag.versions(head.headers.all("if-match")).max(), seen < version, version - seen < EarlierVersions.kept {
                base =
                    try earlier.find(noun: Entity.noun, id: "\(entity.id)", from: seen).map { try JSONReader.read($0).without(hidden) }
                    ?? theirs
            }
            // What the caller may not see cannot be merged: nothing is offered then.
            let patch = document ?? .object([])
            throw Conflict(tag: tag ?? "", version: version, base: patch.hasAny(hidden) ? nil : base, patch: patch, theirs: theirs)
        }
        let value = try patched(current, shape)
        var writer = JSONWriter()
        shape.write(current, to: &writer)
        try earlier.keep(noun: Entity.noun, id: "\(entity.id)", version: entity.record.version, members: writer.bytes)
        return value
    }

    /// The current value with a merge patch (RFC 7396) over it, checked like a new one.
    private func patched<Value>(_ current: Value, _ shape: Shape<Value>) throws -> Value {
        guard let document, case .object(let members) = document else {
            throw Faults([Fault(pointer: "", code: "wrong_type", detail: "must be an object")])
        }
        // A patch may not repeat a member or name an unknown one; what it leaves out stays, null takes away.
        var seen: Set<String> = []
        for member in members where !seen.insert(member.name).inserted {
            throw Faults([Fault(pointer: "/\(pointerToken(member.name))", code: "duplicate_member", detail: "stands twice")])
        }
        let known = shape.memberNames
        let unknown = members.filter { !known.contains($0.name) }
        if !unknown.isEmpty {
            throw Faults(
                unknown.map {
                    Fault(
                        pointer: "/\(pointerToken($0.name))", code: "unknown_member",
                        detail: "cannot be changed here; can be: \(known.joined(separator: ", "))")
                })
        }
        return try shape.read(shape.tree(current).mergePatched(with: document)).get()
    }

    /// The same of what may not be there yet: then no version can have been seen.
    func match<Entity: Recorded>(_ entity: Entity?, shown: (Entity) throws -> [UInt8]) throws {
        if let entity { return try match(entity) { try shown(entity) } }
        // RFC 9110, 13.1.1: a precondition on what does not exist is not met.
        if head.headers.contains("if-match") { throw Precondition.stale(current: 0) }
    }

    /// Refuses unless the caller named the version it saw.
    /// - Parameter shown: the current representation, for its tag.
    /// - Throws: `Precondition.missing` (428) or `Precondition.stale` (412).
    func match<Entity: Recorded>(_ entity: Entity, shown: () throws -> [UInt8]) throws {
        do { try EntityTag.check(head.headers.all("if-match"), version: entity.record.version) } catch Precondition.stale(let version, _) {
            throw Precondition.stale(current: version, tag: EntityTag.make(version: version, body: try shown()))
        }
    }
}

/// The clients whose data one call has touched. One call runs on one queue; nobody else holds its trail.
final class AuditTrail {
    /// Each once, in the order of the first touch.
    private(set) var clients: [ID<Client>] = []
    /// The case, when it was one and the same all along.
    private(set) var caseID: ID<Case>?
    /// On what the look at each of `clients` rested.
    private var grounds: [AccessGround] = []
    /// The client whose data the caller was last found to reach: most calls touch one.
    var allowed: ID<Client>?
    /// Set where nothing was done, or was done before.
    var manner: AccessEntry.Manner?
    /// The members of bodies that were not shown as they are (`Withheld`).
    var withheld: Set<String> = []
    /// Of a list: whose file the caller has opened with a reason, and has no other part in.
    var opened: [ID<Client>] = []
    /// Whether the call asked about a client, who may be none: on record either way, or the time of the answer would tell which it was.
    var lookedForClient = false
    /// Those of `clients` of whom the caller was told nothing.
    var hidden: Set<ID<Client>> = []
    /// The places of `clients`, when they are too many to be looked through: a page has fifty, a batch of service data may touch thousands.
    private var places: [ID<Client>: Int] = [:]

    private static let fewest = 64

    func note(_ client: ID<Client>, _ caseID: ID<Case>? = nil) {
        if clients.isEmpty { self.caseID = caseID } else if self.caseID != caseID { self.caseID = nil }
        if place(of: client) != nil { return }
        if clients.count >= AuditTrail.fewest { places[client] = clients.count }
        clients.append(client)
        grounds.append(.role)
    }

    /// Says how the caller was found to stand to a client whose data was touched.
    func stand(to client: ID<Client>, by relation: Relation?) {
        if let relation, let place = place(of: client) { grounds[place] = .relation(relation) }
    }

    /// On what each look rested, in the order of `clients`.
    /// - Parameters:
    ///   - isRefused: whether the call was; then who was not found to stand in any way was told nothing.
    ///   - isByTask: whether the right asks for no more than the task of the role.
    func grounds(isRefused: Bool, isByTask: Bool) -> [AccessGround] {
        clients.indices.map { place in
            let client = clients[place]
            if hidden.contains(client) { return .nothing }
            guard grounds[place] == .role else { return grounds[place] }
            return isRefused ? .nothing : opened.contains(client) ? .relation(.breakGlass) : isByTask ? .relation(.task) : .role
        }
    }

    private func place(of client: ID<Client>) -> Int? {
        if client == clients.last { return clients.count - 1 }
        if clients.count < AuditTrail.fewest { return clients.firstIndex(of: client) }
        if places.isEmpty { for (place, client) in clients.enumerated() { places[client] = place } }
        return places[client]
    }
}

/// The languages of titles, labels and documents.
enum Language: String, CaseIterable, Sendable {
    case fi, sv, en

    /// The first acceptable one of `Accept-Language` (RFC 9110, 12.5.4), Finnish when none fits.
    static func accepted(_ header: String?) -> Language {
        guard let header else { return .fi }
        var best: (Language, Int) = (.fi, 0)
        for part in header.split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let tag = pieces.first?.lowercased().prefix(2), let language = Language(rawValue: String(tag)) else { continue }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.map { thousandths($0.dropFirst(2)) } ?? 1000
            if weight > best.1 { best = (language, weight) }
        }
        return best.0
    }

    /// A weight of RFC 9110, 12.4.2 in thousandths; 0 when it is none.
    static func thousandths(_ text: Substring) -> Int {
        if text.hasPrefix("1") { return 1000 }
        guard text.hasPrefix("0.") else { return 0 }
        let digits = text.dropFirst(2).prefix(3)
        return (plainNumber(String(digits)) ?? 0) * [1, 100, 10, 1][min(digits.count, 3)]
    }

    func choose(_ text: LocalText) -> String {
        switch self {
        case .fi: text.fi
        case .sv: text.sv
        case .en: text.en
        }
    }
}
