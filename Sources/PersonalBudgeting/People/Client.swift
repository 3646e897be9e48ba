/// A person whose services the organiser arranges (asiakas; row 1). Even the fact that a person is a client is secret (ATL 4 §).
public struct Client: Recorded {
    public static let noun = "client"
    public enum Field: ListField { case nameOrder }
    public var record: Record<Client>
    /// The masked national id. The whole national id is never in a path, a query, a log, an error or an answer (A22, row 76).
    public let maskedHetu: MaskedHetu
    /// The organiser's own number for the client (asiakasnumero). Municipal systems may send it instead of the national id.
    public let number: String
    public var details: Details
    /// The day of death, from the population register. No new commitments are made from this day on (K22, M19, row 68).
    public var deathDate: CalendarDate?
    /// The unit and the worker who care for the client. The client's cases set it (`ClientRepository.assign`).
    public let care: Care
    /// Whether a non-disclosure order hides the client's whereabouts (P5, P7). The orders set it (`NonDisclosure`).
    public let isProtected: Bool

    /// What staff may correct.
    public struct Details: Sendable, Equatable {
        public var givenNames: String
        public var familyName: String
        public var language: LanguageCode
        public var municipality: MunicipalityCode
        public var streetAddress: String?
        public var postalCode: String?
        public var postOffice: String?
        public var phone: String?
        public var email: String?
        /// Interpretation or another aid to communication, in words (P14, L32; Kielilaki 423/2003, Kela's interpreter service).
        public var communicationNeed: String?

        public init(
            givenNames: String, familyName: String, language: LanguageCode, municipality: MunicipalityCode, streetAddress: String? = nil,
            postalCode: String? = nil, postOffice: String? = nil, phone: String? = nil, email: String? = nil,
            communicationNeed: String? = nil
        ) {
            self.givenNames = givenNames
            self.familyName = familyName
            self.language = language
            self.municipality = municipality
            self.streetAddress = streetAddress
            self.postalCode = postalCode
            self.postOffice = postOffice
            self.phone = phone
            self.email = email
            self.communicationNeed = communicationNeed
        }
    }

    public init(
        record: Record<Client>, maskedHetu: MaskedHetu, number: String, details: Details, deathDate: CalendarDate? = nil,
        care: Care = Care(),
        isProtected: Bool = false
    ) {
        self.record = record
        self.maskedHetu = maskedHetu
        self.number = number
        self.details = details
        self.deathDate = deathDate
        self.care = care
        self.isProtected = isProtected
    }
}

extension Work {
    /// Registers a client (row 1).
    /// - Throws: `duplicate_hetu` when a client has the same national id, sign included; `invalid` for a birth after today.
    public func register(hetu: Hetu, _ details: Client.Details) throws -> Client {
        if hetu.birthDate > today {
            throw Refusal.invalid(
                "/hetu", "hetu_birth_date_in_future",
                LocalText(fi: "syntymäaika on tulevaisuudessa", sv: "födelsetiden är i framtiden", en: "the birth date is after today"))
        }
        guard try repositories.clients.find(hetu: hetu) == nil else {
            throw Refusal(
                .duplicateHetu,
                LocalText(
                    fi: "henkilötunnuksella on jo asiakas rekisterissä; etsi asiakas henkilötunnuksella",
                    sv: "en klient med denna personbeteckning finns redan i registret; sök klienten med personbeteckningen",
                    en: "a client with this national id is already in the register; search by national id to find the client"),
                faults: [RuleFault(pointer: "/hetu", code: "duplicate_hetu", detail: .registeredAlready)])
        }
        let client = Client(
            record: newRecord(), maskedHetu: hetu.masked, number: try repositories.clients.nextNumber(), details: details,
            care: Care(unitID: actor.unitID))
        try repositories.clients.insert(client, hetu: hetu)
        try note("created", Client.noun, "\(client.id)", clientID: client.id)
        return client
    }

    /// Corrects a client's details.
    public func correct(_ client: Client, _ details: Client.Details) throws -> Client {
        var client = client
        client.details = details
        touch(&client)
        try repositories.clients.update(client)
        try note("updated", Client.noun, "\(client.id)", clientID: client.id)
        return client
    }
}
