/// The order of the operations in the document and in every answer that lists operations or rights. Callers see this order, so it stays
/// when a noun moves to another area.
enum ContractOrder {
    /// The first operation of each noun, in order. The nouns that are not listed follow after these, in the order of the areas.
    static let nouns: [String] = [
        "health", "me", "listDeputyships", "listKeys", "readRights", "breakGlass", "listTies", "readHetuKeys", "registerClient",
        "findNonDisclosure", "listClosePersons", "listRepresentatives", "openCase", "readReadiness", "readCaseOverview", "listMeetings",
        "takeIntake",
        "listChanges", "readTimeline", "readAccessLog", "readSubjectReport", "readWorkQueue", "listGuidanceEvents", "listAlternatives",
        "findSuitability", "listChoices", "listStatements", "listWorkingNotes", "listLifePlans", "listAssessmentMethods",
        "listAssessments", "listNetworkMaps", "listExerciseAgreements", "listPlanQuestions", "listSupportPlans", "listPlanComments",
        "listDialogueRounds", "listDecisions", "listHandlings", "listNotices", "listServicePlans", "listRegionalModels",
        "listServiceTypes", "listPrices", "listProviders", "listCurrentServices", "listBudgetCalculations", "listMunicipalities",
        "listBudgets", "listLedgerEntries", "listTransfers", "listAgreements", "pushServiceData", "readMoneyView",
        "listMonitoringAgreements", "listReviews", "listFormInstruments", "listForms", "listDiaryEntries", "listEfforts",
        "listResearchConsents", "listCatalogueItems", "listHbAssistants", "listAssistantAuthorisations", "listPeerGroups",
        "listPeerMemberships", "listPeerMeetings", "listGroupDiscussions", "listWorkerExperiences", "listDevelopmentIdeas",
        "listBackups", "listUserRoles", "listKeyGrants", "readCodeLists",
    ]

    /// Returns the operations of these nouns in the order of the contract.
    static func sorted(_ nouns: [[Operation]]) -> [Operation] {
        var ranks: [String: Int] = [:]
        for (rank, id) in ContractOrder.nouns.enumerated() { ranks[id] = rank }
        let ranked = nouns.enumerated().map { (offset, operations) in
            (rank: operations.first.flatMap { ranks[$0.id] } ?? ContractOrder.nouns.count + offset, operations: operations)
        }
        return ranked.sorted { $0.rank < $1.rank }.flatMap { $0.operations }
    }
}
