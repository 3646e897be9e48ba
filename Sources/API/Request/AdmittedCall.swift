import HTTPServer
import JSON
import PersonalBudgeting

/// One call of an operation, as its handler sees it: the caller is let in, and to whose data.
struct AdmittedCall {
    let request: SignedInRequest
    /// The body, for what reads it without a shape.
    var document: JSONValue?
    /// Everything a use case needs.
    let work: Work
    /// What lets the caller in.
    let access: AccessDecision
    /// The client and the case that the path leads to, already found and allowed.
    let client: Client?
    let caseFile: Case?
    /// Whose data the call has touched, for the access log.
    let trail: AuditTrail

    var operation: Operation { request.operation }
    var parameters: Parameters { request.parameters }
    var query: [String: String] { request.query }
    var head: RequestHead { request.incoming.head }
    var language: Language { request.incoming.language }
    var sealer: Sealer { request.incoming.service.sealer }
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
        if let body = try request.body?.get() as? Value { return body }
        return try shape.read(document ?? .object([])).get()
    }

    /// The current value of a resource with a merge patch (RFC 7396) over it, checked like a new one; what it was before is kept for who has
    /// seen that version.
    /// - Parameter shown: the current representation, for its tag.
    /// - Throws: `Precondition.missing` (428); `Conflict` (412) when the caller has seen another version; `Faults`.
    func changed<Entity: Recorded, Value>(
        _ entity: Entity, _ current: Value, _ shape: Shape<Value>, shown: () throws -> [UInt8]
    ) throws -> Value {
        let earlier = repositories.earlierVersions
        do { try match(entity, shown: shown) } catch Precondition.stale(let version, let tag) {
            // What could not be sent anyhow is said first; a merge of it would be no help.
            _ = try patched(current, shape)
            let hidden = hiddenMembers(Entity.self)
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
