/// A version of the client's person-centred life plan (yksilökeskeinen elämänsuunnittelu): what the person's own kind of life consists of
/// and which support it needs (S10, row 10). The client owns it. An earlier version never changes.
public struct LifePlan: CaseFile {
    public static let noun = "life_plan"
    public enum Field: CaseFileField { case caseID, number }
    public var record: Record<LifePlan>
    public let caseID: ID<Case>
    /// The version number, from 1 within the case.
    public let number: Int
    public let writtenBy: Writer
    public let sections: [Section]

    public enum Writer: String, CaseIterable, Sendable {
        case client, representative
        /// A worker who wrote down what the client said.
        case workerAsScribe = "worker_as_scribe"
    }

    /// A section of the plan, under a code of the organiser's outline or under a title of the client's own.
    public struct Section: Sendable, Equatable {
        public let code: String?
        public let title: String?
        public let text: String

        public init(code: String?, title: String?, text: String) {
            self.code = code
            self.title = title
            self.text = text
        }

        /// The key that identifies a section within a plan.
        var key: String { code.map { "code \($0)" } ?? "title \(title ?? "")" }
    }

    public init(record: Record<LifePlan>, caseID: ID<Case>, number: Int, writtenBy: Writer, sections: [Section]) {
        self.record = record
        self.caseID = caseID
        self.number = number
        self.writtenBy = writtenBy
        self.sections = sections
    }
}

extension LifePlan {
    /// The difference of one section between two versions (row 10).
    public struct SectionChange: Sendable, Equatable {
        public let kind: Kind
        public let code: String?
        public let title: String?
        public let before: String?
        public let after: String?

        public enum Kind: String, CaseIterable, Sendable { case added, changed, removed }
    }

    /// Returns the sections that differ from another version: first the added and changed sections in the order of this version, then the
    /// removed ones.
    public func changes(from earlier: LifePlan?) -> [SectionChange] {
        let old = earlier?.sections ?? []
        var changes: [SectionChange] = []
        for section in sections {
            let before = old.first { $0.key == section.key }
            if let before, before.text == section.text { continue }
            changes.append(
                SectionChange(
                    kind: before == nil ? .added : .changed, code: section.code, title: section.title, before: before?.text,
                    after: section.text))
        }
        for section in old where !sections.contains(where: { $0.key == section.key }) {
            changes.append(SectionChange(kind: .removed, code: section.code, title: section.title, before: section.text, after: nil))
        }
        return changes
    }
}

extension Work {
    /// Inserts the next version of the life plan (S10, row 10).
    /// - Parameter writtenBy: the writer; nil for the writer that follows from the caller's role.
    /// - Throws: `case_closed`; `invalid` for a section without exactly one of code and title, for two sections with the same code or
    ///   title, or for a writer other than the caller.
    public func writeLifePlan(_ sections: [LifePlan.Section], writtenBy: LifePlan.Writer?, in caseFile: Case) throws -> LifePlan {
        try caseFile.requireOpen()
        var faults: [RuleFault] = []
        var keys: Set<String> = []
        for (index, section) in sections.enumerated() {
            if (section.code == nil) == (section.title == nil) {
                faults.append(
                    RuleFault(
                        pointer: "/sections/\(index)", code: "one_of",
                        detail: LocalText(
                            fi: "osalla täytyy olla joko tunnus tai otsikko, ei molempia",
                            sv: "delen måste ha antingen en kod eller en rubrik, inte båda", en: "must have either code or title")))
            } else if !keys.insert(section.key).inserted {
                let member = section.code == nil ? "title" : "code"
                faults.append(
                    RuleFault(
                        pointer: "/sections/\(index)/\(member)", code: "duplicate",
                        detail: LocalText(
                            fi: "aiemmalla osalla on sama tunnus tai otsikko", sv: "en tidigare del har samma kod eller rubrik",
                            en: "an earlier section has the same \(member)")))
            }
        }
        let writer: LifePlan.Writer =
            switch actor.role {
            case .client: .client
            case .representative: .representative
            default: .workerAsScribe
            }
        if let writtenBy, writtenBy != writer {
            faults.append(
                RuleFault(
                    pointer: "/writtenBy", code: "not_the_caller",
                    detail: LocalText(
                        fi: "kirjoittajan täytyy olla kirjautunut käyttäjä", sv: "skribenten måste vara den inloggade användaren",
                        en: "must be \(writer.rawValue) or left out")))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        let plan = LifePlan(
            record: newRecord(), caseID: caseFile.id, number: try repositories.lifePlans.nextNumber(in: caseFile), writtenBy: writer,
            sections: sections)
        try insert(plan, in: caseFile, to: repositories.lifePlans)
        return plan
    }

    /// Returns the version before this one; nil for the first.
    public func lifePlan(before plan: LifePlan, in caseFile: Case) throws -> LifePlan? {
        try repositories.lifePlans.first([
            .equal(.caseID, caseFile.id), .equal(.number, plan.number - 1),
        ])
    }
}

extension Repository where Entity: CaseFile {
    /// Returns the number of the next version within a case. It is meant for versions that are never deleted.
    func nextNumber(in caseFile: Case) throws -> Int {
        try count(ListQuery(filters: [.equal(.caseID, caseFile.id)])) + 1
    }
}
