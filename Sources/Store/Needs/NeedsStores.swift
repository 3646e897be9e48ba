import PersonalBudgeting

extension UnitOfWork: NeedsRepositories {
    var statements: any Repository<Statement> { table(.statements) }
    var workingNotes: any Repository<WorkingNote> { table(.workingNotes) }
    var lifePlans: any Repository<LifePlan> { table(.lifePlans) }
    var assessmentMethods: any Repository<AssessmentMethod> { table(.assessmentMethods) }
    var assessments: any Repository<Assessment> { table(.assessments) }
    var networkMaps: any Repository<NetworkMap> { table(.networkMaps) }
    var exerciseAgreements: any Repository<ExerciseAgreement> { table(.exerciseAgreements) }
    var exerciseResults: any Repository<ExerciseResult> { table(.exerciseResults) }
}
