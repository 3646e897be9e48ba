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
            .decisionMaker: [.caseload, .unit, .agenda, .breakGlass], .bodySecretary: [.agenda], .client: [.own],
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

    @Test("operations about a client need a relation to the client, except for finance, auditor and data protection officer (A17)")
    func clientsNeedRelations() {
        for operation in Operations.all where operation.isAboutClient {
            for (role, relations) in operation.right.grants where relations.contains(.task) {
                #expect([Role.finance, .auditor, .dataProtectionOfficer].contains(role), "\(role) may call \(operation.id) for any client")
            }
        }
    }
}
