import HTTPServer
import JSON
import PersonalBudgeting

/// Builds the operations of one noun, so that every resource reads, lists, conflicts and pages the same way.
///
///     let meetings = Resource("/v1/cases/{case}/meetings", "meeting", tag: .meetings, view: MeetingAPI.view, owner: .caseFile) { $0.meetings }
///     meetings.list("listMeetings", "List the meetings of a case", right: .readCaseFile)
struct Resource<Entity: Recorded & Maskable>: Sendable {
    /// The path of the collection.
    let path: String
    /// The name of the id in the item's path.
    let parameter: String
    let tag: Tag
    let view: View<Seen<Entity>>
    let owner: Owner
    let repository: @Sendable (any Repositories) -> any Repository<Entity>
    /// The actions on an item that the caller may take. Prepared once for the call, then applied to each item.
    let actions: @Sendable (AdmittedCall) throws -> (Entity) throws -> [Action]
    /// Adds to the entities what is shown but not stored with them, with one read for all.
    var completed: @Sendable ([Entity], AdmittedCall) throws -> [Entity] = { entities, _ in entities }
    /// Checked once for the type, so that a list does not check each row.
    private let namesClient = Entity.self is any NamesClient.Type

    /// The owner of the entities.
    struct Owner: Sendable {
        /// The subject of the paths: whose data they lead to.
        let about: Operation.Subject
        /// The filter that limits a list to the owner.
        let filters: @Sendable (AdmittedCall) throws -> [Filter<Entity>]
        /// Whether the entity belongs to the owner in the path.
        let holds: @Sendable (Entity, AdmittedCall) throws -> Bool

        /// A register of the organiser, without an owner.
        static var none: Owner { Owner(about: .noOne, filters: { _ in [] }, holds: { _, _ in true }) }
    }

    init(
        _ path: String, _ parameter: String, tag: Tag, view: View<Entity>, owner: Owner,
        repository: @escaping @Sendable (any Repositories) -> any Repository<Entity>
    ) {
        self.init(path, parameter, tag: tag, seen: view.of { $0.entity }, owner: owner, repository: repository)
    }

    /// A resource that shows what depends on the day: due, overdue, valid.
    init(
        _ path: String, _ parameter: String, tag: Tag, seen view: View<Seen<Entity>>, owner: Owner,
        actions: @escaping @Sendable (AdmittedCall) throws -> (Entity) throws -> [Action] = { _ in { _ in [] } },
        repository: @escaping @Sendable (any Repositories) -> any Repository<Entity>
    ) {
        self.actions = actions
        self.path = path
        self.parameter = parameter
        self.tag = tag
        self.view = view
        self.owner = owner
        self.repository = repository
    }

    var itemPath: String { "\(path)/{\(parameter)}" }

    /// A filter of a list: a query parameter on a field.
    struct ListFilter: Sendable {
        let parameter: QueryParameter
        let field: Entity.Field
        let filter: @Sendable (Entity.Field, String) -> Filter<Entity>

        init(
            _ parameter: QueryParameter, field: Entity.Field,
            _ filter: @escaping @Sendable (Entity.Field, String) -> Filter<Entity> = { .equal($0, $1) }
        ) {
            self.parameter = parameter
            self.field = field
            self.filter = filter
        }
    }

    /// Returns the page of the entities that match all filters, oldest first by default.
    /// - Parameter sorts: the orders besides that of creation.
    /// - Parameter parameters: parameters that `visible` or `among` reads by itself, such as one that depends on the time of the call.
    /// - Parameter visible: a rule that hides rows from some callers, as a filter.
    /// - Parameter visibleClients: the clients whose rows the list shows, if it covers several clients.
    /// - Parameter isJoined: whether fronts join the list by identity (`ids`).
    /// - Parameter among: the identities that the list is limited to, found in another way than by filters; nil for any.
    func list(
        _ id: String, _ summary: String, right: Right, filters: [ListFilter] = [], sorts: [ListSort<Entity>] = [],
        parameters: [QueryParameter] = [],
        visible: @escaping @Sendable (AdmittedCall) throws -> [Filter<Entity>] = { _ in [] },
        visibleClients: @escaping @Sendable (AdmittedCall) throws -> VisibleClients = { _ in .everybody },
        isJoined: Bool = false,
        among: @escaping @Sendable (AdmittedCall) throws -> [ID<Entity>]? = { _ in nil }
    ) -> Operation {
        let isNamed = Entity.self is any Referring.Type
        let view = Page<Seen<Entity>>.view(String(id.drop { $0.isLowercase }), self.view, isNamed: isNamed)
        var accepted: [QueryParameter] = filters.map(\.parameter) + parameters
        if isJoined { accepted.append(.ids) }
        if isNamed { accepted.append(.names) }
        return Operation(
            id, .get, path, summary, tag: tag, effect: .read, right: right, kind: .list, about: owner.about,
            parameters: accepted + ListSort.parameters(sorts), response: view.schema
        ) { call in
            var conditions = try owner.filters(call) + visible(call)
            for filter in filters {
                if let value = call.query[filter.parameter.name] { conditions.append(filter.filter(filter.field, value)) }
            }
            let actions = try actions(call)
            var listed = try call.list(repository(call.repositories), conditions, sorts, in: visibleClients(call), among: among(call))
            listed.items = try completed(listed.items, call)
            var found = try listed.map { seen($0, call, try actions($0)) }
            if isNamed { found.names = try call.names(of: found.items.compactMap { $0.entity as? any Referring }) }
            return call.answer(call.masked(found), view)
        }
    }

    /// Returns an entity by its id. An entity of another owner does not exist.
    func find(
        _ id: String, _ summary: String, right: Right, visible: @escaping @Sendable (Entity, AdmittedCall) throws -> Bool = { _, _ in true }
    )
        -> Operation
    {
        Operation(id, .get, itemPath, summary, tag: tag, effect: .read, right: right, about: owner.about, response: view.schema) { call in
            let entity = try found(call)
            guard try visible(entity, call) else { throw Refusal.notFound(Entity.noun) }
            return .item(try shown(entity, call), view)
        }
    }

    /// Inserts an entity.
    func create<Input: Sendable>(
        _ id: String, _ summary: String, right: Right, _ shape: Shape<Input>, refusals: [RefusalCode] = [],
        _ make: @escaping @Sendable (AdmittedCall, Input) throws -> Entity
    ) -> Operation {
        Operation(
            id, .post, path, summary, tag: tag, effect: .create, right: right, about: owner.about, request: shape.schema,
            isBodyOptional: shape.memberNames.isEmpty, status: 201, response: view.schema,
            refusals: refusals, read: shape.reading
        ) { call in
            let entity = try make(call, try call.body(shape))
            return .created(try shown(entity, call), view, at: "\(call.head.path)/\(entity.id)")
        }
    }

    /// Changes an entity by a merge patch (RFC 7396) of the members that may be changed.
    func change<Input>(
        _ id: String, _ summary: String, right: Right, _ shape: Shape<Input>, refusals: [RefusalCode] = [],
        current: @escaping @Sendable (Entity) -> Input, _ apply: @escaping @Sendable (AdmittedCall, Entity, Input) throws -> Entity
    ) -> Operation {
        Operation(
            id, .patch, itemPath, summary, tag: tag, effect: .change, right: right, about: owner.about, request: shape.schema.asMergePatch,
            response: view.schema, refusals: refusals
        ) { call in
            let entity = try found(call)
            let changed = try call.changed(entity, as: Entity.self, current(entity), shape) { view.bytes(try shown(entity, call)) }
            return .item(try shown(try changed.map { try apply(call, entity, $0) } ?? entity, call), view)
        }
    }

    /// Gives a command with members to an entity.
    /// - Parameter name: the last segment of the path.
    private func give<Input: Sendable>(
        _ name: String, _ id: String, _ summary: String, right: Right, _ shape: Shape<Input>, refusals: [RefusalCode],
        _ apply: @escaping @Sendable (AdmittedCall, Entity, Input) throws -> Entity
    ) -> Operation {
        Operation(
            id, .post, "\(itemPath)/\(name)", summary, tag: tag, effect: .change, right: right, about: owner.about,
            request: shape.schema,
            isBodyOptional: shape.memberNames.isEmpty, response: view.schema, refusals: [.illegalTransition] + refusals, read: shape.reading
        ) { call in
            let entity = try found(call)
            try call.match(entity) { view.bytes(try shown(entity, call)) }
            return .item(try shown(try apply(call, entity, try call.body(shape)), call), view)
        }
    }

    /// Masks an item for the caller.
    func shown(_ entity: Entity, _ call: AdmittedCall) throws -> Masked<Seen<Entity>> { call.masked(try seen(entity, call)) }

    /// Returns an item on the day of the call, for a value that is masked as a whole.
    func seen(_ entity: Entity, _ call: AdmittedCall) throws -> Seen<Entity> {
        seen(try completed([entity], call).first ?? entity, call, try actions(call)(entity))
    }

    private func seen(_ entity: Entity, _ call: AdmittedCall, _ actions: [Action]) -> Seen<Entity> {
        // The path does not name the client, so the audit trail records the client here.
        if namesClient, let client = (entity as? any NamesClient)?.namedClientID { call.trail.note(client) }
        // Only the text of a held row depends on the language; a cast of every item of every list would cost more.
        let told = Entity.self == Actual.self ? (entity as? Actual)?.told(in: call.language) as? Entity ?? entity : entity
        return Seen(told, on: call.work.today, actions: actions)
    }

    /// The entity in the path.
    /// - Throws: `not_found` (404).
    func found(_ call: AdmittedCall) throws -> Entity {
        let entity = try repository(call.repositories).require(try call.id(parameter, Entity.self))
        guard try owner.holds(entity, call) else { throw Refusal.notFound(Entity.noun) }
        return entity
    }
}

extension Resource where Entity: Stateful {
    /// A resource with states, which shows the actions on each item.
    /// - Parameter commandsAt: the path of the commands, if it is not below the items of this path.
    init(
        _ path: String, _ parameter: String, tag: Tag, stateful view: View<Seen<Entity>>, owner: Owner, commandsAt: String? = nil,
        repository: @escaping @Sendable (any Repositories) -> any Repository<Entity>
    ) {
        let itemPath = commandsAt ?? "\(path)/{\(parameter)}"
        self.init(
            path, parameter, tag: tag, seen: view, owner: owner, actions: { try Commands<Entity>(at: itemPath, $0).actions },
            repository: repository)
    }

    /// Gives a command of the noun's state machine to an entity, with members.
    func command<Input: Sendable>(
        _ id: String, _ command: Entity.Command, _ summary: String, right: Right, _ shape: Shape<Input>, refusals: [RefusalCode] = [],
        _ apply: @escaping @Sendable (AdmittedCall, Entity, Input) throws -> Entity
    ) -> Operation {
        give(command.rawValue, id, summary, right: right, shape, refusals: refusals, apply)
    }
}

/// A noun with commands but without a state machine to list them. Strings name its commands. Nouns with states cannot use such names.
protocol TakesNamedCommands: Recorded {}

extension AccessKey: TakesNamedCommands {}
extension Tie: TakesNamedCommands {}
extension User: TakesNamedCommands {}
extension KeyGrant: TakesNamedCommands {}
extension Notice: TakesNamedCommands {}
extension MonitoringAgreement: TakesNamedCommands {}

extension Resource where Entity: TakesNamedCommands {
    /// Gives a command with members to an entity.
    func command<Input: Sendable>(
        _ id: String, _ command: String, _ summary: String, right: Right, _ shape: Shape<Input>, refusals: [RefusalCode] = [],
        _ apply: @escaping @Sendable (AdmittedCall, Entity, Input) throws -> Entity
    ) -> Operation {
        give(command, id, summary, right: right, shape, refusals: refusals, apply)
    }
}

extension Resource.Owner where Entity.Field: ClientField {
    /// The owner is the client in the path.
    static func client(_ get: @escaping @Sendable (Entity) -> ID<Client>) -> Resource.Owner {
        Resource.Owner(
            about: .client, filters: { [.equal(.clientID, try $0.requireClient().id)] },
            holds: { get($0) == (try $1.requireClient()).id })
    }
}

extension Resource.Owner where Entity: CaseFile {
    /// The owner is the case in the path.
    static var caseFile: Resource.Owner {
        Resource.Owner(
            about: .caseFile, filters: { [.equal(.caseID, try $0.requireCase().id)] },
            holds: { $0.caseID == (try $1.requireCase()).id })
    }
}

/// A noun that is not below a client in the path but names a client.
protocol NamesClient {
    var namedClientID: ID<Client>? { get }
}

extension BreakGlass: NamesClient { var namedClientID: ID<Client>? { clientID } }
extension Tie: NamesClient { var namedClientID: ID<Client>? { clientID } }
extension User: NamesClient { var namedClientID: ID<Client>? { clientID } }
