import PersonalBudgeting

extension UnitOfWork: PriceRepositories {
    var serviceTypes: any Repository<ServiceType> { table(.serviceTypes) }
    var prices: any Repository<Price> { table(.prices) }
    var providers: any Repository<Provider> { table(.providers) }
    var currentServices: any Repository<CurrentService> { table(.currentServices) }
    var budgetCalculations: any Repository<BudgetCalculation> { table(.budgetCalculations) }
}

extension Table where Entity == ServiceType {
    static let serviceTypes = Table(
        "service_types",
        Column("code", .text) { $0.code },
        Column("name_fi", .text) { $0.details.nameFi },
        Column("name_sv", .text) { $0.details.nameSv },
        Column("unit", .code) { $0.details.unit },
        Column("law", .text) { $0.details.law },
        Column("legal_basis", .text) { $0.details.legalBasis },
        Column("is_subjective_right", .flag) { $0.details.isSubjectiveRight },
        Column("is_free_of_charge", .flag) { $0.details.isFreeOfCharge },
        Column("valid_from", .date) { $0.details.validFrom },
        Column("valid_to", .optional(.date)) { $0.details.validTo },
        make: { record, code, nameFi, nameSv, unit, law, basis, subjective, free, from, to in
            ServiceType(
                record: record, code: code,
                details: ServiceType.Details(
                    nameFi: nameFi, nameSv: nameSv, unit: unit, law: law, legalBasis: basis, isSubjectiveRight: subjective,
                    isFreeOfCharge: free, validFrom: from, validTo: to))
        })
}

extension Table where Entity == Provider {
    static let providers = Table(
        "providers",
        Column("business_id", .parsed({ try? BusinessID($0) }, { $0.text })) { $0.businessID },
        Column("name", .text) { $0.details.name },
        Column("approved_service_types", .texts) { $0.details.approvedServiceTypes },
        Column("approved_from", .date) { $0.details.approvedFrom },
        Column("approved_to", .optional(.date)) { $0.details.approvedTo },
        Column("iban", .optional(.parsed({ try? IBAN($0) }, { $0.text }))) { $0.details.iban },
        Column("oid", .optional(.parsed({ OID($0) }, { $0.text }))) { $0.details.oid },
        Column("e_invoice_address", .optional(.text)) { $0.details.eInvoiceAddress },
        // Written for the order by name, not read back.
        Column("name_order", .text) { NameOrder.key($0.details.name) },
        make: { record, businessID, name, services, from, to, iban, oid, address, _ in
            Provider(
                record: record, businessID: businessID,
                details: Provider.Details(
                    name: name, approvedServiceTypes: services, approvedFrom: from, approvedTo: to, iban: iban, oid: oid,
                    eInvoiceAddress: address))
        })
}

extension Table where Entity == Price {
    static let prices = Table(
        "prices",
        Column("service_type_code", .text) { $0.details.serviceTypeCode },
        Column("provider_id", .optional(.id())) { $0.details.providerID },
        Column("unit_price_cents", .money) { $0.details.unitPrice },
        Column("valid_from", .date) { $0.details.validFrom },
        Column("valid_to", .optional(.date)) { $0.details.validTo },
        Column("source", .text) { $0.details.source },
        make: { record, type, provider, price, from, to, source in
            Price(
                record: record,
                details: Price.Details(
                    serviceTypeCode: type, providerID: provider, unitPrice: price, validFrom: from, validTo: to, source: source))
        })
}

extension Table where Entity == CurrentService {
    static let currentServices = Table(
        "current_services",
        Column("case_id", .id()) { $0.caseID },
        Column("service_type_code", .text) { $0.details.serviceTypeCode },
        Column("provider_id", .optional(.id())) { $0.details.providerID },
        Column("description", .text) { $0.details.description },
        Column("quantity_per_year_thousandths", .quantity) { $0.details.quantityPerYear },
        Column("annual_cost_cents", .money) { $0.details.annualCost },
        Column("wants_change", .flag) { $0.details.wantsChange },
        Column("started_on", .date) { $0.details.startedOn },
        Column("ended_on", .optional(.date)) { $0.details.endedOn },
        make: { record, caseID, type, provider, description, quantity, cost, wantsChange, started, ended in
            CurrentService(
                record: record, caseID: caseID,
                details: CurrentService.Details(
                    serviceTypeCode: type, providerID: provider, description: description, quantityPerYear: quantity, annualCost: cost,
                    wantsChange: wantsChange, startedOn: started, endedOn: ended))
        })
}

extension Table where Entity == BudgetCalculation {
    static let budgetCalculations = Table(
        "budget_calculations",
        Column("case_id", .id()) { $0.caseID },
        Column("basis", .code) { $0.basis },
        Column("prices_as_of", .date) { $0.pricesAsOf },
        Column("lines", .records(fields, line)) { $0.lines },
        Column("total_cents", .money) { $0.total },
        Column("computed_by", .id()) { $0.computedBy },
        Column("state", .code) { $0.state },
        make: { record, caseID, basis, date, lines, total, user, state in
            BudgetCalculation(
                record: record, caseID: caseID, basis: basis, pricesAsOf: date, lines: lines, total: total, computedBy: user,
                state: state)
        })

    /// A line as fields; those of a price are empty where the line has none.
    @Sendable private static func fields(_ line: BudgetCalculation.Line) -> [String] {
        let reference =
            switch line.reference {
            case .currentService(let id): ["current_service", "\(id)"]
            case .need(let id): ["need", "\(id)"]
            }
        return reference + [
            line.serviceTypeCode, "\(line.quantityPerYear.thousandths)", line.price.map { "\($0.id)" } ?? "",
            line.price.map { "\($0.unitPrice.cents)" } ?? "", "\(line.annualAmount.cents)", "\(line.exchangedSharePercent)",
            "\(line.amount.cents)",
        ]
    }

    @Sendable private static func line(_ fields: [String]) -> BudgetCalculation.Line? {
        guard fields.count == 9, let quantity = Int64(fields[3]).flatMap({ Quantity(thousandths: $0) }), let annual = money(fields[6]),
            let percent = Int(fields[7]), let amount = money(fields[8])
        else { return nil }
        let reference: BudgetCalculation.Reference
        switch (fields[0], ID<CurrentService>(fields[1]), ID<Statement>(fields[1])) {
        case ("current_service", let id?, _): reference = .currentService(id)
        case ("need", _, let id?): reference = .need(id)
        default: return nil
        }
        var price: BudgetCalculation.FrozenPrice?
        if !fields[4].isEmpty {
            guard let id = ID<Price>(fields[4]), let unitPrice = money(fields[5]) else { return nil }
            price = BudgetCalculation.FrozenPrice(id: id, unitPrice: unitPrice)
        }
        return BudgetCalculation.Line(
            reference: reference, serviceTypeCode: fields[2], quantityPerYear: quantity, price: price, annualAmount: annual,
            exchangedSharePercent: percent, amount: amount)
    }

    private static func money(_ text: String) -> Money? { Int64(text).flatMap { Money(cents: $0) } }
}
