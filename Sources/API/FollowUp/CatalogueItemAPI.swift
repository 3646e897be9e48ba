import JSON
import PersonalBudgeting

/// The catalogue of examples, ideas and solutions.
enum CatalogueItemAPI {
    private static let resource = Resource<CatalogueItem>(
        "/v1/catalogue-items", "catalogueItem", tag: .catalogue, stateful: view, owner: .none
    ) { $0.catalogueItems }

    static let operations: [Operation] = [
        resource.list(
            "listCatalogueItems", "List the catalogue, or search it by the beginnings of words; å ä ö and accents are folded",
            right: .readRegisters,
            filters: [
                .init(.text("q", "Each word begins a word of the title or the description"), field: .foldedWords) { _, text in
                    CatalogueItem.search(text)
                },
                .init(.code("lifeArea", "Only items on this area of life", CatalogueItem.LifeArea.self), field: .lifeArea),
                .init(.text("serviceType", "Only items on this service type"), field: .serviceType),
                .init(.text("language", "Only items in this language"), field: .language),
                .init(.flag("plainLanguage", "Only items in plain language, or only other items"), field: .isPlainLanguage) {
                    .equal($0, $1 == "true")
                },
                .init(.code("state", "Only items in this state", CatalogueItem.State.self), field: .state),
            ], visible: { $0.actor.role.isStaff ? [] : [.equal(.state, CatalogueItem.State.published)] }),
        resource.find(
            "findCatalogueItem", "Read an item of the catalogue", right: .readRegisters,
            visible: { item, call in item.isVisible(to: call.actor) }),
        resource.create(
            "draftCatalogueItem", "Draft an item of the catalogue", right: .writeRegisters, details, refusals: [.thirdPersonData]
        ) {
            call, details in
            try call.work.draftItem(details)
        },
        resource.change(
            "changeCatalogueItem", "Change an item that is not withdrawn", right: .writeRegisters, details,
            refusals: [.thirdPersonData, .illegalTransition], current: \.details
        ) { call, item, details in try call.work.changeItem(item, details) },
        resource.command("publishCatalogueItem", .publish, "Publish an item of the catalogue", right: .writeRegisters, NoMembers.shape) {
            call, item, _ in
            try call.work.transition(.publish, item)
        },
        resource.command("withdrawCatalogueItem", .withdraw, "Withdraw an item from the catalogue", right: .writeRegisters, NoMembers.shape)
        {
            call, item, _ in try call.work.transition(.withdraw, item)
        },
    ]

    private static let media = Shape<CatalogueItem.Media>.object(
        "CatalogueMedia",
        Field("title", .line()) { $0.title },
        Field("link", .webLink) { $0.link },
        make: CatalogueItem.Media.init)

    private static let details = Shape<CatalogueItem.Details>.object(
        "CatalogueItemDetails",
        Field("title", .line()) { $0.title },
        Field("description", .prose) { $0.description },
        Field("lifeArea", .code) { $0.lifeArea },
        Field("serviceType", .optional(.registerCode)) { $0.serviceType },
        Field("priceFromCents", .optional(.cents)) { $0.priceFrom },
        Field("priceToCents", .optional(.cents)) { $0.priceTo },
        Field("regionalModelCode", .optional(.registerCode)) { $0.regionalModelCode },
        Field("language", .language) { $0.language },
        Field("plainLanguage", .flag.defaulting(to: false)) { $0.isPlainLanguage },
        Field("media", .list(media, 0...20)) { $0.media },
        make: CatalogueItem.Details.init)

    private static let view = View<Seen<CatalogueItem>>(
        "CatalogueItem",
        ViewMember.seen(
            ViewMember.record + [.inline(details) { $0.details }]) + ViewMember.state())
}
