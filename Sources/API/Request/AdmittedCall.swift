import HTTPServer
import JSON
import PersonalBudgeting

/// One call of an operation, as its handler gets it. The caller and the access to the client's data have been checked.
struct AdmittedCall {
    let request: SignedInRequest
    /// The body, for handlers that read it without a shape.
    var document: JSONValue?
    /// Everything a use case needs.
    let work: Work
    /// The decision that let the caller in.
    let access: AccessDecision
    /// The client and the case of the path, already found and allowed.
    let client: Client?
    let caseFile: Case?
    /// The clients whose data the call has touched, for the access log.
    let trail: AuditTrail

    var operation: Operation { request.operation }
    var parameters: Parameters { request.parameters }
    var query: [String: String] { request.query }
    var head: RequestHead { request.incoming.head }
    var language: Language { request.incoming.language }
    var sealer: Sealer { request.incoming.service.sealer }
    var repositories: any Repositories { work.repositories }
    var actor: Actor { work.actor }

    /// Returns the client of the path.
    /// - Throws: `Refusal.notFound` (404).
    func requireClient() throws -> Client {
        guard let client else { throw Refusal.notFound(Client.noun) }
        return client
    }

    /// Returns the case of the path.
    /// - Throws: `Refusal.notFound` (404).
    func requireCase() throws -> Case {
        guard let caseFile else { throw Refusal.notFound(Case.noun) }
        return caseFile
    }

    /// Returns an identity of the path.
    /// - Throws: `Refusal.notFound` (404) when the text is not a UUID, since no such entity exists.
    func id<Entity: Recorded>(_ name: String, _ type: Entity.Type = Entity.self) throws -> ID<Entity> {
        guard let text = parameters[name], let id = ID<Entity>(text) else { throw Refusal.notFound(Entity.noun) }
        return id
    }

    /// Reads the body by its shape and collects all faults.
    /// - Throws: `Faults`.
    func body<Value>(_ shape: Shape<Value>) throws -> Value {
        if let body = try request.body?.get() as? Value { return body }
        return try shape.read(document ?? .object([])).get()
    }

    /// Applies a merge patch (RFC 7396) to the current value of a resource and checks the result like a new value (row 86). The previous
    /// members are kept for callers who have seen that version.
    /// - Parameters:
    ///   - type: the type it is shown as, which decides what is hidden from the caller.
    ///   - shown: the current representation, for its tag.
    /// - Returns: the new value; nil if the patch changes nothing. Then there is no new version, and nothing to tell in the feed.
    /// - Throws: `Precondition.missing` (428); `Conflict` (412) when the caller has seen another version; `Faults`.
    func changed<Entity: Recorded, Value, Shown: Maskable>(
        _ entity: Entity, as type: Shown.Type, _ current: Value, _ shape: Shape<Value>, shown: () throws -> [UInt8]
    ) throws -> Value? {
        let earlier = repositories.earlierVersions
        do { try match(entity, shown: shown) } catch Precondition.stale(let version, let tag) {
            // Reports faults of the patch first: a merge would not help a patch that cannot be sent at all.
            _ = try patched(current, shape)
            let hidden = hiddenMembers(of: type)
            let theirs = shape.tree(current).without(hidden)
            var base: JSONValue?
            if let seen = EntityTag.versions(head.headers.all("if-match")).max(), seen < version, version - seen < EarlierVersions.kept {
                base =
                    try earlier.find(noun: Entity.noun, id: "\(entity.id)", from: seen).map { try JSONReader.read($0).without(hidden) }
                    ?? theirs
            }
            // A caller cannot merge members it may not see, so no merge is offered if the patch has any.
            let patch = document ?? .object([])
            throw Conflict(tag: tag ?? "", version: version, base: patch.hasAny(hidden) ? nil : base, patch: patch, theirs: theirs)
        }
        let value = try patched(current, shape)
        let tree = shape.tree(current)
        if tree.mergePatched(with: document ?? .object([])).withoutNulls == tree.withoutNulls { return nil }
        var writer = JSONWriter()
        shape.write(current, to: &writer)
        try earlier.keep(noun: Entity.noun, id: "\(entity.id)", version: entity.record.version, members: writer.bytes)
        return value
    }

    /// Applies a merge patch (RFC 7396) to the current value and checks the result like a new value.
    /// - Throws: `Faults`.
    private func patched<Value>(_ current: Value, _ shape: Shape<Value>) throws -> Value {
        guard let document, case .object(let members) = document else {
            throw Faults([
                Fault(
                    pointer: "", code: "wrong_type",
                    detail: LocalText(fi: "täytyy olla olio", sv: "måste vara ett objekt", en: "must be an object"))
            ])
        }
        // A patch may not repeat a member or name an unknown one. Members it leaves out stay, and null removes a member.
        var seen: Set<String> = []
        for member in members where !seen.insert(member.name).inserted {
            throw Faults([Fault(pointer: "/\(pointerToken(member.name))", code: "duplicate_member", detail: .occursTwice)])
        }
        let known = shape.memberNames
        let unknown = members.filter { !known.contains($0.name) }
        if !unknown.isEmpty {
            throw Faults(
                unknown.map {
                    Fault(
                        pointer: "/\(pointerToken($0.name))", code: "unknown_member",
                        detail: LocalText(
                            fi: "tietoa ei voi muuttaa tässä; muutettavat tiedot ovat rajapinnan kuvauksessa",
                            sv: "uppgiften kan inte ändras här; de som kan ändras finns i gränssnittets beskrivning",
                            en: "cannot be changed here; can be: \(known.joined(separator: ", "))"))
                })
        }
        return try shape.read(shape.tree(current).mergePatched(with: document)).get()
    }

    /// Like `match` below, for an entity that may not exist. If it does not exist, the caller has seen no version of it.
    /// - Throws: `Precondition.missing` (428) or `Precondition.stale` (412).
    func match<Entity: Recorded>(_ entity: Entity?, shown: (Entity) throws -> [UInt8]) throws {
        if let entity { return try match(entity) { try shown(entity) } }
        // RFC 9110, 13.1.1: a precondition on something that does not exist fails.
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
