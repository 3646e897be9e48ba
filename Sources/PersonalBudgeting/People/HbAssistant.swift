/// A person trained to help clients with personal budgeting (HB-avustaja; S32, row 37). A county may have none.
public struct HbAssistant: Recorded {
    public static let noun = "hb_assistant"
    public var record: Record<HbAssistant>
    public var details: Details

    public struct Details: Sendable, Equatable {
        public var name: String
        public var contact: String
        public var trainedOn: CalendarDate
        public var languages: [LanguageCode]

        public init(name: String, contact: String, trainedOn: CalendarDate, languages: [LanguageCode]) {
            self.name = name
            self.contact = contact
            self.trainedOn = trainedOn
            self.languages = languages
        }
    }

    public init(record: Record<HbAssistant>, details: Details) {
        self.record = record
        self.details = details
    }
}

extension Work {
    /// Adds an assistant to the register.
    /// - Throws: `invalid` for a training after today.
    public func addAssistant(_ details: HbAssistant.Details) throws -> HbAssistant {
        try checkNotInFuture([("/trainedOn", details.trainedOn)])
        let assistant = HbAssistant(record: newRecord(), details: details)
        try insert(assistant, to: repositories.hbAssistants)
        return assistant
    }

    /// Changes the details of an assistant.
    /// - Throws: `invalid` for a training after today.
    public func changeAssistant(_ assistant: HbAssistant, _ details: HbAssistant.Details) throws -> HbAssistant {
        try checkNotInFuture([("/trainedOn", details.trainedOn)])
        var assistant = assistant
        assistant.details = details
        return try update(assistant, of: repositories.hbAssistants)
    }
}
