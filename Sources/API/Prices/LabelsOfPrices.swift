import PersonalBudgeting

extension CodeList {
    /// The code lists of services and prices.
    static let prices: [CodeList] = [
        CodeList(BudgetCalculation.State.self),
        CodeList(ServiceType.Unit.self),
    ]
}

extension BudgetCalculation.State: LabelledCode {
    static let listName = "CalculationState"
    static let listTitle = LocalText(fi: "laskelman tila", sv: "kalkylens tillstånd", en: "state of a calculation")

    var label: LocalText {
        switch self {
        case .computed: LocalText(fi: "laskettu", sv: "beräknad", en: "computed")
        case .chosen: LocalText(fi: "valittu", sv: "vald", en: "chosen")
        case .superseded: LocalText(fi: "korvattu uudella", sv: "ersatt av en ny", en: "superseded")
        }
    }
}

extension ServiceType.Unit: LabelledCode {
    static let listName = "ServiceUnit"
    static let listTitle = LocalText(fi: "palvelun yksikkö", sv: "tjänstens enhet", en: "unit of a service")

    var label: LocalText {
        switch self {
        case .hour: LocalText(fi: "tunti", sv: "timme", en: "hour")
        case .minute: LocalText(fi: "minuutti", sv: "minut", en: "minute")
        case .day: LocalText(fi: "vuorokausi", sv: "dygn", en: "day")
        case .trip: LocalText(fi: "matka", sv: "resa", en: "trip")
        case .visit: LocalText(fi: "käynti", sv: "besök", en: "visit")
        case .piece: LocalText(fi: "kappale", sv: "styck", en: "piece")
        case .month: LocalText(fi: "kuukausi", sv: "månad", en: "month")
        }
    }
}
