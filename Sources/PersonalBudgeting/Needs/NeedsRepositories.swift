/// From the first guidance to the client's choice, and what is found out about needs on the way (domain.md, S3 to S14).
public protocol NeedsRepositories {
    var representatives: any Repository<Representative> { get }
    var guidanceEvents: any Repository<GuidanceEvent> { get }
    var alternatives: any Repository<AlternativePresented> { get }
    var suitabilities: any Repository<Suitability> { get }
    var choices: any Repository<HbChoice> { get }
    var statements: any Repository<Statement> { get }
    var workingNotes: any Repository<WorkingNote> { get }
    var lifePlans: any Repository<LifePlan> { get }
    var assessmentMethods: any Repository<AssessmentMethod> { get }
    var assessments: any Repository<Assessment> { get }
    var networkMaps: any Repository<NetworkMap> { get }
    var exerciseAgreements: any Repository<ExerciseAgreement> { get }
    var exerciseResults: any Repository<ExerciseResult> { get }
}
