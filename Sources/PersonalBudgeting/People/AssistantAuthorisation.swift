/// The client's written authorisation for an HB assistant to help with parts of the file for a time (S32, A12, row 37). Without an
/// authorisation that is valid today, the assistant's key gives nothing of the client.
public struct AssistantAuthorisation: Stateful {
    public static let noun = "assistant_authorisation"
    public enum Field: ClientField { case clientID, userID, state }
    public var record: Record<AssistantAuthorisation>
    public let clientID: ID<Client>
    public let details: Details
    public var state: State

    public enum State: String, CaseIterable, Sendable { case given, revoked }

    public enum Command: String, CaseIterable, Sendable { case revoke }

    public static let transitions: [Transition<State, Command>] = [Transition(.revoke, from: [.given], to: .revoked)]

    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) -> [Refusal] {
        switch command {
        case .revoke: stateRefusals(to: command)
        }
    }

    /// The parts of the file that an authorisation opens. The catalogue holds no client data and is open to every signed-in caller.
    public enum Part: String, CaseIterable, Sendable { case plan, budget, catalogue }

    public struct Details: Sendable, Equatable {
        public var hbAssistantID: ID<HbAssistant>
        /// The user of the assistant; nil for an assistant who helps without access to the service.
        public var userID: ID<User>?
        public var parts: [Part]
        /// The first and the last day, both included.
        public var from: CalendarDate
        public var to: CalendarDate
        /// The day of the client's signature.
        public var writtenOn: CalendarDate

        public init(
            hbAssistantID: ID<HbAssistant>, userID: ID<User>?, parts: [Part], from: CalendarDate, to: CalendarDate, writtenOn: CalendarDate
        ) {
            self.hbAssistantID = hbAssistantID
            self.userID = userID
            self.parts = parts
            self.from = from
            self.to = to
            self.writtenOn = writtenOn
        }
    }

    public init(record: Record<AssistantAuthorisation>, clientID: ID<Client>, details: Details, state: State) {
        self.record = record
        self.clientID = clientID
        self.details = details
        self.state = state
    }

    public func isValid(on day: CalendarDate) -> Bool { state == .given && details.from <= day && day <= details.to }
}

extension Work {
    /// Inserts an authorisation (S32, row 37).
    /// - Throws: `invalid` for an unknown assistant, a user who is not this client's assistant, an end before the start, a signature after
    ///   today.
    public func authoriseAssistant(_ details: AssistantAuthorisation.Details, of client: Client) throws -> AssistantAuthorisation {
        var faults = [faultOfFuture(details.writtenOn, at: "/writtenOn")].compactMap { $0 }
        if try repositories.hbAssistants.find(details.hbAssistantID) == nil {
            faults.append(
                RuleFault(
                    pointer: "/hbAssistantId", code: "unknown_assistant",
                    detail: LocalText(
                        fi: "HB-avustajaa ei ole rekisterissä", sv: "PB-handledaren finns inte i registret",
                        en: "is not in the register of assistants")))
        }
        if let userID = details.userID {
            let user = try repositories.users.find(userID)
            if user?.role != .hbAssistant || user?.clientID != client.id {
                faults.append(
                    RuleFault(
                        pointer: "/userId", code: "unknown_user",
                        detail: LocalText(
                            fi: "ei ole tämän asiakkaan HB-avustajan käyttäjä",
                            sv: "är inte användare för en PB-handledare till denna klient",
                            en: "is not the user of an assistant of this client")))
            }
        }
        if details.to < details.from {
            faults.append(RuleFault(pointer: "/to", code: "before_start", detail: .mustNotBeBefore("from")))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        let authorisation = AssistantAuthorisation(record: newRecord(), clientID: client.id, details: details, state: .given)
        try insert(authorisation, to: repositories.assistantAuthorisations, clientID: client.id)
        return authorisation
    }

    /// Revokes the authorisation at once.
    /// - Throws: `illegal_transition` if it is revoked already.
    public func revokeAuthorisation(_ authorisation: AssistantAuthorisation) throws -> AssistantAuthorisation {
        try transition(.revoke, authorisation, of: repositories.assistantAuthorisations, clientID: authorisation.clientID)
    }

    /// Refuses unless the client has authorised the signed-in assistant for one of the parts, and the authorisation is valid today (A12,
    /// row 37).
    /// - Throws: `authorisation_missing` (403).
    public func requireAuthorisation(of clientID: ID<Client>, for parts: Set<AssistantAuthorisation.Part>) throws {
        let given = try repositories.assistantAuthorisations.all([
            .equal(.clientID, clientID), .equal(.userID, actor.userID), .equal(.state, AssistantAuthorisation.State.given),
        ])
        guard given.contains(where: { $0.isValid(on: today) && !parts.isDisjoint(with: $0.details.parts) }) else {
            let words = AssistantAuthorisation.Part.allCases.filter(parts.contains).map(\.rawValue).joined(separator: " or ")
            throw Refusal(
                .authorisationMissing,
                LocalText(
                    fi: "HB-avustajalla ei ole asiakkaan valtuutusta tähän \(today.prose)",
                    sv: "PB-handledaren har inte klientens fullmakt för detta \(today.prose)",
                    en: "the client has not authorised the assistant for \(words) on \(today)"))
        }
    }
}
