/// The organisers of health and social services by the code of Statistics Finland (hyvinvointialueet; I23).
public enum WellbeingCounty: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Itä-Uudenmaan hyvinvointialue.
    case eastUusimaa = "01"
    /// Keski-Uudenmaan hyvinvointialue.
    case centralUusimaa = "02"
    /// Länsi-Uudenmaan hyvinvointialue.
    case westUusimaa = "03"
    /// Vantaan ja Keravan hyvinvointialue.
    case vantaaAndKerava = "04"
    /// Varsinais-Suomen hyvinvointialue.
    case southwestFinland = "05"
    /// Satakunnan hyvinvointialue.
    case satakunta = "06"
    /// Kanta-Hämeen hyvinvointialue.
    case kantaHame = "07"
    /// Pirkanmaan hyvinvointialue.
    case pirkanmaa = "08"
    /// Päijät-Hämeen hyvinvointialue.
    case paijatHame = "09"
    /// Kymenlaakson hyvinvointialue.
    case kymenlaakso = "10"
    /// Etelä-Karjalan hyvinvointialue.
    case southKarelia = "11"
    /// Etelä-Savon hyvinvointialue.
    case southSavo = "12"
    /// Pohjois-Savon hyvinvointialue.
    case northSavo = "13"
    /// Pohjois-Karjalan hyvinvointialue.
    case northKarelia = "14"
    /// Keski-Suomen hyvinvointialue.
    case centralFinland = "15"
    /// Etelä-Pohjanmaan hyvinvointialue.
    case southOstrobothnia = "16"
    /// Pohjanmaan hyvinvointialue.
    case ostrobothnia = "17"
    /// Keski-Pohjanmaan hyvinvointialue.
    case centralOstrobothnia = "18"
    /// Pohjois-Pohjanmaan hyvinvointialue.
    case northOstrobothnia = "19"
    /// Kainuun hyvinvointialue.
    case kainuu = "20"
    /// Lapin hyvinvointialue.
    case lapland = "21"
    /// The city of Helsinki, which organises the services itself and is no county.
    case helsinki = "90"
    /// Åland, with its own legislation: outside the service.
    case aland = "91"

    /// The two-digit code.
    public var code: String { rawValue }

    /// False for Åland only.
    public var isOrganiser: Bool { self != .aland }

    /// The full name in Finnish.
    public var finnishName: String { names.finnish }

    /// The full name in Swedish.
    public var swedishName: String { names.swedish }

    /// Inhabitants in the funding calculation of 2026 by the Ministry of Finance (I23); nil for Åland.
    public var population: Int? { names.population }

    /// Order of the codes.
    public static func < (left: WellbeingCounty, right: WellbeingCounty) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }

    private var names: (finnish: String, swedish: String, population: Int?) {
        switch self {
        case .eastUusimaa: ("Itä-Uudenmaan hyvinvointialue", "Östra Nylands välfärdsområde", 99_415)
        case .centralUusimaa: ("Keski-Uudenmaan hyvinvointialue", "Mellersta Nylands välfärdsområde", 207_070)
        case .westUusimaa: ("Länsi-Uudenmaan hyvinvointialue", "Västra Nylands välfärdsområde", 502_067)
        case .vantaaAndKerava: ("Vantaan ja Keravan hyvinvointialue", "Vanda och Kervo välfärdsområde", 289_730)
        case .southwestFinland: ("Varsinais-Suomen hyvinvointialue", "Egentliga Finlands välfärdsområde", 494_819)
        case .satakunta: ("Satakunnan hyvinvointialue", "Satakunta välfärdsområde", 211_261)
        case .kantaHame: ("Kanta-Hämeen hyvinvointialue", "Egentliga Tavastlands välfärdsområde", 169_455)
        case .pirkanmaa: ("Pirkanmaan hyvinvointialue", "Birkalands välfärdsområde", 545_406)
        case .paijatHame: ("Päijät-Hämeen hyvinvointialue", "Päijänne-Tavastlands välfärdsområde", 204_635)
        case .kymenlaakso: ("Kymenlaakson hyvinvointialue", "Kymmenedalens välfärdsområde", 157_442)
        case .southKarelia: ("Etelä-Karjalan hyvinvointialue", "Södra Karelens välfärdsområde", 125_083)
        case .southSavo: ("Etelä-Savon hyvinvointialue", "Södra Savolax välfärdsområde", 129_376)
        case .northSavo: ("Pohjois-Savon hyvinvointialue", "Norra Savolax välfärdsområde", 248_815)
        case .northKarelia: ("Pohjois-Karjalan hyvinvointialue", "Norra Karelens välfärdsområde", 162_091)
        case .centralFinland: ("Keski-Suomen hyvinvointialue", "Mellersta Finlands välfärdsområde", 274_112)
        case .southOstrobothnia: ("Etelä-Pohjanmaan hyvinvointialue", "Södra Österbottens välfärdsområde", 189_929)
        case .ostrobothnia: ("Pohjanmaan hyvinvointialue", "Österbottens välfärdsområde", 178_749)
        case .centralOstrobothnia: ("Keski-Pohjanmaan hyvinvointialue", "Mellersta Österbottens välfärdsområde", 67_723)
        case .northOstrobothnia: ("Pohjois-Pohjanmaan hyvinvointialue", "Norra Österbottens välfärdsområde", 418_331)
        case .kainuu: ("Kainuun hyvinvointialue", "Kajanalands välfärdsområde", 69_639)
        case .lapland: ("Lapin hyvinvointialue", "Lapplands välfärdsområde", 176_151)
        case .helsinki: ("Helsingin kaupunki", "Helsingfors stad", 684_018)
        case .aland: ("Ahvenanmaa", "Åland", nil)
        }
    }
}
