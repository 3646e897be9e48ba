import PersonalBudgeting

extension Table where Entity == CatalogueItem {
    static let catalogueItems = Table(
        "catalogue_items",
        Column("title", .text) { $0.details.title },
        Column("description", .text) { $0.details.description },
        Column("life_area", .code) { $0.details.lifeArea },
        Column("service_type", .optional(.text)) { $0.details.serviceType },
        Column("price_from_cents", .optional(.money)) { $0.details.priceFrom },
        Column("price_to_cents", .optional(.money)) { $0.details.priceTo },
        Column("regional_model_code", .optional(.text)) { $0.details.regionalModelCode },
        Column("language", .language) { $0.details.language },
        Column("is_plain_language", .flag) { $0.details.isPlainLanguage },
        Column("media", .media) { $0.details.media },
        Column("state", .code) { $0.state },
        // Written for the search by words, not read back.
        Column("folded_words", .text) { $0.details.foldedWords },
        make: { record, title, description, lifeArea, serviceType, priceFrom, priceTo, model, language, isPlain, media, state, _ in
            CatalogueItem(
                record: record,
                details: CatalogueItem.Details(
                    title: title, description: description, lifeArea: lifeArea, serviceType: serviceType, priceFrom: priceFrom,
                    priceTo: priceTo, regionalModelCode: model, language: language, isPlainLanguage: isPlain, media: media),
                state: state)
        })
}

extension Codec where Value == [CatalogueItem.Media] {
    static var media: Codec {
        .records(
            { [$0.title, $0.link.text] },
            { fields in
                guard fields.count == 2, let link = WebLink(fields[1]) else { return nil }
                return CatalogueItem.Media(title: fields[0], link: link)
            })
    }
}
