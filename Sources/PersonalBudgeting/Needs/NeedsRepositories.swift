/// The repositories of the client's own words and of the findings about the client's needs.
public protocol NeedsRepositories {
    var statements: any Repository<Statement> { get }
    var workingNotes: any Repository<WorkingNote> { get }
    var lifePlans: any Repository<LifePlan> { get }
    var assessmentMethods: any Repository<AssessmentMethod> { get }
    var assessments: any Repository<Assessment> { get }
    var networkMaps: any Repository<NetworkMap> { get }
    var exerciseAgreements: any Repository<ExerciseAgreement> { get }
    var exerciseResults: any Repository<ExerciseResult> { get }
}
