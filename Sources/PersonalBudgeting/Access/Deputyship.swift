/// The days on which a deputy stands in for a worker (sijaisuus). The deputy then cares for the worker's clients (A17).
public struct Deputyship: Recorded, Equatable {
    public static let noun = "deputyship"
    public enum Field: ListField { case absentID, deputyID }
    public var record: Record<Deputyship>
    /// The worker who is away.
    public let absentID: ID<User>
    /// The worker who stands in.
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
    /// Returns the workers whose clients the caller cares for on a day: the caller, and those the caller stands in for.
    public func workers(on day: CalendarDate) -> [ID<User>] {
        [userID] + deputyships.filter { $0.period.contains(day) }.map(\.absentID)
    }
}

extension Work {
    /// Names the deputy of a worker.
    /// - Throws: `invalid` if either is not a social worker or service coordinator, both are the same person, or the period has ended. A
    ///   coordinator who stands in for a social worker gets the clients but not the rights of a social worker (A1, A2).
    public func nameDeputy(absentID: ID<User>, deputyID: ID<User>, period: Period) throws -> Deputyship {
        var faults: [RuleFault] = []
        let workers: Set<Role> = [.socialWorker, .serviceCoordinator]
        for (pointer, id) in [("/absentId", absentID), ("/deputyId", deputyID)] {
            guard try repositories.users.find(id) != nil, try hasRole(id, among: workers, on: period.to) else {
                faults.append(RuleFault(pointer: pointer, code: "unknown_worker", detail: .unknownWorker))
                continue
            }
        }
        if absentID == deputyID {
            faults.append(
                RuleFault(
                    pointer: "/deputyId", code: "same_person",
                    detail: LocalText(
                        fi: "ei saa olla poissa oleva työntekijä itse", sv: "får inte vara den frånvarande arbetstagaren själv",
                        en: "must not be the worker who is away")))
        }
        if period.to < today {
            faults.append(
                RuleFault(
                    pointer: "/period/to", code: "in_the_past",
                    detail: LocalText(
                        fi: "ei saa olla ennen tätä päivää", sv: "får inte vara före dagens datum", en: "must not be before today")))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        let deputyship = Deputyship(record: newRecord(), absentID: absentID, deputyID: deputyID, period: period)
        try repositories.deputyships.insert(deputyship)
        try note("created", Deputyship.noun, "\(deputyship.id)")
        return deputyship
    }

    /// Changes the days. To end a deputyship, set its last day.
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
