import Foundation
import JSON
import PersonalBudgeting
import Testing

@testable import API

/// The table of rights holds together with that of operations. That no operation is without a right, its initialiser asks for.
struct RightsTableTests {
    @Test("every right is held by some role, each by a relation that fits the role")
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
            #expect(!right.grants.isEmpty, "nobody holds \(right.name)")
            for (role, relations) in right.grants {
                #expect(!relations.isEmpty, "\(right.name) asks nothing of \(role)")
                #expect(relations == [.task] || relations.isSubset(of: fitting[role] ?? []), "\(right.name) of \(role): \(relations)")
            }
        }
    }

    @Test("every operation's right is one of the table, or needs no token; the rights of one name are one")
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

    @Test("what leads to one client is by a relation to that client, except for who looks after money, decisions and logs")
    func clientsNeedRelations() {
        for operation in Operations.all where operation.isAboutClient {
            for (role, relations) in operation.right.grants where relations.contains(.task) {
                #expect([Role.finance, .auditor, .dataProtectionOfficer].contains(role), "\(role) may \(operation.id), whoever the client")
            }
        }
    }
}
