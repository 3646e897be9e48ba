/// A form for clients: the ESR client form, Kykyviisari, the end survey (S36 to S38, B2). Only the codes and ranges of its items are kept,
/// because the text of a questionnaire belongs to its owner (Kykyviisari is a trademark of the Finnish Institute of Occupational Health).
public struct FormInstrument: Recorded {
    public static let noun = "form_instrument"
    public enum Field: ListField { case code }
    public var record: Record<FormInstrument>
    /// The stable code, for example `esr`, `kykyviisari`, `hb_end_survey`; the required forms of a regional model name it.
    public let code: String
    public var details: Details

    /// The phases of a form, in their order (S36, S37).
    public enum Phase: String, CaseIterable, Sendable { case start, interim, end }

    public struct Item: Sendable, Equatable {
        public let code: String
        public let kind: Kind
        /// The least number allowed; nil for text.
        public let minimum: Int?
        public let maximum: Int?
        /// A short label for tables.
        public let label: String?

        /// The kind of answer: a number for a score and a choice, text for a text.
        public enum Kind: String, CaseIterable, Sendable { case score, text, choice }

        public init(code: String, kind: Kind, minimum: Int?, maximum: Int?, label: String?) {
            self.code = code
            self.kind = kind
            self.minimum = minimum
            self.maximum = maximum
            self.label = label
        }
    }

    public struct Details: Sendable, Equatable {
        public var name: String
        public var phases: [Phase]
        public var items: [Item]
        /// Whether the instrument is open. A closed one takes no new forms and no answers (B2).
        public var isOpen: Bool

        public init(name: String, phases: [Phase], items: [Item], isOpen: Bool) {
            self.name = name
            self.phases = phases
            self.items = items
            self.isOpen = isOpen
        }
    }

    public init(record: Record<FormInstrument>, code: String, details: Details) {
        self.record = record
        self.code = code
        self.details = details
    }
}

extension Work {
    /// Adds an instrument to the register (B2, row 43).
    /// - Throws: `duplicate` (409) when the code is in use; 422 for an invalid range or an item code that is listed twice.
    public func addInstrument(code: String, _ details: FormInstrument.Details) throws -> FormInstrument {
        try checkItems(details)
        guard try instrument(code) == nil else {
            throw Refusal(
                .duplicate,
                LocalText(
                    fi: "samalla tunnuksella on jo mittari", sv: "en mätare med samma kod finns redan",
                    en: "there is already an instrument with this code"),
                faults: [RuleFault(pointer: "/code", code: "duplicate", detail: .inUseAlready)])
        }
        let instrument = FormInstrument(record: newRecord(), code: code, details: details)
        try insert(instrument, to: repositories.formInstruments)
        return instrument
    }

    /// Changes an instrument, closes it or opens it again (B2). Existing answers do not change.
    public func changeInstrument(_ instrument: FormInstrument, _ details: FormInstrument.Details) throws -> FormInstrument {
        try checkItems(details)
        var instrument = instrument
        instrument.details = details
        return try update(instrument, of: repositories.formInstruments)
    }

    func instrument(_ code: String) throws -> FormInstrument? { try repositories.formInstruments.first([.equal(.code, code)]) }

    private func checkItems(_ details: FormInstrument.Details) throws(Refusal) {
        var faults: [RuleFault] = []
        for (index, phase) in details.phases.enumerated() where details.phases.prefix(index).contains(phase) {
            faults.append(RuleFault(pointer: "/phases/\(index)", code: "duplicate", detail: .listedTwice))
        }
        for (index, item) in details.items.enumerated() {
            if details.items.prefix(index).contains(where: { $0.code == item.code }) {
                faults.append(RuleFault(pointer: "/items/\(index)/code", code: "duplicate", detail: .listedTwice))
            }
            let pointer = "/items/\(index)/maximum"
            switch (item.kind, item.minimum, item.maximum) {
            case (.text, nil, nil): break
            case (.text, _, _):
                faults.append(
                    RuleFault(
                        pointer: pointer, code: "not_with_text",
                        detail: LocalText(
                            fi: "vaihteluväliä ei voi antaa, koska vastaus on tekstiä",
                            sv: "inget intervall kan anges, eftersom svaret är text",
                            en: "must not have a range, because the answer is text")))
            case (_, let minimum?, let maximum?) where minimum <= maximum: break
            case (_, nil, _), (_, _, nil):
                faults.append(
                    RuleFault(
                        pointer: pointer, code: "required",
                        detail: LocalText(
                            fi: "pienin ja suurin arvo puuttuvat", sv: "det minsta och det största värdet saknas",
                            en: "needs minimum and maximum")))
            default:
                faults.append(
                    RuleFault(
                        pointer: pointer, code: "below_minimum",
                        detail: LocalText(
                            fi: "suurin arvo ei saa olla pienintä arvoa pienempi", sv: "det största värdet får inte vara under det minsta",
                            en: "must not be below minimum")))
            }
        }
        if !faults.isEmpty { throw .invalid(faults) }
    }
}
