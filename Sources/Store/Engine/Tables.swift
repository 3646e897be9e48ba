import PersonalBudgeting

/// All tables of entities.
enum Tables {
    /// Makes every table, so that a table without a column for each field is found at the start of the program and not by a query.
    /// - Throws: `TableFault`, the first fault found.
    static func check() throws {
        if let fault = faults.first { throw fault }
    }

    static var faults: [TableFault] { all.flatMap(\.faults) }

    static var all: [any DefinedTable] {
        [
            Table<AccessKey>.accessKeys, Table<BreakGlass>.breakGlasses, Table<Deputyship>.deputyships,
            Table<HetuKeyRotation>.hetuKeyRotations, Table<NonDisclosure>.nonDisclosures, Table<Tie>.ties, Table<OrganisationUnit>.units,
            Table<User>.users, Table<UserRole>.userRoles, Table<KeyGrant>.keyGrants,
            Table<AssistantAuthorisation>.assistantAuthorisations, Table<Client>.clients, Table<ClosePerson>.closePersons,
            Table<HbAssistant>.hbAssistants, Table<Representative>.representatives,
            Table<AlternativePresented>.alternatives, Table<Case>.cases, Table<GuidanceEvent>.guidanceEvents, Table<HbChoice>.choices,
            Table<Meeting>.meetings, Table<RegionalModel>.regionalModels, Table<Suitability>.suitabilities,
            Table<AssessmentMethod>.assessmentMethods, Table<Assessment>.assessments, Table<ExerciseAgreement>.exerciseAgreements,
            Table<ExerciseResult>.exerciseResults, Table<LifePlan>.lifePlans, Table<NetworkMap>.networkMaps, Table<Statement>.statements,
            Table<WorkingNote>.workingNotes,
            Table<BudgetCalculation>.budgetCalculations, Table<CurrentService>.currentServices, Table<Price>.prices,
            Table<Provider>.providers, Table<ServiceType>.serviceTypes,
            Table<DialogueRound>.dialogueRounds, Table<PlanComment>.planComments, Table<PlanQuestion>.planQuestions,
            Table<ServicePlan>.servicePlans, Table<SupportPlan>.supportPlans,
            Table<BodyHandling>.bodyHandlings, Table<Decision>.decisions, Table<Notice>.notices,
            Table<Agreement>.agreements, Table<Budget>.budgets, Table<BudgetLine>.budgetLines, Table<Transfer>.transfers,
            Table<Actual>.actuals, Table<ServiceDataBatch>.serviceDataBatches, Table<ServiceDataItem>.serviceDataItems,
            Table<CatalogueItem>.catalogueItems, Table<ClientEffort>.clientEfforts, Table<DevelopmentIdea>.developmentIdeas,
            Table<DiaryEntry>.diaryEntries, Table<FormInstance>.formInstances, Table<FormInstrument>.formInstruments,
            Table<GroupDiscussion>.groupDiscussions, Table<MonitoringAgreement>.monitoringAgreements, Table<PeerGroup>.peerGroups,
            Table<PeerMeeting>.peerMeetings, Table<PeerMembership>.peerMemberships, Table<ResearchConsent>.researchConsents,
            Table<Review>.reviews, Table<WorkerExperience>.workerExperiences,
        ]
    }
}

/// A table with its entity erased.
protocol DefinedTable {
    var name: String { get }
    var layout: RowLayout { get }
    var faults: [TableFault] { get }
}

extension Table: DefinedTable {}
