import PersonalBudgeting

// The nouns of the domain of which nothing is masked: who may read one sees it whole. What an answer is put together from says so beside its view.

// Registers of the organiser and code lists of the country.
extension AssessmentMethod: NothingToMask {}
extension CatalogueItem: NothingToMask {}
extension FormCoverage: NothingToMask {}
extension FormInstrument: NothingToMask {}
extension HbAssistant: NothingToMask {}
extension MunicipalityCode: NothingToMask {}
extension PeerGroup: NothingToMask {}
extension PeerMeeting: NothingToMask {}
extension PlanQuestion: NothingToMask {}
extension Price: NothingToMask {}
extension Provider: NothingToMask {}
extension RegionalModel: NothingToMask {}
extension ServiceType: NothingToMask {}
extension WellbeingCounty: NothingToMask {}

// What workers and groups say of the work, by nobody's name.
extension DevelopmentIdea: NothingToMask {}
extension GroupDiscussion: NothingToMask {}
extension WorkerExperience: NothingToMask {}

// Who works with the service, and who looked at what.
extension AccessKey: NothingToMask {}
extension BreakGlass: NothingToMask {}
extension Deputyship: NothingToMask {}
extension HetuKeyRotation: NothingToMask {}
extension HetuKeyUse: NothingToMask {}
extension OrganisationUnit: NothingToMask {}
extension Tie: NothingToMask {}
extension User: NothingToMask {}

// Parts of a client's file that are read under rights which nobody has by a task alone, and that do not tell where anybody is. The address in an
// order of non-disclosure is one at which the client may be reached, for who cares for the client.
extension AlternativePresented: NothingToMask {}
extension Assessment: NothingToMask {}
extension AssistantAuthorisation: NothingToMask {}
extension ClientEffort: NothingToMask {}
extension DialogueRound: NothingToMask {}
extension DiaryEntry: NothingToMask {}
extension ExerciseAgreement: NothingToMask {}
extension ExerciseResult: NothingToMask {}
extension FormComparison: NothingToMask {}
extension FormInstance: NothingToMask {}
extension GoalTrend: NothingToMask {}
extension GuidanceEvent: NothingToMask {}
extension HbChoice: NothingToMask {}
extension LifePlan: NothingToMask {}
extension MonitoringAgreement: NothingToMask {}
extension NonDisclosure: NothingToMask {}
extension PeerMembership: NothingToMask {}
extension PlanChanges: NothingToMask {}
extension PlanComment: NothingToMask {}
extension ResearchConsent: NothingToMask {}
extension Review: NothingToMask {}
extension Statement: NothingToMask {}
extension Suitability: NothingToMask {}
extension SupportPlan: NothingToMask {}
extension WorkingNote: NothingToMask {}

// Sums, service types, days and states, and the purpose or the reason that is the voucher of a movement of money.
extension BudgetCalculation: NothingToMask {}
extension BudgetStatement: NothingToMask {}
extension Transfer: NothingToMask {}
extension ServiceDataBatch: NothingToMask {}
extension ServiceDataItem: NothingToMask {}
extension ServiceDataReceipt: NothingToMask {}
