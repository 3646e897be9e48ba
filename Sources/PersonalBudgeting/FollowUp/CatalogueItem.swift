/// An example path, idea or solution of the catalogue, which supports a genuine choice (S31, row 36). It holds no client data.
public struct CatalogueItem: Stateful {
    public static let noun = "catalogue_item"
    public enum Field: ListField { case foldedWords, lifeArea, serviceType, language, isPlainLanguage, state }
    public var record: Record<CatalogueItem>
    public var details: Details
    public var state: State

    public enum State: String, CaseIterable, Sendable { case draft, published, withdrawn }

    public enum Command: String, CaseIterable, Sendable { case publish, withdraw }

    public static let transitions: [Transition<State, Command>] = [
        Transition(.publish, from: [.draft], to: .published),
        Transition(.withdraw, from: [.draft, .published], to: .withdrawn),
    ]

    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) -> [Refusal] {
        switch command {
        case .publish, .withdraw: stateRefusals(to: command)
        }
    }

    public enum LifeArea: String, CaseIterable, Sendable {
        case home
        case dailyLife = "daily_life"
        case mobility, work, study, leisure, relationships, health, participation, other
    }

    /// A video or a page, for example with published experiences.
    public struct Media: Sendable, Equatable {
        public let title: String
        public let link: WebLink

        public init(title: String, link: WebLink) {
            self.title = title
            self.link = link
        }
    }

    public struct Details: Sendable, Equatable {
        public var title: String
        public var description: String
        public var lifeArea: LifeArea
        /// The code of the service type.
        public var serviceType: String?
        public var priceFrom: Money?
        public var priceTo: Money?
        /// The code of the regional model that the item is for; nil for all regions.
        public var regionalModelCode: String?
        public var language: LanguageCode
        public var isPlainLanguage: Bool
        public var media: [Media]

        public init(
            title: String, description: String, lifeArea: LifeArea, serviceType: String?, priceFrom: Money?, priceTo: Money?,
            regionalModelCode: String?, language: LanguageCode, isPlainLanguage: Bool, media: [Media]
        ) {
            self.title = title
            self.description = description
            self.lifeArea = lifeArea
            self.serviceType = serviceType
            self.priceFrom = priceFrom
            self.priceTo = priceTo
            self.regionalModelCode = regionalModelCode
            self.language = language
            self.isPlainLanguage = isPlainLanguage
            self.media = media
        }

        /// The words that a search looks at, folded, each after a space.
        public var foldedWords: String { " " + FoldedText.fold(title + " " + description) }
    }

    public init(record: Record<CatalogueItem>, details: Details, state: State) {
        self.record = record
        self.details = details
        self.state = state
    }

    /// Whether the caller may know that the item exists: only staff see drafts and withdrawn items (row 36).
    public func isVisible(to actor: Actor) -> Bool { state == .published || actor.role.isStaff }

    /// Returns the filter of a search: each word of the text begins a word of the title or the description, with å ä ö folded (row 36).
    /// Words after the eighth are ignored.
    public static func search(_ text: String) -> Filter<CatalogueItem> {
        .words(.foldedWords, FoldedText.fold(text).split(separator: " ").prefix(8).map(String.init))
    }
}

extension Work {
    /// Drafts an item of the catalogue (S31).
    /// - Throws: `third_person_data` (422) where a text holds a national id; 422 for an unknown region or a highest price below the lowest.
    public func draftItem(_ details: CatalogueItem.Details) throws -> CatalogueItem {
        try checkItem(details)
        let item = CatalogueItem(record: newRecord(), details: details, state: .draft)
        try insert(item, to: repositories.catalogueItems)
        return item
    }

    /// Changes an item that is not withdrawn (S31).
    public func changeItem(_ item: CatalogueItem, _ details: CatalogueItem.Details) throws -> CatalogueItem {
        try item.requireState([.draft, .published], toDo: "change")
        try checkItem(details)
        var item = item
        item.details = details
        return try update(item, of: repositories.catalogueItems)
    }

    /// Publishes or withdraws an item (S31, row 36).
    public func transition(_ command: CatalogueItem.Command, _ item: CatalogueItem) throws -> CatalogueItem {
        try transition(command, item, of: repositories.catalogueItems)
    }

    private func checkItem(_ details: CatalogueItem.Details) throws {
        // Addresses of public places are allowed in a catalogue, so only national ids are searched for.
        var texts: [(pointer: String, text: String?)] = [("/title", details.title), ("/description", details.description)]
        var faults: [RuleFault] = []
        for (index, media) in details.media.enumerated() {
            texts += [("/media/\(index)/title", media.title), ("/media/\(index)/link", media.link.text)]
        }
        try PersonalTrace.refuse([.nationalID], in: texts)
        if let from = details.priceFrom, let to = details.priceTo, to < from {
            faults.append(
                RuleFault(
                    pointer: "/priceToCents", code: "below_minimum",
                    detail: LocalText(
                        fi: "ylin hinta ei saa olla alinta hintaa pienempi", sv: "det högsta priset får inte vara under det lägsta",
                        en: "must not be below priceFromCents")))
        }
        if let code = details.regionalModelCode, try repositories.regionalModels.first([.equal(.code, code)]) == nil {
            faults.append(RuleFault(pointer: "/regionalModelCode", code: "unknown_model", detail: .unknownModel))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
    }
}
