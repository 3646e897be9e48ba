/// Somebody stands in for a worker on some days (sijaisuus) and has the worker's clients as long.
public struct Deputyship: Recorded, Equatable {
    public static let noun = "deputyship"
    public enum Field: ListField { case absentID, deputyID }
    public var record: Record<Deputyship>
    /// Who is away.
    public let absentID: ID<User>
    /// Who stands in.
    public let deputyID: ID<User>
    public var period: Period

    public init(record: Record<Deputyship>, absentID: ID<User>, deputyID: ID<User>, period: Period) {
        self.record = record
        self.absentID = absentID
        self.deputyID = deputyID
        self.period = period
    }
}

extension Actor {
    /// The workers whose clients are the caller's on a day: the caller and whom the caller stands in for.
    public func workers(on day: CalendarDate) -> [ID<User>] {
        [userID] + deputyships.filter { $0.period.contains(day) }.map(\.absentID)
    }
}

extension Work {
    /// Names somebody to stand in for a worker.
    /// - Throws: `invalid` where either is unknown, both are the same, or one is of another role: a coordinator does not get a social worker's
    ///   rights, but may get the clients.
    public func nameDeputy(absentID: ID<User>, deputyID: ID<User>, period: Period) throws -> Deputyship {
        var faults: [RuleFault] = []
        let workers: Set<Role> = [.socialWorker, .serviceCoordinator]
        for (pointer, id) in [("/absentId", absentID), ("/deputyId", deputyID)] {
            guard let user = try repositories.users.find(id), workers.contains(user.role) else {
                faults.append(RuleFault(pointer: pointer, code: "unknown_worker", detail: "is not a social worker or coordinator"))
                continue
            }
        }
        if absentID == deputyID { faults.append(RuleFault(pointer: "/deputyId", code: "same_person", detail: "must be somebody else")) }
        if period.to < today { faults.append(RuleFault(pointer: "/period/to", code: "in_the_past", detail: "must not be before today")) }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        let deputyship = Deputyship(record: newRecord(), absentID: absentID, deputyID: deputyID, period: period)
        try repositories.deputyships.insert(deputyship)
        try note("created", Deputyship.noun, "\(deputyship.id)")
        return deputyship
    }

    /// Changes the days; to end it, its last day is set.
    public func changeDeputyship(_ deputyship: Deputyship, _ period: Period) throws -> Deputyship {
        var changed = deputyship
        changed.period = period
        touch(&changed)
        try repositories.deputyships.update(changed)
        try note("updated", Deputyship.noun, "\(deputyship.id)")
        return changed
    }
}

extension Deputyship {
    public static func == (left: Deputyship, right: Deputyship) -> Bool { left.id == right.id && left.period == right.period }
}
