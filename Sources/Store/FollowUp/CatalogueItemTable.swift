import PersonalBudgeting

extension Table where Entity == CatalogueItem {
    static let catalogueItems = Table(
        "catalogue_items",
        part(
            Column("title", .text) { $0.details.title },
            Column("description", .text) { $0.details.description },
            Column("life_area", .code, field: .lifeArea) { $0.details.lifeArea },
            Column("service_type", .optional(.text), field: .serviceType) { $0.details.serviceType },
            part(
                Column("price_from_cents", .optional(.money)) { $0.details.priceFrom },
                Column("price_to_cents", .optional(.money)) { $0.details.priceTo },
                make: { (from: $0, to: $1) }),
            Column("regional_model_code", .optional(.text)) { $0.details.regionalModelCode },
            part(
                Column("language", .language, field: .language) { $0.details.language },
                Column("is_plain_language", .flag, field: .isPlainLanguage) { $0.details.isPlainLanguage },
                make: { (code: $0, isPlain: $1) }),
            Column("media", .media) { $0.details.media },
            make: { title, description, lifeArea, serviceType, price, model, language, media in
                CatalogueItem.Details(
                    title: title, description: description, lifeArea: lifeArea, serviceType: serviceType, priceFrom: price.from,
                    priceTo: price.to, regionalModelCode: model, language: language.code, isPlainLanguage: language.isPlain,
                    media: media)
            }),
        Column("state", .code, field: .state) { $0.state },
        // Written for the search by words; never read back.
        Column("folded_words", .text, field: .foldedWords) { $0.details.foldedWords },
        make: { record, details, state, _ in
            CatalogueItem(record: record, details: details, state: state)
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
