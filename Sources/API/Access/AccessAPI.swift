import JSON
import PersonalBudgeting

/// The caller's rights, and the rule that allows or denies a call.
enum AccessAPI {
    static let operations: [Operation] = [
        Operation(
            "readRights", .get, "/v1/me/rights", "List the caller's rights and the relations to a client that they need",
            tag: .identities, effect: .read, right: .signedIn, response: rights.schema
        ) { call in
            let actor = call.actor
            let held = Rights(
                role: actor.role, unitID: actor.unitID, scope: actor.scope?.sorted(),
                rights: Right.all.filter { (try? Access.check(actor, $0)) != nil }.map { Held(right: $0, role: actor.role) })
            return .value(call.masked(held), rights)
        },
        // Administrators may not learn who is a client, so the answer for another user considers the role only (A6).
        Operation(
            "explainAccess", .get, "/v1/access/explain",
            "Explain which rule allows or denies an operation. For another user, the answer considers the role only",
            tag: .identities, effect: .read, right: .signedIn,
            parameters: [
                operation.required, .id("clientId", "Explain access to this client's data; only for the caller"),
                .id("userId", "Explain for this user instead of the caller; needs the right administration"),
            ], response: explanation.schema, refusals: [.notFound, .invalid]
        ) { call in
            guard let asked = call.query["operation"].flatMap({ Operations.byID[$0] }) else {
                throw Refusal.notFound("operation")
            }
            if let userID = call.query["userId"].flatMap({ ID<User>($0) }) {
                try Access.check(call.actor, .administer)
                guard call.query["clientId"] == nil else {
                    throw Refusal(
                        .invalid,
                        LocalText(
                            fi: "asiakasta ja käyttäjää ei voi kysyä yhdessä", sv: "klient och användare kan inte anges tillsammans",
                            en: "clientId cannot be combined with userId"))
                }
                let user = try call.repositories.users.require(userID)
                if let client = user.clientID { call.trail.note(client) }
                return .value(call.masked(try explained(asked, user.actor, isValid: user.isValid(on: call.work.today))), explanation)
            }
            guard let clientID = call.query["clientId"].flatMap({ ID<Client>($0) }) else {
                return .value(call.masked(try explained(asked, call.actor, isValid: true)), explanation)
            }
            return .value(call.masked(try explained(asked, on: clientID, call)), explanation)
        },
    ]

    private static let operation = QueryParameter(
        "operation", "The operationId",
        schema: Schema([
            ("type", .string("string")), ("minLength", .integer(1)), ("maxLength", .integer(60)), ("pattern", .string("^[A-Za-z]+$")),
        ]
        )
    ) {
        (1...60).contains($0.utf8.count) && $0.utf8.allSatisfy { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
            ? nil : LocalText(fi: "täytyy olla toiminnon tunnus", sv: "måste vara en funktions identifierare", en: "must be an operationId")
    }

    /// Explains by the role and the key only.
    private static func explained(_ operation: Operation, _ actor: Actor, isValid: Bool) throws -> Explanation {
        let relations = operation.right.relations(of: actor.role)
        let rule: Rule
        if !isValid {
            rule = .userNotValid
        } else if operation.right.isOpen {
            rule = .open
        } else if relations.isEmpty {
            rule = .roleLacksRight
        } else if (try? Access.check(actor, operation.right)) == nil {
            rule = .keyLacksRight
        } else {
            rule = relations == [.task] ? .task : .dependsOnRelation
        }
        return Explanation(operation: operation, role: actor.role, rule: rule, asked: relations, held: nil)
    }

    /// Explains for a client's data. The answer is the same for a hidden client and for a client that does not exist (A18).
    private static func explained(_ operation: Operation, on clientID: ID<Client>, _ call: AdmittedCall) throws -> Explanation {
        var answer = try explained(operation, call.actor, isValid: true)
        guard answer.rule == .dependsOnRelation else {
            // A tie belongs to the caller and does not reveal whether the client exists.
            if answer.rule == .task, operation.right.isBarredByTies {
                do { try call.work.requireNoTie(to: clientID) } catch is Refusal { answer.rule = .tieDeclared }
            }
            return answer
        }
        let client = try call.repositories.clients.find(clientID)
        call.trail.lookedForClient = true
        if let client { call.trail.note(client.id) }
        do {
            answer.held = try Access.decide(call.work, operation.right, of: clientID, client?.care).relation
            call.trail.stand(to: clientID, by: answer.held)
            answer.rule = .relationHeld
        } catch let refusal as Refusal {
            call.trail.hidden.insert(clientID)
            switch refusal.code {
            case .authorisationMissing: answer.rule = .outsideMandate
            case .disqualified: answer.rule = .tieDeclared
            default: answer.rule = .relationMissing
            }
        }
        return answer
    }

    enum Rule: String, CaseIterable, Sendable {
        case open, task
        case dependsOnRelation = "depends_on_relation"
        case relationHeld = "relation_held"
        case relationMissing = "relation_missing"
        case outsideMandate = "outside_mandate"
        case tieDeclared = "tie_declared"
        case roleLacksRight = "role_lacks_right"
        case keyLacksRight = "key_lacks_right"
        case userNotValid = "user_not_valid"

        /// Nil if the answer depends on the client.
        var allows: Bool? {
            switch self {
            case .open, .task, .relationHeld: true
            case .dependsOnRelation: nil
            case .relationMissing, .outsideMandate, .tieDeclared, .roleLacksRight, .keyLacksRight, .userNotValid: false
            }
        }
    }

    private struct Explanation: NothingToMask {
        let operation: Operation
        let role: Role
        var rule: Rule
        let asked: Set<Relation>
        var held: Relation?
    }

    private struct Held: Sendable {
        let right: Right
        let relations: [Relation]
        let operations: [String]

        init(right: Right, role: Role) {
            self.right = right
            relations = right.relations(of: role).inOrder
            operations = Operations.all.filter { $0.right == right }.map(\.id)
        }
    }

    private struct Rights: NothingToMask {
        let role: Role
        let unitID: ID<OrganisationUnit>?
        let scope: [String]?
        let rights: [Held]
    }

    private static let held = View<Held>(
        "HeldRight",
        [
            ViewMember("name", .line(60)) { $0.right.name },
            ViewMember("relations", .list(.code, 0...Relation.allCases.count)) { $0.relations },
            ViewMember("barredByTies", .flag) { $0.right.isBarredByTies },
            ViewMember("operations", .list(.line(60), 0...1_000)) { $0.operations },
        ])

    private static let rights = View<Rights>(
        "Rights",
        [
            ViewMember("role", .code) { $0.role }, ViewMember("unitId", .optional(.id())) { $0.unitID },
            ViewMember("scope", .optional(.list(.line(60), 0...200))) { $0.scope },
            ViewMember("rights", view: .list(held)) { $0.rights },
        ])

    private static let explanation = View<Explanation>(
        "AccessExplanation",
        [
            ViewMember("operation", .line(60)) { $0.operation.id }, ViewMember("right", .line(60)) { $0.operation.right.name },
            ViewMember("role", .code) { $0.role }, ViewMember("allowed", .optional(.flag)) { $0.rule.allows },
            ViewMember("rule", .code) { $0.rule },
            ViewMember("relationsAsked", .list(.code, 0...Relation.allCases.count)) { $0.asked.inOrder },
            ViewMember("relationHeld", .optional(.code)) { $0.held },
        ])
}

extension Right {
    /// Every right that an operation needs, once, in the order of the operations.
    static let all: [Right] = {
        var seen: Set<String> = []
        return Operations.all.map(\.right).filter { !$0.isOpen && seen.insert($0.name).inserted }
    }()
}
