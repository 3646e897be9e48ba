/// A unit of the organiser (toimintayksikkö). Staff and cases belong to units.
public struct OrganisationUnit: Recorded {
    public static let noun = "unit"
    public enum Field: ListField { case name }
    public var record: Record<OrganisationUnit>
    public var name: String
    /// The last day of the unit; nil while it goes on. An ended unit keeps its users and cases but gets no new ones.
    public var validTo: CalendarDate?

    public init(record: Record<OrganisationUnit>, name: String, validTo: CalendarDate? = nil) {
        self.record = record
        self.name = name
        self.validTo = validTo
    }

    /// What an administrator may change.
    public struct Details: Sendable, Equatable {
        public var name: String
        public var validTo: CalendarDate?

        public init(name: String, validTo: CalendarDate? = nil) {
            self.name = name
            self.validTo = validTo
        }
    }

    public var details: Details {
        get { Details(name: name, validTo: validTo) }
        set { (name, validTo) = (newValue.name, newValue.validTo) }
    }

    /// Whether the unit gets no new users and cases on a day.
    public func isEnded(on day: CalendarDate) -> Bool { validTo.map { $0 < day } ?? false }
}

extension Work {
    /// Adds a unit.
    /// - Throws: `duplicate` when a unit has this name already.
    public func addUnit(named name: String, validTo: CalendarDate? = nil) throws -> OrganisationUnit {
        let unit = OrganisationUnit(record: newRecord(), name: name, validTo: validTo)
        try requireFreeName(of: unit)
        try repositories.units.insert(unit)
        try note("created", OrganisationUnit.noun, "\(unit.id)")
        return unit
    }

    /// Renames a unit, or sets its last day. Users and cases stay in the unit.
    /// - Throws: `duplicate` when another unit has this name already.
    public func changeUnit(_ unit: OrganisationUnit, _ details: OrganisationUnit.Details) throws -> OrganisationUnit {
        var changed = unit
        changed.details = details
        try requireFreeName(of: changed)
        touch(&changed)
        try repositories.units.update(changed)
        try note("updated", OrganisationUnit.noun, "\(unit.id)")
        return changed
    }

    /// Names that differ only in case, accents or punctuation count as the same name.
    private func requireFreeName(of unit: OrganisationUnit) throws {
        let taken = FoldedText.fold(unit.name)
        guard try !repositories.units.all([]).contains(where: { $0.id != unit.id && FoldedText.fold($0.name) == taken }) else {
            throw Refusal(
                .duplicate,
                LocalText(
                    fi: "samanniminen yksikkö on jo olemassa", sv: "en enhet med samma namn finns redan",
                    en: "there is already a unit with this name"),
                faults: [
                    RuleFault(
                        pointer: "/name", code: "duplicate", detail: LocalText(fi: "on jo käytössä", sv: "är upptaget", en: "is taken"))
                ])
        }
    }

    /// Returns what is wrong with a unit that gets a new user or case; nil if nothing is.
    func faultOfUnit(_ id: ID<OrganisationUnit>, at pointer: String) throws -> RuleFault? {
        guard let unit = try repositories.units.find(id) else {
            return RuleFault(pointer: pointer, code: "unknown_unit", detail: .unknownUnit)
        }
        guard unit.isEnded(on: today) else { return nil }
        return RuleFault(
            pointer: pointer, code: "ended_unit",
            detail: LocalText(
                fi: "yksikön toiminta on päättynyt; valitse toinen yksikkö", sv: "enhetens verksamhet har upphört; välj en annan enhet",
                en: "is a unit that has ended; choose another unit"))
    }
}
