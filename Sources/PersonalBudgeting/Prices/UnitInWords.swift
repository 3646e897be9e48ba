extension ServiceType.Unit {
    /// The unit as a noun in the singular.
    var inWords: LocalText {
        switch self {
        case .hour: LocalText(fi: "tunti", sv: "timme", en: "hour")
        case .minute: LocalText(fi: "minuutti", sv: "minut", en: "minute")
        case .day: LocalText(fi: "päivä", sv: "dag", en: "day")
        case .trip: LocalText(fi: "matka", sv: "resa", en: "trip")
        case .visit: LocalText(fi: "käynti", sv: "besök", en: "visit")
        case .piece: LocalText(fi: "kappale", sv: "styck", en: "piece")
        case .month: LocalText(fi: "kuukausi", sv: "månad", en: "month")
        }
    }
}
