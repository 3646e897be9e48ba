/// The table of all operations of the service, by area. Read this first. `ContractOrder` puts them into the order that callers see.
public enum Operations {
    public static let all: [Operation] = ContractOrder.sorted(nouns)

    /// The operations of each noun.
    static let nouns: [[Operation]] =
        [Open.operations]
        + access
        + people
        + caseFiles
        + changes
        + needs
        + prices
        + plan
        + decision
        + money
        + serviceData
        + followUp
        + contract

    private static let access: [[Operation]] = [
        IdentityAPI.operations,
        DeputyshipAPI.operations,
        KeyAPI.operations,
        UserRoleAPI.operations,
        KeyGrantAPI.operations,
        AccessAPI.operations,
        BreakGlassAPI.operations,
        TieAPI.operations,
        HetuKeyAPI.operations,
        VerificationAPI.operations,
        BackupAPI.operations,
        NonDisclosureAPI.operations,
        AccessLogAPI.operations,
        SubjectReportAPI.operations,
    ]

    private static let contract: [[Operation]] = [
        CodeListAPI.operations
    ]

    private static let people: [[Operation]] = [
        ClientAPI.operations,
        ClosePersonAPI.operations,
        RepresentativeAPI.operations,
        HbAssistantAPI.operations,
        AssistantAuthorisationAPI.operations,
    ]

    private static let caseFiles: [[Operation]] = [
        CaseAPI.operations,
        ReadinessAPI.operations,
        OverviewAPI.operations,
        MeetingAPI.operations,
        IntakeAPI.operations,
        WorkQueueAPI.operations,
        GuidanceAPI.operations,
        AlternativeAPI.operations,
        SuitabilityAPI.operations,
        HbChoiceAPI.operations,
        RegionalModelAPI.operations,
        AreaAPI.operations,
    ]

    private static let changes: [[Operation]] = [
        ChangeAPI.operations,
        TimelineAPI.operations,
    ]

    private static let needs: [[Operation]] = [
        StatementAPI.operations,
        WorkingNoteAPI.operations,
        LifePlanAPI.operations,
        AssessmentMethodAPI.operations,
        AssessmentAPI.operations,
        NetworkMapAPI.operations,
        ExerciseAPI.operations,
    ]

    private static let prices: [[Operation]] = [
        ServiceTypeAPI.operations,
        PriceAPI.operations,
        ProviderAPI.operations,
        CurrentServiceAPI.operations,
        BudgetCalculationAPI.operations,
    ]

    private static let plan: [[Operation]] = [
        PlanQuestionAPI.operations,
        SupportPlanAPI.operations,
        PlanCommentAPI.operations,
        DialogueRoundAPI.operations,
        ServicePlanAPI.operations,
    ]

    private static let decision: [[Operation]] = [
        DecisionAPI.operations,
        BodyHandlingAPI.operations,
        NoticeAPI.operations,
    ]

    private static let money: [[Operation]] = [
        BudgetAPI.operations,
        LedgerAPI.operations,
        TransferAPI.operations,
        AgreementAPI.operations,
        MoneyViewAPI.operations,
    ]

    private static let serviceData: [[Operation]] = [
        ServiceDataAPI.operations
    ]

    private static let followUp: [[Operation]] = [
        MonitoringAgreementAPI.operations,
        ReviewAPI.operations,
        FormInstrumentAPI.operations,
        FormInstanceAPI.operations,
        DiaryEntryAPI.operations,
        ClientEffortAPI.operations,
        ResearchConsentAPI.operations,
        CatalogueItemAPI.operations,
        PeerGroupAPI.operations,
        PeerMembershipAPI.operations,
        PeerMeetingAPI.operations,
        GroupDiscussionAPI.operations,
        WorkerExperienceAPI.operations,
        DevelopmentIdeaAPI.operations,
    ]
}
