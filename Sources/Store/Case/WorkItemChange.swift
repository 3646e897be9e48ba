import PersonalBudgeting

/// Which items may have to be made anew after a change.
enum WorkItemChange: Equatable {
    case ofCase(ID<Case>, Set<WorkItem.Kind>)
    /// All items of all cases of the client.
    case ofClient(ID<Client>)
    case ofActual(ID<Actual>)
}

/// An entity from which items of the work queues follow.
protocol QueuedEntity {
    /// Returns what changes when the entity is stored; nil if nothing can.
    /// - Parameter isNew: whether the entity is inserted.
    func workItemChange(isNew: Bool) -> WorkItemChange?
}

extension Case: QueuedEntity {
    func workItemChange(isNew: Bool) -> WorkItemChange? { .ofCase(id, Set(WorkItem.Kind.allCases)) }
}

extension SupportPlan: QueuedEntity {
    func workItemChange(isNew: Bool) -> WorkItemChange? { .ofCase(caseID, [.planWaitingForDialogue, .planReturned]) }
}

extension Decision: QueuedEntity {
    func workItemChange(isNew: Bool) -> WorkItemChange? {
        .ofCase(caseID, [.decisionWaiting, .decisionNotDispatched, .servicePlanMissing])
    }
}

extension ServicePlan: QueuedEntity {
    func workItemChange(isNew: Bool) -> WorkItemChange? { .ofCase(caseID, [.servicePlanMissing]) }
}

extension Budget: QueuedEntity {
    func workItemChange(isNew: Bool) -> WorkItemChange? { .ofCase(caseID, [.budgetEnding]) }
}

extension Agreement: QueuedEntity {
    func workItemChange(isNew: Bool) -> WorkItemChange? { isTrial ? .ofCase(caseID, [.trialEnding]) : nil }
}

extension Review: QueuedEntity {
    func workItemChange(isNew: Bool) -> WorkItemChange? { .ofCase(caseID, [.reviewDue]) }
}

extension Actual: QueuedEntity {
    /// Most rows of a batch are not held, and none of them was in the queue before.
    func workItemChange(isNew: Bool) -> WorkItemChange? { isNew && state != .held ? nil : .ofActual(id) }
}

extension NonDisclosure: QueuedEntity {
    func workItemChange(isNew: Bool) -> WorkItemChange? { .ofClient(clientID) }
}
