import JSON
import PersonalBudgeting

/// The register of providers.
enum ProviderAPI {
    private static let resource = Resource<Provider>(
        "/v1/providers", "provider", tag: .providers, view: view, owner: .none
    ) { $0.providers }

    static let operations: [Operation] = [
        resource.list(
            "listProviders", "List the providers", right: .readRegisters,
            filters: [
                .init(businessID, field: .businessID) { field, text in .equal(field, (try? BusinessID(text))?.text ?? text) }
            ], sorts: [ListSort("name", .nameOrder), ListSort("businessId", .businessID)],
            parameters: [
                .text("name", "Words that begin words of the name. Case, å ä ö and accents are ignored"),
                .text("serviceTypeCode", "Only providers that are approved for this service today", 1...60),
            ], isJoined: true, among: matching),
        resource.find("findProvider", "Read a provider", right: .readRegisters),
        resource.create("addProvider", "Add a provider", right: .writePrices, newProvider, refusals: [.duplicate]) { call, new in
            try call.work.addProvider(businessID: new.businessID, new.details)
        },
        resource.change(
            "changeProvider", "Correct a provider or change its approvals", right: .writePrices, details, current: \.details
        ) { call, provider, details in try call.work.changeProvider(provider, details) },
    ]

    /// Returns the providers that match a name and a service; nil if neither is asked for. The register has some hundreds of rows, and the
    /// services of a provider are one column, so it is read once and compared here.
    @Sendable private static func matching(_ call: AdmittedCall) throws -> [ID<Provider>]? {
        let (name, code) = (call.query["name"], call.query["serviceTypeCode"])
        if name == nil, code == nil { return nil }
        let words = name.map { FoldedText.fold($0).split(separator: " ").map(String.init) }
        if words?.isEmpty == true { return [] }
        return try call.repositories.providers.all([]).filter { provider in
            if let code, !provider.isApproved(for: code, on: call.work.today) { return false }
            guard let words else { return true }
            let own = FoldedText.fold(provider.details.name).split(separator: " ")
            return words.allSatisfy { word in own.contains { $0.hasPrefix(word) } }
        }.map(\.id)
    }

    private static let businessID = QueryParameter(
        "businessId", "Only the provider with this Y-tunnus",
        schema: .text(1...20, format: "business-id", pattern: Pattern.businessID)
    ) {
        (try? BusinessID($0)) == nil
            ? LocalText(
                fi: "täytyy olla Y-tunnus, esimerkiksi 2077474-0", sv: "måste vara ett FO-nummer, till exempel 2077474-0",
                en: "must be a Y-tunnus, e.g. 2077474-0") : nil
    }

    private struct NewProvider: Sendable {
        let businessID: BusinessID
        let details: Provider.Details
    }

    private static let newProvider = Shape<NewProvider>.object(
        "NewProvider",
        Field("businessId", .businessID) { $0.businessID },
        Field("name", .line()) { $0.details.name },
        Field("approvedServiceTypes", .list(.registerCode, 0...200)) { $0.details.approvedServiceTypes },
        Field("approvedFrom", .date) { $0.details.approvedFrom },
        Field("approvedTo", .optional(.date)) { $0.details.approvedTo },
        Field("iban", .optional(.iban)) { $0.details.iban },
        Field("oid", .optional(.oid)) { $0.details.oid },
        Field("eInvoiceAddress", .optional(.line(50))) { $0.details.eInvoiceAddress },
        make: { businessID, name, services, from, to, iban, oid, address in
            NewProvider(
                businessID: businessID,
                details: Provider.Details(
                    name: name, approvedServiceTypes: services, approvedFrom: from, approvedTo: to, iban: iban, oid: oid,
                    eInvoiceAddress: address))
        })

    private static let details = Shape<Provider.Details>.object(
        "ProviderDetails",
        Field("name", .line()) { $0.name },
        Field("approvedServiceTypes", .list(.registerCode, 0...200)) { $0.approvedServiceTypes },
        Field("approvedFrom", .date) { $0.approvedFrom },
        Field("approvedTo", .optional(.date)) { $0.approvedTo },
        Field("iban", .optional(.iban)) { $0.iban },
        Field("oid", .optional(.oid)) { $0.oid },
        Field("eInvoiceAddress", .optional(.line(50))) { $0.eInvoiceAddress },
        make: Provider.Details.init)

    private static let view = View<Provider>(
        "Provider",
        ViewMember.record + [
            ViewMember("businessId", .businessID) { $0.businessID }, ViewMember("vatNumber", .line(10)) { $0.businessID.vatNumber },
            ViewMember("ovt", .line(12)) { $0.businessID.ovt }, .inline(details) { $0.details },
        ])
}
