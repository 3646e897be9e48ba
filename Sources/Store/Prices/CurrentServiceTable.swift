import PersonalBudgeting

extension Table where Entity == CurrentService {
    static let currentServices = Table(
        "current_services",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        part(
            Column("service_type_code", .text) { $0.details.serviceTypeCode },
            Column("provider_id", .optional(.id())) { $0.details.providerID },
            Column("description", .text) { $0.details.description },
            Column("quantity_per_year_thousandths", .quantity) { $0.details.quantityPerYear },
            Column("annual_cost_cents", .money) { $0.details.annualCost },
            Column("wants_change", .flag, field: .wantsChange) { $0.details.wantsChange },
            Column("started_on", .date) { $0.details.startedOn },
            Column("ended_on", .optional(.date)) { $0.details.endedOn },
            make: { type, provider, description, quantity, cost, wantsChange, started, ended in
                CurrentService.Details(
                    serviceTypeCode: type, providerID: provider, description: description, quantityPerYear: quantity, annualCost: cost,
                    wantsChange: wantsChange, startedOn: started, endedOn: ended)
            }),
        make: { record, caseID, details in
            CurrentService(record: record, caseID: caseID, details: details)
        })
}
