/// A first contact in one request (S1, S2): the client, the close persons, the case, the client's own statements and perhaps the first
/// meeting. Either all of it is stored or nothing.
public struct Intake: Sendable {
    public let client: Client
    public let closePersons: [ClosePerson]
    public let caseFile: Case
    public let statements: [Statement]
    public let firstMeeting: Meeting?

    /// The client of an intake.
    public enum Person: Sendable {
        case newcomer(Hetu, Client.Details)
        /// A client of the register.
        case known(ID<Client>)
    }

    /// The content of an intake.
    public struct Request: Sendable {
        public let person: Person
        public let closePersons: [ClosePerson.Details]
        public let opening: Case.Opening
        public let caseDetails: Case.Details
        /// The code of the regional model; nil if only one model is in force.
        public let modelCode: String?
        public let statements: [NewStatement]
        public let firstMeeting: NewMeeting?

        public init(
            person: Person, closePersons: [ClosePerson.Details], opening: Case.Opening, caseDetails: Case.Details, modelCode: String?,
            statements: [NewStatement], firstMeeting: NewMeeting?
        ) {
            self.person = person
            self.closePersons = closePersons
            self.opening = opening
            self.caseDetails = caseDetails
            self.modelCode = modelCode
            self.statements = statements
            self.firstMeeting = firstMeeting
        }
    }

    /// A goal, a wish or a need of the client (S8).
    public struct NewStatement: Sendable {
        public let kind: Statement.Kind
        public let statedBy: Statement.Speaker
        public let details: Statement.Details

        public init(kind: Statement.Kind, statedBy: Statement.Speaker, details: Statement.Details) {
            self.kind = kind
            self.statedBy = statedBy
            self.details = details
        }
    }

    /// The first meeting (S2). Close persons of the same request have no identity yet, so they are invited by their index in it, from 0.
    public struct NewMeeting: Sendable {
        public let details: Meeting.Details
        public let invited: [Int]

        public init(details: Meeting.Details, invited: [Int]) {
            self.details = details
            self.invited = invited
        }
    }
}

extension Work {
    /// Stores a first contact (S1, S2, rows 2 and 3).
    /// - Throws: the refusals of its parts, with pointers into the whole request: `duplicate_hetu`, `second_open_case`,
    ///   `no_model_in_force`, `contact_forbidden`, `invalid`.
    public func recordIntake(_ request: Intake.Request) throws -> Intake {
        let client = try person(request.person)
        let closePersons = try request.closePersons.map { try addClosePerson($0, to: client) }
        let caseFile = try within("/case", but: ["/clientId"]) {
            try openCase(for: client, request.opening, details: request.caseDetails, modelCode: request.modelCode)
        }
        let statements = try request.statements.enumerated().map { index, new in
            try within("/statements/\(index)") { try addStatement(new.kind, statedBy: new.statedBy, new.details, to: caseFile) }
        }
        let meeting = try request.firstMeeting.map { new in
            try within("/firstMeeting") {
                let details = try details(of: new, closePersons)
                do { return try addMeeting(details, to: caseFile) } catch let refusal as Refusal {
                    throw invitees(of: new, details, closePersons, in: refusal)
                }
            }
        }
        return Intake(client: client, closePersons: closePersons, caseFile: caseFile, statements: statements, firstMeeting: meeting)
    }

    private func person(_ person: Intake.Person) throws -> Client {
        switch person {
        case .newcomer(let hetu, let details): return try within("/client") { try register(hetu: hetu, details) }
        case .known(let id):
            guard let client = try repositories.clients.find(id) else {
                throw Refusal.invalid("/clientId", "unknown_client", .notInRegister)
            }
            return client
        }
    }

    private func details(of meeting: Intake.NewMeeting, _ closePersons: [ClosePerson]) throws -> Meeting.Details {
        let faults = meeting.invited.enumerated().filter { !closePersons.indices.contains($0.element) }.map { index, place in
            RuleFault(
                pointer: "/invited/\(index)", code: "unknown_close_person",
                detail: LocalText(
                    fi: "läheistä numero \(place) ei ole", sv: "närstående nummer \(place) finns inte",
                    en: "there is no close person at index \(place)"))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        var details = meeting.details
        for place in meeting.invited where !details.closePersonIDs.contains(closePersons[place].id) {
            details.closePersonIDs.append(closePersons[place].id)
        }
        return details
    }

    /// Changes the pointers of invitees to where the request has them: among the identities or among the indices.
    private func invitees(
        of meeting: Intake.NewMeeting, _ details: Meeting.Details, _ closePersons: [ClosePerson], in refusal: Refusal
    ) -> Refusal {
        var refusal = refusal
        refusal.faults = refusal.faults.map { fault in
            let place = details.closePersonIDs.indices.first { fault.pointer == "/closePersonIds/\($0)" }
            guard let place, place >= meeting.details.closePersonIDs.count,
                let invited = meeting.invited.firstIndex(where: { closePersons[$0].id == details.closePersonIDs[place] })
            else { return RuleFault(pointer: "/details\(fault.pointer)", code: fault.code, detail: fault.detail) }
            return RuleFault(pointer: "/invited/\(invited)", code: fault.code, detail: fault.detail)
        }
        return refusal
    }

    /// Runs a part of a request. The pointers of its refusals become pointers into the whole request.
    /// - Parameter outer: pointers of members that are beside the part in the request; they stay as they are.
    private func within<Outcome>(_ pointer: String, but outer: Set<String> = [], _ part: () throws -> Outcome) throws -> Outcome {
        do { return try part() } catch var refusal as Refusal {
            refusal.faults = refusal.faults.map {
                RuleFault(pointer: outer.contains($0.pointer) ? $0.pointer : pointer + $0.pointer, code: $0.code, detail: $0.detail)
            }
            throw refusal
        }
    }
}
