/// A service type that a new register begins with, and what a unit of it usually costs.
///
/// The types are those of H1, the prices those of G21: estimates for synthetic counties and first drafts of a
/// price list, not anybody's tariff. No paragraphs are named, since they change with the act; an administrator adds them.
public struct StandardService: Sendable {
    public let code: String
    public let details: ServiceType.Details
    /// Of one unit; nil where no source gives one.
    public let price: PriceAnchor?

    /// A usual unit price and the range that is met.
    public struct PriceAnchor: Sendable {
        public let usual: Money
        public let range: ClosedRange<Money>
    }

    /// The codes of the acts, as `ServiceType.Details.law` names them, and how a decision names them.
    private enum Act: String {
        case vammaispalvelulaki = "vammaispalvelulaki_675_2023"
        case sosiaalihuoltolaki = "sosiaalihuoltolaki_1301_2014"
        case omaishoitolaki = "omaishoitolaki_937_2005"

        var legalBasis: String {
            switch self {
            case .vammaispalvelulaki: "Vammaispalvelulaki 675/2023"
            case .sosiaalihuoltolaki: "Sosiaalihuoltolaki 1301/2014"
            case .omaishoitolaki: "Laki omaishoidon tuesta 937/2005"
            }
        }

        /// The first day the act is in force.
        var inForceFrom: CalendarDate? {
            switch self {
            case .vammaispalvelulaki: CalendarDate(year: 2025, month: 1, day: 1)
            case .sosiaalihuoltolaki: CalendarDate(year: 2015, month: 4, day: 1)
            case .omaishoitolaki: CalendarDate(year: 2006, month: 1, day: 1)
            }
        }
    }

    /// In the order of section 3.4.
    public static let all: [StandardService] = [
        make("valmennus", "Valmennus", "Träning", .hour, euros: 65, 55...80),
        make("tuettu_paatoksenteko", "Tuettu päätöksenteko", "Stöd för beslutsfattande", .hour, euros: 65, 55...80),
        make(
            "henkilokohtainen_apu_tyonantajamalli", "Henkilökohtainen apu, työnantajamalli", "Personlig assistans, arbetsgivarmodellen",
            .hour, isFree: true, euros: 18, 15...22),
        make(
            "henkilokohtainen_apu", "Henkilökohtainen apu, palveluseteli tai ostopalvelu",
            "Personlig assistans, servicesedel eller köpt tjänst", .hour, isFree: true, euros: 36, 27...42),
        make("erityinen_osallisuuden_tuki", "Erityinen osallisuuden tuki", "Särskilt stöd för delaktighet", .hour, euros: 38, 32...45),
        make("vaativa_moniammatillinen_tuki", "Vaativa moniammatillinen tuki", "Krävande multiprofessionellt stöd", .hour),
        make("asumisen_tuki", "Asumisen tuki", "Stöd för boendet", .hour, euros: 50, 40...60),
        make(
            "asumisen_tuki_ymparivuorokautinen", "Asumisen tuki, ympärivuorokautinen", "Stöd för boendet dygnet runt", .day, euros: 185,
            120...260),
        make("lapsen_asumisen_tuki", "Lapsen asumisen tuki", "Stöd för barns boende", .day),
        make(
            "esteettoman_asumisen_tuki", "Esteettömän asumisen tuki", "Stöd för tillgängligt boende", .piece, euros: 6_000,
            1_500...25_000),
        make("lyhytaikainen_huolenpito", "Lyhytaikainen huolenpito", "Kortvarig omsorg", .day, euros: 250, 180...330),
        make("paivatoiminta", "Päivätoiminta", "Dagverksamhet", .day, isFree: true, euros: 85, 60...110),
        make("liikkumisen_tuki", "Liikkumisen tuki", "Stöd för rörligheten", .trip, euros: 27, 18...45),
        make("taloudellinen_tuki", "Taloudellinen tuki", "Ekonomiskt stöd", .piece, euros: 1_500, 200...8_000),
        make("muut_palvelut", "Muut palvelut", "Övriga tjänster", .piece, isSubjectiveRight: false, euros: 60, 10...300),
        make("kotihoito", "Kotihoito", "Hemvård", .hour, .sosiaalihuoltolaki, isSubjectiveRight: false, euros: 36, 36...72),
        make("sosiaaliohjaus", "Sosiaaliohjaus", "Social handledning", .visit, .sosiaalihuoltolaki, isSubjectiveRight: false),
        make(
            "liikkumista_tukevat_palvelut", "Liikkumista tukevat palvelut", "Service som stöder rörlighet", .trip, .sosiaalihuoltolaki,
            isSubjectiveRight: false),
        make("omaishoidon_tuki", "Omaishoidon tuki", "Stöd för närståendevård", .month, .omaishoitolaki, isSubjectiveRight: false),
    ].compactMap { $0 }

    private static func make(
        _ code: String, _ nameFi: String, _ nameSv: String, _ unit: ServiceType.Unit, _ act: Act = .vammaispalvelulaki,
        isSubjectiveRight: Bool = true, isFree: Bool = false, euros: Int64? = nil, _ range: ClosedRange<Int64>? = nil
    ) -> StandardService? {
        guard let validFrom = act.inForceFrom else { return nil }
        var price: PriceAnchor?
        if let euros, let range {
            guard let usual = Money(cents: euros * 100), let least = Money(cents: range.lowerBound * 100),
                let most = Money(cents: range.upperBound * 100)
            else { return nil }
            price = PriceAnchor(usual: usual, range: least...most)
        }
        return StandardService(
            code: code,
            details: ServiceType.Details(
                nameFi: nameFi, nameSv: nameSv, unit: unit, law: act.rawValue, legalBasis: act.legalBasis,
                isSubjectiveRight: isSubjectiveRight, isFreeOfCharge: isFree, validFrom: validFrom, validTo: nil),
            price: price)
    }
}
