/// Information or guidance (palveluohjaus) given to the client or to close persons (S6, row 7).
public struct GuidanceEvent: CaseFile {
    public static let noun = "guidance_event"
    public enum Field: CaseFileField { case caseID, recipient, givenOn }
    public var record: Record<GuidanceEvent>
    public let caseID: ID<Case>
    public let details: Details

    /// The recipient of the guidance.
    public enum Recipient: String, CaseIterable, Sendable {
        case client
        case closePerson = "close_person"
        case network
    }

    public struct Details: Sendable, Equatable {
        /// The topic, such as the services, the budget or the follow-up.
        public var topic: String
        public var recipient: Recipient
        public var givenOn: CalendarDate
        /// Links to the material that was handed out or shown.
        public var materials: [WebLink]

        public init(topic: String, recipient: Recipient, givenOn: CalendarDate, materials: [WebLink]) {
            self.topic = topic
            self.recipient = recipient
            self.givenOn = givenOn
            self.materials = materials
        }
    }

    public init(record: Record<GuidanceEvent>, caseID: ID<Case>, details: Details) {
        self.record = record
        self.caseID = caseID
        self.details = details
    }
}

extension Work {
    /// Records guidance that was given (S6, row 7).
    /// - Throws: `case_closed`; `invalid` for a day after today.
    public func addGuidance(_ details: GuidanceEvent.Details, to caseFile: Case) throws -> GuidanceEvent {
        try caseFile.requireOpen()
        try checkNotInFuture([("/at", details.givenOn)])
        let event = GuidanceEvent(record: newRecord(), caseID: caseFile.id, details: details)
        try insert(event, in: caseFile, to: repositories.guidanceEvents)
        return event
    }
}
