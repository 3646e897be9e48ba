import Foundation
import JSON
import PersonalBudgeting
import Testing

@testable import API

/// The table of rights agrees with the table of operations (A17). The initialiser of an operation requires a right.
struct RightsTableTests {
    @Test("every right is granted to a role, each role by relations that fit the role (A17)")
    func rightsAreHeld() {
        let rights = Right.all
        #expect(rights.count > 40)
        #expect(Set(rights.map(\.name)).count == rights.count)
        let fitting: [Role: Set<Relation>] = [
            .socialWorker: [.caseload, .unit, .breakGlass], .serviceCoordinator: [.caseload, .unit, .breakGlass],
            .decisionMaker: [.caseload, .unit, .agenda, .breakGlass, .extract], .bodySecretary: [.agenda, .extract], .client: [.own],
            .representative: [.mandate], .hbAssistant: [.authorisation],
        ]
        for right in rights {
            #expect(!right.grants.isEmpty, "\(right.name) is granted to no role")
            for (role, relations) in right.grants {
                #expect(!relations.isEmpty, "\(right.name) is granted to \(role) without a relation")
                #expect(relations == [.task] || relations.isSubset(of: fitting[role] ?? []), "\(right.name) of \(role): \(relations)")
            }
        }
    }

    @Test("the right of every operation is in the table, with the same grants, or the operation is open")
    func operationsNameRights() {
        for operation in Operations.all {
            if operation.right.isOpen {
                #expect(operation.right.grants.isEmpty && !operation.path.hasPrefix("/v1/"), "\(operation.id)")
                continue
            }
            let right = Right.all.first { $0.name == operation.right.name }
            #expect(right?.grants == operation.right.grants, "\(operation.id)")
        }
    }

    @Test("the extract opens the decisions of a case with their handling and notices, for reading, and nothing else (A29)")
    func extractIsSmall() {
        let read = Operations.all.filter { $0.right.grants.values.contains { $0.contains(.extract) } }
        #expect(
            read.map(\.id).sorted() == [
                "findDecision", "findHandling", "findNotice", "listDecisions", "listHandlings", "listNotices",
            ])
        for operation in read {
            #expect(operation.effect == .read && operation.isAboutClient, "\(operation.id)")
            for role in [Role.decisionMaker, .bodySecretary] { #expect(operation.right.relations(of: role).contains(.extract)) }
            for role in Set(Role.allCases).subtracting([.decisionMaker, .bodySecretary]) {
                #expect(!operation.right.relations(of: role).contains(.extract), "\(role)")
            }
        }
    }

    @Test("an earlier answer to what deciders did is given again by the extract; ties bar it as they bar the act (A16, A29, row 86)")
    func replays() {
        for operation in Operations.all {
            let (right, replayed) = (operation.right, operation.right.ofReplay)
            let isDeciding = ["makeDecision", "putDecisionOnAgenda", "dispatchDecision", "recordReceipt", "handleInBody"].contains(
                operation.id)
            #expect(replayed.isBarredByTies == right.isBarredByTies && replayed.roles == right.roles, "\(operation.id)")
            for role in Role.allCases {
                let isDecider = isDeciding && [.decisionMaker, .bodySecretary].contains(role) && right.roles.contains(role)
                let more: Set<Relation> = isDecider ? [.extract] : []
                #expect(replayed.relations(of: role) == right.relations(of: role).union(more), "\(operation.id), \(role)")
            }
        }
    }

    @Test("operations about a client need a relation to the client, except for finance, auditor and data protection officer (A17)")
    func clientsNeedRelations() {
        for operation in Operations.all where operation.isAboutClient {
            for (role, relations) in operation.right.grants where relations.contains(.task) {
                #expect([Role.finance, .auditor, .dataProtectionOfficer].contains(role), "\(role) may call \(operation.id) for any client")
            }
        }
    }
}
