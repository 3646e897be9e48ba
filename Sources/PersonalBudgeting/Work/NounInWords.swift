/// The words for a noun of the domain in the sentences of refusals. The forms are those that the sentences need.
public struct NounInWords: Sendable, Equatable {
    /// Finnish nominative: `asia`.
    public let fi: String
    /// Finnish partitive: `asiaa`.
    public let fiPartitive: String
    /// Swedish definite form: `ärendet`.
    public let sv: String
    public let en: String

    private init(_ fi: String, _ fiPartitive: String, _ sv: String, _ en: String) {
        self.fi = fi
        self.fiPartitive = fiPartitive
        self.sv = sv
        self.en = en
    }

    /// Returns the words of a noun (`Recorded.noun`), or those of any resource if it has none of its own.
    public static func of(_ noun: String) -> NounInWords { all[noun] ?? NounInWords("tieto", "tietoa", "uppgiften", "resource") }

    /// Whether a noun has words of its own.
    public static func knows(_ noun: String) -> Bool { all[noun] != nil }

    private static let all: [String: NounInWords] = [
        // Access
        "backup": NounInWords("varmuuskopio", "varmuuskopiota", "säkerhetskopian", "backup"),
        "break_glass": NounInWords(
            "tietojen avaaminen", "tietojen avaamista", "öppnandet av uppgifterna", "opening of a file"),
        "deputyship": NounInWords("sijaisuus", "sijaisuutta", "ställföreträdarskapet", "deputyship"),
        "hetu_key_rotation": NounInWords("avaimen vaihto", "avaimen vaihtoa", "bytet av nyckeln", "rotation of the key"),
        "key": NounInWords("avain", "avainta", "nyckeln", "key"),
        "non_disclosure": NounInWords("turvakielto", "turvakieltoa", "spärrmarkeringen", "non-disclosure order"),
        "operation": NounInWords("toiminto", "toimintoa", "funktionen", "operation"),
        "tie": NounInWords("sidonnaisuus", "sidonnaisuutta", "bindningen", "tie"),
        "unit": NounInWords("yksikkö", "yksikköä", "enheten", "unit"),
        "key_grant": NounInWords("avaimen myöntäminen", "avaimen myöntämistä", "beviljandet av nyckeln", "key grant"),
        "user_role": NounInWords("käyttäjän rooli", "käyttäjän roolia", "användarens roll", "role of a user"),
        "user": NounInWords("käyttäjä", "käyttäjää", "användaren", "user"),
        // People
        "assistant_authorisation": NounInWords(
            "HB-avustajan valtuutus", "HB-avustajan valtuutusta", "PB-handledarens fullmakt", "authorisation of an assistant"),
        "client": NounInWords("asiakas", "asiakasta", "klienten", "client"),
        "close_person": NounInWords("läheinen", "läheistä", "den närstående", "close person"),
        "hb_assistant": NounInWords("HB-avustaja", "HB-avustajaa", "PB-handledaren", "assistant"),
        "representative": NounInWords("edustaja", "edustajaa", "företrädaren", "representative"),
        // Case
        "alternative": NounInWords("vaihtoehto", "vaihtoehtoa", "alternativet", "alternative"),
        "case": NounInWords("asia", "asiaa", "ärendet", "case"),
        "choice": NounInWords("valinta", "valintaa", "valet", "choice"),
        "guidance_event": NounInWords("ohjaus", "ohjausta", "handledningen", "guidance event"),
        "meeting": NounInWords("tapaaminen", "tapaamista", "mötet", "meeting"),
        "municipality": NounInWords("kunta", "kuntaa", "kommunen", "municipality"),
        "regional_model": NounInWords("alueellinen malli", "alueellista mallia", "den regionala modellen", "regional model"),
        "suitability": NounInWords(
            "mahdollisuuksien ja riskien punninta", "mahdollisuuksien ja riskien punnintaa", "vägningen av möjligheter och risker",
            "record of possibilities and risks"),
        // Needs
        "assessment": NounInWords("arviointi", "arviointia", "bedömningen", "assessment"),
        "assessment_method": NounInWords("arviointimenetelmä", "arviointimenetelmää", "bedömningsmetoden", "assessment method"),
        "exercise_agreement": NounInWords("sovittu harjoite", "sovittua harjoitetta", "den överenskomna övningen", "agreed exercise"),
        "exercise_result": NounInWords("harjoitteen tulos", "harjoitteen tulosta", "resultatet av övningen", "exercise result"),
        "life_plan": NounInWords("elämänsuunnitelma", "elämänsuunnitelmaa", "livsplanen", "life plan"),
        "network_map": NounInWords("verkostokartta", "verkostokarttaa", "nätverkskartan", "network map"),
        "statement": NounInWords(
            "tavoite, toive tai tarve", "tavoitetta, toivetta tai tarvetta", "målet, önskemålet eller behovet", "goal, wish or need"),
        "working_note": NounInWords(
            "merkintä siitä, mikä toimii", "merkintää siitä, mikä toimii", "anteckningen om vad som fungerar", "working note"),
        // Prices
        "budget_calculation": NounInWords("laskelma", "laskelmaa", "kalkylen", "calculation"),
        "current_service": NounInWords("nykyinen palvelu", "nykyistä palvelua", "den nuvarande tjänsten", "current service"),
        "price": NounInWords("hinta", "hintaa", "priset", "price"),
        "provider": NounInWords("palveluntuottaja", "palveluntuottajaa", "tjänsteproducenten", "provider"),
        "service_type": NounInWords("palvelutyyppi", "palvelutyyppiä", "servicetypen", "service type"),
        // Plan
        "dialogue_round": NounInWords("vuoropuhelu", "vuoropuhelua", "dialogen", "dialogue round"),
        "plan_comment": NounInWords("kommentti", "kommenttia", "kommentaren", "comment on the plan"),
        "plan_question": NounInWords(
            "tukisuunnitelman kysymys", "tukisuunnitelman kysymystä", "frågan i stödplanen", "question of the support plan"),
        "service_plan": NounInWords("asiakassuunnitelma", "asiakassuunnitelmaa", "klientplanen", "service plan"),
        "support_plan": NounInWords("tukisuunnitelma", "tukisuunnitelmaa", "stödplanen", "support plan"),
        // Decision
        "body_handling": NounInWords(
            "käsittely toimielimessä", "käsittelyä toimielimessä", "behandlingen i organet", "handling by the body"),
        "decision": NounInWords("päätös", "päätöstä", "beslutet", "decision"),
        "notice": NounInWords("tiedoksianto", "tiedoksiantoa", "delgivningen", "notice"),
        // Money
        "agreement": NounInWords("sopimus", "sopimusta", "avtalet", "agreement"),
        "budget": NounInWords("budjetti", "budjettia", "budgeten", "budget"),
        "budget_line": NounInWords("budjetin rivi", "budjetin riviä", "budgetraden", "budget line"),
        "transfer": NounInWords("siirto", "siirtoa", "överföringen", "transfer"),
        // ServiceData
        "actual": NounInWords("toteuma", "toteumaa", "utfallet", "actual"),
        "service_data_batch": NounInWords("toteumaerä", "toteumaerää", "partiet av utfallsdata", "batch of service data"),
        "service_data_item": NounInWords("toteumaerän rivi", "toteumaerän riviä", "raden i partiet", "row of a batch"),
        // FollowUp
        "catalogue_item": NounInWords("ideapankin kohde", "ideapankin kohdetta", "inslaget i idébanken", "item of the catalogue"),
        "client_effort": NounInWords(
            "merkintä ajasta ja kuluista", "merkintää ajasta ja kuluista", "anteckningen om tid och kostnader",
            "entry of time and costs"),
        "development_idea": NounInWords("kehittämisidea", "kehittämisideaa", "utvecklingsidén", "idea for the model"),
        "diary_entry": NounInWords("päiväkirjan merkintä", "päiväkirjan merkintää", "dagboksanteckningen", "diary entry"),
        "form": NounInWords("lomake", "lomaketta", "formuläret", "form"),
        "form_instrument": NounInWords("mittari", "mittaria", "mätaren", "form instrument"),
        "group_discussion": NounInWords("ryhmäkeskustelu", "ryhmäkeskustelua", "gruppdiskussionen", "group discussion"),
        "monitoring_agreement": NounInWords(
            "sovittu seuranta", "sovittua seurantaa", "den överenskomna uppföljningen", "monitoring agreement"),
        "peer_group": NounInWords("vertaisryhmä", "vertaisryhmää", "kamratgruppen", "peer group"),
        "peer_meeting": NounInWords("vertaisryhmän tapaaminen", "vertaisryhmän tapaamista", "kamratgruppens möte", "peer meeting"),
        "peer_membership": NounInWords(
            "vertaisryhmän jäsenyys", "vertaisryhmän jäsenyyttä", "medlemskapet i kamratgruppen", "membership of a peer group"),
        "research_consent": NounInWords("tutkimussuostumus", "tutkimussuostumusta", "samtycket till forskning", "consent to research"),
        "review": NounInWords("väliarviointi", "väliarviointia", "mellanutvärderingen", "review"),
        "worker_experience": NounInWords(
            "työntekijän kokemus", "työntekijän kokemusta", "arbetstagarens erfarenhet", "experience of a worker"),
    ]
}
