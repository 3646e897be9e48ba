/// THE table: every operation of the service. Read this first.
public enum Operations {
    public static let all: [Operation] =
        Open.operations
        + IdentityAPI.operations
        + DeputyshipAPI.operations
        + KeyAPI.operations
        + AccessAPI.operations
        + BreakGlassAPI.operations
        + TieAPI.operations
        + HetuKeyAPI.operations
        + ClientAPI.operations
        + NonDisclosureAPI.operations
        + ClosePersonAPI.operations
        + RepresentativeAPI.operations
        + CaseAPI.operations
        + ReadinessAPI.operations
        + MeetingAPI.operations
        + IntakeAPI.operations
        + ChangeAPI.operations
        + TimelineAPI.operations
        + AccessLogAPI.operations
        + SubjectReportAPI.operations
        + WorkQueueAPI.operations
        + needs
        + planning
        + RegionalModelAPI.operations
        + prices
        + money
        + followUp

    /// Guidance, alternatives and the choice; needs and assessments.
    private static let needs: [Operation] =
        GuidanceAPI.operations
        + AlternativeAPI.operations
        + SuitabilityAPI.operations
        + HbChoiceAPI.operations
        + StatementAPI.operations
        + WorkingNoteAPI.operations
        + LifePlanAPI.operations
        + AssessmentMethodAPI.operations
        + AssessmentAPI.operations
        + NetworkMapAPI.operations
        + ExerciseAPI.operations

    /// Services and what they cost; the money value worked out of that; the areas.
    private static let prices: [Operation] =
        ServiceTypeAPI.operations
        + PriceAPI.operations
        + ProviderAPI.operations
        + CurrentServiceAPI.operations
        + BudgetCalculationAPI.operations
        + AreaAPI.operations

    /// Budgets and their ledger, what is bought with them, what was delivered.
    private static let money: [Operation] =
        BudgetAPI.operations
        + LedgerAPI.operations
        + TransferAPI.operations
        + AgreementAPI.operations
        + ServiceDataAPI.operations
        + MoneyViewAPI.operations

    /// The support plan, the dialogue, the decision and the service plan.
    private static let planning: [Operation] =
        PlanQuestionAPI.operations
        + SupportPlanAPI.operations
        + PlanCommentAPI.operations
        + DialogueRoundAPI.operations
        + DecisionAPI.operations
        + BodyHandlingAPI.operations
        + NoticeAPI.operations
        + ServicePlanAPI.operations

    /// Monitoring, reviews and forms; what stands beside the process.
    private static let followUp: [Operation] =
        MonitoringAgreementAPI.operations
        + ReviewAPI.operations
        + FormInstrumentAPI.operations
        + FormInstanceAPI.operations
        + DiaryEntryAPI.operations
        + ClientEffortAPI.operations
        + ResearchConsentAPI.operations
        + CatalogueItemAPI.operations
        + HbAssistantAPI.operations
        + AssistantAuthorisationAPI.operations
        + PeerGroupAPI.operations
        + PeerMembershipAPI.operations
        + PeerMeetingAPI.operations
        + GroupDiscussionAPI.operations
        + WorkerExperienceAPI.operations
        + DevelopmentIdeaAPI.operations
}
