/// A meeting with the client: place, participants and minutes (S2, row 3). The client may choose the place and the invitees.
public struct Meeting: CaseFile {
    public static let noun = "meeting"
    public enum Field: CaseFileField { case caseID, kind, heldOn }
    public var record: Record<Meeting>
    public let caseID: ID<Case>
    public var details: Details

    /// The kind of meeting (S2).
    public enum Kind: String, CaseIterable, Sendable {
        case needsTalk = "needs_talk"
        case network, plan, dialogue, review
        case jointEvaluation = "joint_evaluation"
    }

    /// Who chose the place.
    public enum Chooser: String, CaseIterable, Sendable { case client, worker, together }

    public struct Details: Sendable, Equatable {
        public var kind: Kind
        public var heldOn: CalendarDate
        public var place: String
        public var placeChosenBy: Chooser
        public var inviteesChosenByClient: Bool
        /// The close persons who take part, from the client's network.
        public var closePersonIDs: [ID<ClosePerson>]
        /// Other participants, by role rather than by name where the role is enough.
        public var otherParticipants: [String]
        public var minutes: String?

        public init(
            kind: Kind, heldOn: CalendarDate, place: String, placeChosenBy: Chooser, inviteesChosenByClient: Bool,
            closePersonIDs: [ID<ClosePerson>], otherParticipants: [String], minutes: String?
        ) {
            self.kind = kind
            self.heldOn = heldOn
            self.place = place
            self.placeChosenBy = placeChosenBy
            self.inviteesChosenByClient = inviteesChosenByClient
            self.closePersonIDs = closePersonIDs
            self.otherParticipants = otherParticipants
            self.minutes = minutes
        }
    }

    public init(record: Record<Meeting>, caseID: ID<Case>, details: Details) {
        self.record = record
        self.caseID = caseID
        self.details = details
    }
}

extension Work {
    /// Inserts a meeting (S2, row 3).
    /// - Throws: `contact_forbidden` naming each invited person with whom the client has forbidden contact (row 3); `invalid` for a person
    ///   outside the client's network; `case_closed`.
    public func addMeeting(_ details: Meeting.Details, to caseFile: Case) throws -> Meeting {
        try caseFile.requireOpen()
        try checkInvitees(details, of: caseFile)
        let meeting = Meeting(record: newRecord(), caseID: caseFile.id, details: details)
        try insert(meeting, in: caseFile, to: repositories.meetings)
        return meeting
    }

    /// Corrects a meeting or adds its minutes.
    /// - Throws: `contact_forbidden` and `invalid` as `addMeeting`.
    public func changeMeeting(_ meeting: Meeting, _ details: Meeting.Details, in caseFile: Case) throws -> Meeting {
        try checkInvitees(details, of: caseFile)
        var meeting = meeting
        meeting.details = details
        return try update(meeting, in: caseFile, of: repositories.meetings)
    }

    private func checkInvitees(_ details: Meeting.Details, of caseFile: Case) throws {
        var faults: [RuleFault] = []
        for (index, id) in details.closePersonIDs.enumerated() {
            let pointer = "/closePersonIds/\(index)"
            guard let person = try repositories.closePersons.find(id), person.clientID == caseFile.clientID else {
                faults.append(
                    RuleFault(
                        pointer: pointer, code: "unknown_close_person",
                        detail: LocalText(
                            fi: "ei kuulu asiakkaan läheisverkostoon", sv: "hör inte till klientens nätverk",
                            en: "is not in the client's network")))
                continue
            }
            if person.details.contactForbidden {
                faults.append(
                    RuleFault(
                        pointer: pointer, code: "contact_forbidden",
                        detail: LocalText(
                            fi: "on henkilö, johon asiakas on kieltänyt yhteydenpidon",
                            sv: "är en person som klienten har förbjudit kontakt med",
                            en: "is a person with whom the client has forbidden contact"))
                )
            }
        }
        if faults.isEmpty { return }
        if faults.contains(where: { $0.code == "contact_forbidden" }) {
            throw Refusal(
                .contactForbidden,
                LocalText(
                    fi: "asiakas on kieltänyt yhteydenpidon kutsuttuun henkilöön",
                    sv: "klienten har förbjudit kontakt med en person som är inbjuden",
                    en: "the client has forbidden contact with a person who is invited"), faults: faults)
        }
        throw Refusal.invalid(faults)
    }
}
