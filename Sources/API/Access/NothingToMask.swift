import PersonalBudgeting

// The nouns of the domain without masked parts: their readers see them whole. A value that is composed for an answer declares this beside
// its view.

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

// What workers and groups say about the work, without names.
extension DevelopmentIdea: NothingToMask {}
extension GroupDiscussion: NothingToMask {}
extension WorkerExperience: NothingToMask {}

// The users of the service, and the records of who looked at what.
extension AccessKey: NothingToMask {}
extension Backup: NothingToMask {}
extension BreakGlass: NothingToMask {}
extension Deputyship: NothingToMask {}
extension HetuKeyRotation: NothingToMask {}
extension HetuKeyUse: NothingToMask {}
extension KeyGrant: NothingToMask {}
extension OrganisationUnit: NothingToMask {}
extension Tie: NothingToMask {}
extension User: NothingToMask {}
extension UserRole: NothingToMask {}

// Parts of a client's file that nobody reads by a task alone and that do not reveal where anybody is. The address in a non-disclosure order
// is a contact address, for those who care for the client (P2).
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
