import PersonalBudgeting

/// The access log in plain words for the client (Asiakastietolaki 703/2023): who, what, why, when.
enum AccessWords {
    // MARK: What

    /// Returns what an operation did, or tried to do.
    /// - Parameters:
    /// - id: the operation id. The id of an older version that is no longer in the table is shown unchanged.
    /// - status: the HTTP status of the answer.
    static func what(_ id: String, status: Int, manner: AccessEntry.Manner? = nil, _ language: Language) -> String {
        let isRefused = status >= 400
        guard let words = byOperation[id] else {
            return language.choose(isRefused ? handled.tried : handled.did) + " (\(id))" + (isRefused ? language.choose(refused) : "")
        }
        let verb =
            switch manner {
            case .dryRun?: language.choose(rehearsed)
            case .replay?: language.choose(again)
            case nil: language.choose(isRefused ? words.verb.tried : words.verb.did)
            }
        return "\(verb): \(language.choose(words.subject))" + (isRefused ? language.choose(refused) : "")
    }

    /// The words of every operation that has a subject. A test checks that no operation is missing.
    static let byOperation: [String: (verb: Verb, subject: LocalText)] = Operations.all.reduce(into: [:]) { words, operation in
        guard let subject = special[operation.id] ?? subject(of: operation.path) else { return }
        words[operation.id] = (Verb(operation), subject)
    }

    /// A verb in two forms: done and tried.
    struct Verb: Sendable {
        let did: LocalText
        let tried: LocalText

        init(did: LocalText, tried: LocalText) {
            self.did = did
            self.tried = tried
        }

        init(_ operation: Operation) {
            self =
                switch operation.effect {
                case .read: AccessWords.read
                case .create: AccessWords.recorded
                case .change, .replace: AccessWords.changed
                case .submit: operation.path.hasSuffix("/search") ? AccessWords.searched : AccessWords.delivered
                }
        }
    }

    private static let read = Verb(
        did: LocalText(fi: "Luki", sv: "Läste", en: "Read"),
        tried: LocalText(fi: "Yritti lukea", sv: "Försökte läsa", en: "Tried to read"))
    private static let recorded = Verb(
        did: LocalText(fi: "Kirjasi", sv: "Antecknade", en: "Recorded"),
        tried: LocalText(fi: "Yritti kirjata", sv: "Försökte anteckna", en: "Tried to record"))
    private static let changed = Verb(
        did: LocalText(fi: "Muutti", sv: "Ändrade", en: "Changed"),
        tried: LocalText(fi: "Yritti muuttaa", sv: "Försökte ändra", en: "Tried to change"))
    private static let searched = Verb(
        did: LocalText(fi: "Haki", sv: "Sökte", en: "Searched"),
        tried: LocalText(fi: "Yritti hakea", sv: "Försökte söka", en: "Tried to search"))
    private static let delivered = Verb(
        did: LocalText(fi: "Toimitti", sv: "Lämnade", en: "Delivered"),
        tried: LocalText(fi: "Yritti toimittaa", sv: "Försökte lämna", en: "Tried to deliver"))
    private static let handled = Verb(
        did: LocalText(fi: "Käsitteli tietoja", sv: "Behandlade uppgifter", en: "Handled data"),
        tried: LocalText(fi: "Yritti käsitellä tietoja", sv: "Försökte behandla uppgifter", en: "Tried to handle data"))
    private static let rehearsed = LocalText(
        fi: "Kokeili tallentamatta", sv: "Prövade utan att spara", en: "Rehearsed without keeping")
    private static let again = LocalText(
        fi: "Sai aiemman vastauksen uudelleen", sv: "Fick ett tidigare svar igen", en: "Got an earlier answer again")
    private static let refused = LocalText(fi: " (ei onnistunut)", sv: " (lyckades inte)", en: " (was refused)")

    /// The subjects of operations whose paths say too little.
    static let special: [String: LocalText] = [
        "listClients": LocalText(
            fi: "asiakasluettelo tai haku nimellä", sv: "klientförteckningen eller sökning med namn",
            en: "the list of clients, or a search by name"),
        "searchClients": LocalText(
            fi: "asiakas henkilötunnuksella tai asiakasnumerolla", sv: "klienten med personbeteckning eller klientnummer",
            en: "the client by national id or client number"),
        "listCases": LocalText(fi: "asioiden luettelo", sv: "förteckningen över ärenden", en: "the list of cases"),
    ]

    /// Returns the subject of the last segment of the path that names a thing. Commands are verbs about the segment before them.
    private static func subject(of path: String) -> LocalText? {
        path.split(separator: "/").reversed().lazy.compactMap { subjects[String($0)] }.first
    }

    static let subjects: [String: LocalText] = [
        "access-log": LocalText(fi: "lokitiedot", sv: "logguppgifter", en: "the access log"),
        "actuals": LocalText(fi: "toteutuneet palvelut", sv: "utfallet av tjänsterna", en: "delivered services"),
        "agreements": LocalText(fi: "sopimukset ja hankinnat", sv: "avtal och anskaffningar", en: "agreements and purchases"),
        "alternatives": LocalText(fi: "esitellyt vaihtoehdot", sv: "presenterade alternativ", en: "the alternatives presented"),
        "assessment-methods": LocalText(fi: "arviointimenetelmät", sv: "bedömningsmetoder", en: "assessment methods"),
        "assessments": LocalText(fi: "palvelutarpeen arvioinnit", sv: "bedömningar av servicebehovet", en: "assessments of needs"),
        "assistant-authorisations": LocalText(
            fi: "HB-avustajan valtuutukset", sv: "fullmakter för PB-handledaren", en: "authorisations of an assistant"),
        "backups": LocalText(fi: "varmuuskopiot", sv: "säkerhetskopior", en: "backups"),
        "balances": LocalText(fi: "budjetin saldot", sv: "budgetens saldon", en: "the balances of the budget"),
        "batches": LocalText(fi: "palvelujen toteumatiedot", sv: "uppgifter om utförda tjänster", en: "data on delivered services"),
        "break-glass": LocalText(
            fi: "asiakkaan tietojen avaaminen perustellusta syystä", sv: "öppnandet av klientens uppgifter av ett motiverat skäl",
            en: "the opening of the client's file with a reason"),
        "budget-calculations": LocalText(
            fi: "palvelujen arvon laskelmat", sv: "kalkyler över tjänsternas värde", en: "calculations of the value of services"),
        "budgets": LocalText(fi: "henkilökohtainen budjetti", sv: "personlig budget", en: "the personal budget"),
        "cases": LocalText(fi: "asian tiedot", sv: "uppgifter om ärendet", en: "the case"),
        "catalogue-items": LocalText(fi: "ideapankki", sv: "idébanken", en: "the catalogue"),
        "changes": LocalText(fi: "tieto siitä, mitä on muuttunut", sv: "uppgift om vad som har ändrats", en: "what has changed"),
        "choices": LocalText(
            fi: "valinta henkilökohtaisesta budjetista", sv: "valet av personlig budget", en: "the choice of personal budgeting"),
        "clients": LocalText(fi: "asiakkaan perustiedot", sv: "klientens basuppgifter", en: "the client's details"),
        "close-persons": LocalText(fi: "läheiset", sv: "närstående", en: "close persons"),
        "code-lists": LocalText(fi: "koodistot", sv: "kodlistorna", en: "the code lists"),
        "comments": LocalText(fi: "kommentit tukisuunnitelmaan", sv: "kommentarer till stödplanen", en: "comments on the support plan"),
        "consented-cases": LocalText(
            fi: "tutkimukseen suostuneet", sv: "de som samtyckt till forskning", en: "those who consented to research"),
        "current-services": LocalText(fi: "nykyiset palvelut", sv: "nuvarande tjänster", en: "current services"),
        "decisions": LocalText(fi: "päätökset", sv: "beslut", en: "decisions"),
        "deputyships": LocalText(fi: "sijaisuudet", sv: "ställföreträdarskap", en: "deputyships"),
        "development-ideas": LocalText(fi: "kehittämisideat", sv: "utvecklingsidéer", en: "ideas for development"),
        "dialogue-rounds": LocalText(fi: "vuoropuhelu", sv: "dialogen", en: "the dialogue"),
        "diary-entries": LocalText(fi: "päiväkirja", sv: "dagboken", en: "the diary"),
        "effort-summary": LocalText(
            fi: "asiakkaan oma aika ja kulut", sv: "klientens egen tid och kostnader", en: "the client's time and costs"),
        "efforts": LocalText(fi: "asiakkaan oma aika ja kulut", sv: "klientens egen tid och kostnader", en: "the client's time and costs"),
        "explain": LocalText(fi: "pääsyn peruste", sv: "grunden för åtkomst", en: "the grounds for access"),
        "exercise-agreements": LocalText(fi: "sovitut harjoitukset", sv: "överenskomna övningar", en: "agreed exercises"),
        "exercise-results": LocalText(fi: "harjoitusten tulokset", sv: "resultat av övningar", en: "results of exercises"),
        "form-comparison": LocalText(fi: "lomakkeiden vertailu", sv: "jämförelse av formulär", en: "the comparison of forms"),
        "form-coverage": LocalText(fi: "lomakkeiden kattavuus", sv: "formulärens täckning", en: "the coverage of forms"),
        "form-instruments": LocalText(fi: "mittarit", sv: "mätare", en: "form instruments"),
        "forms": LocalText(fi: "lomakkeet ja vastaukset", sv: "formulär och svar", en: "forms and answers"),
        "goal-trends": LocalText(fi: "tavoitteiden eteneminen", sv: "hur målen framskrider", en: "the progress of goals"),
        "group-discussions": LocalText(fi: "ryhmäkeskustelut", sv: "gruppdiskussioner", en: "group discussions"),
        "guidance-events": LocalText(fi: "annettu ohjaus", sv: "given handledning", en: "guidance given"),
        "handlings": LocalText(fi: "käsittely toimielimessä", sv: "behandling i organet", en: "the handling in the body"),
        "hb-assistants": LocalText(fi: "HB-avustajat", sv: "PB-handledare", en: "assistants"),
        "held": LocalText(fi: "selvitettävät toteumatiedot", sv: "uppgifter som ska utredas", en: "service data held for a decision"),
        "imports": LocalText(fi: "palvelujen toteumatiedot", sv: "uppgifter om utförda tjänster", en: "data on delivered services"),
        "hetu-key-rotations": LocalText(
            fi: "henkilötunnusten avaimen vaihto", sv: "byte av nyckeln för personbeteckningar",
            en: "the rotation of the key for national ids"),
        "verification": LocalText(fi: "tietojen tarkistus", sv: "kontrollen av uppgifterna", en: "the verification of the stored data"),
        "hetu-keys": LocalText(fi: "henkilötunnusten avaimet", sv: "nycklarna för personbeteckningar", en: "the keys for national ids"),
        "intakes": LocalText(fi: "ensimmäinen yhteydenotto", sv: "den första kontakten", en: "the first contact"),
        "items": LocalText(fi: "palvelujen toteumatiedot", sv: "uppgifter om utförda tjänster", en: "data on delivered services"),
        "key-grants": LocalText(
            fi: "henkilöstölle tehdyt avaimet", sv: "nycklar gjorda åt personalen", en: "the keys made for staff"),
        "keys": LocalText(fi: "käyttöoikeudet", sv: "åtkomsträttigheter", en: "access rights"),
        "ledger-entries": LocalText(fi: "budjetin tapahtumat", sv: "budgetens händelser", en: "movements of the budget"),
        "life-plans": LocalText(fi: "elämänsuunnitelma", sv: "livsplanen", en: "the life plan"),
        "lines": LocalText(fi: "budjetin rivit", sv: "budgetens rader", en: "the lines of the budget"),
        "local-contact": LocalText(fi: "paikallinen yhteystieto", sv: "lokal kontaktuppgift", en: "the local contact"),
        "me": LocalText(fi: "omat käyttäjätiedot", sv: "egna användaruppgifter", en: "the user's own details"),
        "meetings": LocalText(fi: "tapaamiset", sv: "möten", en: "meetings"),
        "memberships": LocalText(fi: "vertaisryhmän jäsenyydet", sv: "medlemskap i kamratgruppen", en: "memberships of a peer group"),
        "money-view": LocalText(fi: "rahatilanne", sv: "penningläget", en: "the money view"),
        "monitoring-agreements": LocalText(fi: "sovittu seuranta", sv: "överenskommen uppföljning", en: "agreed monitoring"),
        "municipalities": LocalText(fi: "kunnat", sv: "kommuner", en: "municipalities"),
        "non-disclosure": LocalText(fi: "turvakielto", sv: "spärrmarkering", en: "the non-disclosure order"),
        "ties": LocalText(
            fi: "ilmoitettu sidonnaisuus (esteellisyys)", sv: "anmäld bindning (jäv)", en: "a declared tie (disqualification)"),
        "whereabouts": LocalText(
            fi: "osoite- ja yhteystiedot, myös turvakiellon alaiset",
            sv: "adress- och kontaktuppgifter, också de som omfattas av spärrmarkering",
            en: "the address and contact details, including those under a non-disclosure order"),
        "network": LocalText(fi: "läheisverkosto", sv: "närnätverket", en: "the network"),
        "network-maps": LocalText(fi: "verkostokartta", sv: "nätverkskartan", en: "the network map"),
        "notices": LocalText(fi: "tiedoksiannot", sv: "delgivningar", en: "notices of the decision"),
        "overview": LocalText(fi: "yhteenveto", sv: "sammandraget", en: "the overview"),
        "peer-groups": LocalText(fi: "vertaisryhmät", sv: "kamratgrupper", en: "peer groups"),
        "prices": LocalText(fi: "hinnasto", sv: "prislistan", en: "the price list"),
        "problems": LocalText(fi: "ohje virhetilanteeseen", sv: "anvisning för en felsituation", en: "the explanation of a problem"),
        "providers": LocalText(fi: "palveluntuottajat", sv: "tjänsteproducenter", en: "providers"),
        "readiness": LocalText(fi: "asian valmius", sv: "ärendets beredskap", en: "the readiness of the case"),
        "regional-models": LocalText(fi: "alueellinen malli", sv: "den regionala modellen", en: "the regional model"),
        "representatives": LocalText(fi: "edustajat", sv: "företrädare", en: "representatives"),
        "research-consents": LocalText(fi: "tutkimussuostumukset", sv: "samtycken till forskning", en: "consents to research"),
        "reviews": LocalText(fi: "väliarvioinnit", sv: "mellanutvärderingar", en: "reviews"),
        "roles": LocalText(fi: "käyttäjän roolit", sv: "användarens roller", en: "the user's roles"),
        "service-plans": LocalText(fi: "asiakassuunnitelma", sv: "klientplanen", en: "the service plan"),
        "service-types": LocalText(fi: "palvelutyypit", sv: "servicetyper", en: "service types"),
        "statements": LocalText(fi: "tavoitteet, toiveet ja tarpeet", sv: "mål, önskemål och behov", en: "goals, wishes and needs"),
        "subject-report": LocalText(
            fi: "kaikki asiakkaasta tallennetut tiedot", sv: "alla uppgifter om klienten", en: "all data kept about the client"),
        "suitability": LocalText(fi: "mahdollisuudet ja riskit", sv: "möjligheter och risker", en: "possibilities and risks"),
        "support-plan-questions": LocalText(
            fi: "tukisuunnitelman kysymykset", sv: "stödplanens frågor", en: "the questions of the support plan"),
        "support-plans": LocalText(fi: "tukisuunnitelma", sv: "stödplanen", en: "the support plan"),
        "timeline": LocalText(fi: "asian vaiheet", sv: "ärendets skeden", en: "the steps of the case"),
        "transfers": LocalText(fi: "siirrot budjetin sisällä", sv: "överföringar inom budgeten", en: "transfers within the budget"),
        "units": LocalText(fi: "yksiköt", sv: "enheter", en: "units"),
        "users": LocalText(fi: "käyttäjät", sv: "användare", en: "users"),
        "wellbeing-counties": LocalText(fi: "hyvinvointialueet", sv: "välfärdsområden", en: "wellbeing services counties"),
        "work-queue": LocalText(fi: "työjono", sv: "arbetskön", en: "the work queue"),
        "worker-experiences": LocalText(fi: "työntekijöiden kokemukset", sv: "arbetstagarnas erfarenheter", en: "workers' experiences"),
        "worker-views": LocalText(fi: "työntekijän näkemys", sv: "arbetstagarens syn", en: "the worker's view"),
        "working-notes": LocalText(fi: "mikä toimii ja mikä ei", sv: "vad som fungerar och inte", en: "what works and what does not"),
    ]
}

extension AccessWords {
    // MARK: Who and why

    static func title(of role: Role) -> LocalText { role.inWords }

    /// Returns the ground of the handling (703/2023, 11 §), and the purpose that the caller gave (`X-Purpose`).
    static func why(_ role: Role, _ ground: AccessGround, purpose: String?, _ language: Language) -> String {
        let text =
            switch ground {
            case .nothing: untold
            case .relation(.breakGlass): opened
            case .relation(.extract): decided
            // The task of workers and deciders is to care and to decide. With the duty alone there is no client relationship.
            case .relation(.task) where [.socialWorker, .serviceCoordinator, .decisionMaker, .bodySecretary].contains(role): duty
            case .role, .relation: self.ground(of: role)
            }
        return language.choose(text) + (purpose.map { language.choose(said) + $0 } ?? "")
    }

    private static let said = LocalText(fi: "; ilmoitettu syy: ", sv: "; uppgivet skäl: ", en: "; the reason given: ")

    private static let duty = LocalText(
        fi: "virkatehtävä ilman asiakassuhdetta", sv: "tjänsteuppgift utan klientförhållande",
        en: "an official duty without a client relationship")
    private static let opened = LocalText(
        fi: "ei osaa asiakkaan hoidossa; avasi tiedot perustellen, ja toinen tarkastaa perusteen",
        sv: "ingen del i vården av klienten; öppnade uppgifterna med ett skäl, som någon annan granskar",
        en: "not involved in the client's care; opened the file with a reason that somebody else reviews")
    private static let decided = LocalText(
        fi: "päätöksenteko asiakkaan asiassa: vain päätös ja sen käsittely",
        sv: "beslutsfattande i klientens ärende: endast beslutet och dess behandling",
        en: "decisions in the client's case: only the decision and its handling")
    private static let untold = LocalText(
        fi: "ei perustetta: tietoja ei annettu", sv: "ingen grund: inga uppgifter gavs", en: "no grounds: no data was given")

    /// The task of the role (A19).
    private static func ground(of role: Role) -> LocalText {
        switch role {
        case .socialWorker, .serviceCoordinator:
            LocalText(
                fi: "asiakassuhde: palvelujen järjestäminen", sv: "klientförhållande: ordnande av service",
                en: "the client relationship: arranging services")
        case .decisionMaker, .bodySecretary:
            LocalText(fi: "päätöksenteko asiakkaan asiassa", sv: "beslutsfattande i klientens ärende", en: "decisions in the client's case")
        case .finance:
            LocalText(fi: "budjetin ja maksujen hoito", sv: "skötsel av budgeten och betalningarna", en: "managing the budget and payments")
        case .admin:
            LocalText(
                fi: "käyttöoikeuksien ja järjestelmän hoito", sv: "skötsel av åtkomsträttigheter och systemet",
                en: "managing access rights and the system")
        case .auditor:
            LocalText(fi: "lakisääteinen tarkastus", sv: "lagstadgad granskning", en: "the statutory audit")
        case .dataProtectionOfficer:
            LocalText(
                fi: "tietojen käsittelyn valvonta", sv: "tillsyn över behandlingen av uppgifter", en: "oversight of the handling of data")
        case .system:
            LocalText(
                fi: "palvelutietojen lakisääteinen siirto", sv: "lagstadgad överföring av serviceuppgifter",
                en: "the statutory transfer of service data")
        case .client: LocalText(fi: "oma asia", sv: "eget ärende", en: "the client's own case")
        case .representative:
            LocalText(fi: "asiakkaan puolesta toimiminen", sv: "handlande för klientens räkning", en: "acting for the client")
        case .hbAssistant:
            LocalText(fi: "asiakkaan kirjallinen valtuutus", sv: "klientens skriftliga fullmakt", en: "the client's written authorisation")
        case .provider:
            LocalText(fi: "palvelun toteuttaminen", sv: "utförande av tjänsten", en: "carrying out the service")
        case .researcher:
            LocalText(
                fi: "asiakkaan suostumus tutkimukseen", sv: "klientens samtycke till forskning", en: "the client's consent to research")
        }
    }

    // MARK: When

    /// A moment in Helsinki time: 30.6.2026 klo 12.00.15, 30.6.2026 kl. 12.00.15, 30 June 2026 at 12:00:15.
    static func when(_ moment: Instant, _ language: Language) -> String {
        // Shifted by the offset, so that the text in UTC shows Helsinki time.
        let local = moment.adding(seconds: Int64(moment.helsinkiOffsetSeconds)) ?? moment
        let time = "\(local)".dropFirst(11).prefix(8)
        let date = day(local.utcDate, language)
        return switch language {
        case .fi: "\(date) klo \(time.replacing(":", with: "."))"
        case .sv: "\(date) kl. \(time.replacing(":", with: "."))"
        case .en: "\(date) at \(time)"
        }
    }

    static func day(_ date: CalendarDate, _ language: Language) -> String {
        guard language == .en else { return "\(date.day).\(date.month).\(date.year)" }
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
        ]
        return "\(date.day) \(months[date.month - 1]) \(date.year)"
    }
}
