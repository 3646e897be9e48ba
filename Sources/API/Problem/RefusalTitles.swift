import PersonalBudgeting

extension RefusalCode {
    /// The HTTP status (Docs/api-conventions.md): 403 for missing rights, 404 for missing resources, 409 for conflicts of state and money
    /// and for duplicates, 412 for stale versions, 422 for content that is not valid.
    var status: Int {
        switch self {
        case .forbidden, .ownWordsOnly, .authorityExceeded, .authorisationMissing, .wrongSource: 403
        case .notFound: 404
        case .illegalTransition, .duplicate, .duplicateHetu, .secondOpenCase, .alternativesMissing, .choiceMissing,
            .openCommitments, .caseClosed, .agreementMissing, .overlappingPrice, .revisionFrozen, .dialogueMissing, .planNotReady,
            .calculationMissing, .budgetMissing, .decisionMissing, .purchaseMissing, .decisionFrozen, .wrongAuthority, .fourEyes,
            .amountsDiffer,
            .servicePlanOutdated, .monitoringMissing, .insufficientBudget, .providerNotApproved, .clientOpinionMissing,
            .transferBound, .earmarkedLine, .belowCommitted, .alreadyReversed, .budgetsDisagree, .overlappingValidity,
            .modelInForce, .disqualified, .tooManyKeys, .lastAdministrator, .formOrder, .formClosed, .consentMissing, .optInMissing,
            .eventChanged:
            409
        case .stale: 412
        case .invalid, .noModelInForce, .suitabilityMissing, .commitmentsMissing, .contactForbidden, .extensionReasonMissing,
            .unknownMethod, .thirdPersonData, .noPriceOnDate, .mixedBases, .basisNotAllowed, .changeNotWanted,
            .requiredAnswersMissing, .excessNotJustified, .excludedPurpose, .decisionIncomplete, .reasonsMissing, .outsidePeriod,
            .serviceExcluded, .trialTooLong, .batchTooLarge, .reasonNeeded:
            422
        }
    }

    /// The title of the problem.
    var title: LocalText {
        switch self {
        // Any resource
        case .invalid: LocalText(fi: "Tiedot eivät kelpaa", sv: "Uppgifterna är inte giltiga", en: "The content is not valid")
        case .notFound: LocalText(fi: "Tietoa ei löydy", sv: "Uppgiften finns inte", en: "Not found")
        case .disqualified:
            LocalText(fi: "Käsittelijä on esteellinen", sv: "Handläggaren är jävig", en: "The person is disqualified")
        case .lastAdministrator:
            LocalText(
                fi: "Viimeistä pääkäyttäjää ei voi poistaa", sv: "Den sista huvudanvändaren kan inte tas bort",
                en: "The last administrator stays")
        case .tooManyKeys:
            LocalText(fi: "Käyttäjällä on jo kaksi avainta", sv: "Användaren har redan två nycklar", en: "The user already has two keys")
        case .forbidden: LocalText(fi: "Käyttöoikeus puuttuu", sv: "Behörighet saknas", en: "The right is missing")
        case .illegalTransition:
            LocalText(
                fi: "Toiminto ei ole mahdollinen tässä tilassa", sv: "Åtgärden är inte möjlig i detta tillstånd",
                en: "Not possible in this state")
        case .stale:
            LocalText(fi: "Tiedot ovat välillä muuttuneet", sv: "Uppgifterna har ändrats under tiden", en: "Changed in the meantime")
        case .duplicate: LocalText(fi: "Sama tieto on jo olemassa", sv: "Samma uppgift finns redan", en: "It already exists")
        case .ownWordsOnly:
            LocalText(
                fi: "Asiakkaan omia sanoja ei voi muuttaa", sv: "Klientens egna ord kan inte ändras",
                en: "Only the client may change the client's own words")
        // Client register
        case .duplicateHetu:
            LocalText(
                fi: "Henkilötunnus on jo rekisterissä", sv: "Personbeteckningen finns redan i registret",
                en: "The national id is already in the register")
        // Case and choice
        case .secondOpenCase:
            LocalText(
                fi: "Asiakkaalla on jo avoin asia", sv: "Klienten har redan ett öppet ärende",
                en: "The client already has an open case")
        case .noModelInForce:
            LocalText(
                fi: "Voimassa olevaa alueellista mallia ei ole", sv: "Det finns ingen gällande regional modell",
                en: "No regional model is in force")
        case .alternativesMissing:
            LocalText(
                fi: "Muita vaihtoehtoja ei ole esitelty", sv: "Inga andra alternativ har presenterats",
                en: "No other alternatives presented")
        case .suitabilityMissing:
            LocalText(
                fi: "Sopivuuden arviointi puuttuu", sv: "Bedömning av lämpligheten saknas",
                en: "The weighing of suitability is missing")
        case .commitmentsMissing:
            LocalText(fi: "Asiakkaan sitoumukset puuttuvat", sv: "Klientens åtaganden saknas", en: "The client's commitments are missing")
        case .choiceMissing: LocalText(fi: "Asiakkaan valinta puuttuu", sv: "Klientens val saknas", en: "The client's choice is missing")
        case .contactForbidden:
            LocalText(
                fi: "Asiakas on kieltänyt yhteydenoton henkilöön", sv: "Klienten har förbjudit kontakt med personen",
                en: "The client has forbidden contact with the person")
        case .extensionReasonMissing:
            LocalText(
                fi: "Määräajan pidentämisen perustelu puuttuu", sv: "Motivering till förlängningen av tidsfristen saknas",
                en: "The reason for the extension is missing")
        case .openCommitments:
            LocalText(fi: "Budjetissa on vielä sidottuja varoja", sv: "Budgeten har ännu bundna medel", en: "There are open commitments")
        // Needs and assessments
        case .unknownMethod: LocalText(fi: "Arviointitapaa ei tunneta", sv: "Bedömningsmetoden är okänd", en: "Unknown assessment method")
        case .caseClosed:
            LocalText(
                fi: "Asia on päättymässä tai suljettu", sv: "Ärendet är under avslutning eller har stängts",
                en: "The case is ending or closed")
        case .agreementMissing:
            LocalText(
                fi: "Harjoitteesta tai testistä ei ole sovittu", sv: "Man har inte kommit överens om övningen eller testet",
                en: "The exercise or test has not been agreed")
        case .thirdPersonData:
            LocalText(
                fi: "Toisesta henkilöstä on liikaa tietoja", sv: "Det finns för många uppgifter om en annan person",
                en: "Too much data about another person")
        // Calculation and prices
        case .noPriceOnDate:
            LocalText(
                fi: "Päivälle ei ole voimassa olevaa hintaa", sv: "Det finns inget gällande pris för dagen",
                en: "No price is valid on the date")
        case .overlappingPrice:
            LocalText(
                fi: "Hinnan voimassaolo menee päällekkäin toisen hinnan kanssa", sv: "Prisets giltighetstid överlappar ett annat pris",
                en: "The price overlaps another")
        case .mixedBases:
            LocalText(
                fi: "Laskelmassa on kaksi eri perustetta", sv: "Beräkningen har två olika grunder",
                en: "The calculation mixes two bases")
        case .basisNotAllowed:
            LocalText(fi: "Laskentaperuste ei ole sallittu", sv: "Beräkningsgrunden är inte tillåten", en: "The basis is not allowed")
        case .changeNotWanted:
            LocalText(
                fi: "Asiakas ei ole toivonut muutosta palveluun", sv: "Klienten har inte önskat någon ändring av tjänsten",
                en: "The client has not asked for a change in the service")
        // Support plan and dialogue
        case .revisionFrozen:
            LocalText(
                fi: "Jätettyä suunnitelman versiota ei voi muuttaa", sv: "En inlämnad version av planen kan inte ändras",
                en: "A submitted revision cannot be changed")
        case .requiredAnswersMissing:
            LocalText(fi: "Pakollisia vastauksia puuttuu", sv: "Obligatoriska svar saknas", en: "Required answers are missing")
        case .excessNotJustified:
            LocalText(
                fi: "Alustavan budjetin ylitystä ei ole perusteltu", sv: "Överskridningen av den preliminära budgeten har inte motiverats",
                en: "The excess is not justified")
        case .excludedPurpose:
            LocalText(fi: "Käyttötarkoitus on rajattu pois", sv: "Användningsändamålet är uteslutet", en: "The purpose is excluded")
        case .dialogueMissing:
            LocalText(
                fi: "Suunnitelman uusimmasta versiosta ei ole käyty vuoropuhelua",
                sv: "Ingen dialog har förts om den senaste versionen av planen",
                en: "No dialogue on the newest revision")
        case .planNotReady:
            LocalText(
                fi: "Tukisuunnitelma ei ole valmis päätettäväksi", sv: "Stödplanen är inte klar för beslut",
                en: "The support plan is not ready")
        // Decision
        case .calculationMissing:
            LocalText(fi: "Budjettilaskelma puuttuu", sv: "Budgetberäkningen saknas", en: "The calculation is missing")
        case .budgetMissing: LocalText(fi: "Budjetti puuttuu", sv: "Budgeten saknas", en: "The budget is missing")
        case .decisionMissing:
            LocalText(fi: "Päätösluonnos puuttuu", sv: "Beslutsutkastet saknas", en: "The draft decision is missing")
        case .decisionIncomplete:
            LocalText(fi: "Päätöksen sisältö on puutteellinen", sv: "Beslutets innehåll är bristfälligt", en: "The decision is incomplete")
        case .decisionFrozen:
            LocalText(
                fi: "Tehtyä päätöstä ei voi muuttaa", sv: "Ett fattat beslut kan inte ändras",
                en: "A decision that has been made cannot be changed")
        case .authorityExceeded: LocalText(fi: "Toimivalta ylittyy", sv: "Befogenheterna överskrids", en: "The authority is exceeded")
        case .wrongAuthority:
            LocalText(
                fi: "Asian ratkaisee toinen päättäjä", sv: "Ärendet avgörs av en annan beslutsfattare",
                en: "Another authority decides")
        case .fourEyes:
            LocalText(
                fi: "Valmistelija ei voi itse päättää tai hyväksyä", sv: "Beredaren kan inte själv besluta eller godkänna",
                en: "Two different persons are needed")
        case .reasonsMissing: LocalText(fi: "Perustelut puuttuvat", sv: "Motivering saknas", en: "The reasons are missing")
        case .amountsDiffer:
            LocalText(
                fi: "Päätöksen ja budjetin summat eroavat", sv: "Beloppen i beslutet och budgeten skiljer sig",
                en: "The amounts differ")
        // Budget, ledger, agreements
        case .servicePlanOutdated:
            LocalText(
                fi: "Asiakassuunnitelmaa ei ole päivitetty päätöksen jälkeen", sv: "Klientplanen har inte uppdaterats efter beslutet",
                en: "The service plan is older than the decision")
        case .purchaseMissing:
            LocalText(
                fi: "Hankinnasta ei ole sovittu", sv: "Man har inte kommit överens om anskaffningen", en: "No purchase has been agreed")
        case .monitoringMissing:
            LocalText(
                fi: "Seurannasta ei ole sovittu", sv: "Man har inte kommit överens om uppföljningen", en: "Monitoring has not been agreed")
        case .insufficientBudget:
            LocalText(
                fi: "Budjetissa ei ole riittävästi rahaa", sv: "Pengarna i budgeten räcker inte till",
                en: "Not enough money in the budget")
        case .outsidePeriod:
            LocalText(
                fi: "Ajankohta on sallitun ajanjakson ulkopuolella", sv: "Tidpunkten ligger utanför den tillåtna perioden",
                en: "Outside the period")
        case .providerNotApproved:
            LocalText(
                fi: "Palveluntuottajaa ei ole hyväksytty", sv: "Tjänsteproducenten är inte godkänd",
                en: "The provider is not approved")
        case .serviceExcluded:
            LocalText(
                fi: "Palvelua ei voi hankkia henkilökohtaisella budjetilla", sv: "Tjänsten kan inte skaffas med en personlig budget",
                en: "The service is excluded")
        case .trialTooLong: LocalText(fi: "Kokeilu on liian pitkä", sv: "Försöket är för långt", en: "The trial is too long")
        case .clientOpinionMissing:
            LocalText(
                fi: "Asiakkaan mielipide kokeilusta puuttuu", sv: "Klientens åsikt om försöket saknas",
                en: "The client's opinion is missing")
        case .transferBound:
            LocalText(
                fi: "Siirto ylittää sallitun rajan", sv: "Överföringen överskrider den tillåtna gränsen",
                en: "The transfer exceeds the limit")
        case .earmarkedLine: LocalText(fi: "Rahat on korvamerkitty", sv: "Pengarna är öronmärkta", en: "The line is earmarked")
        case .belowCommitted:
            LocalText(
                fi: "Summa alittaa sidotut ja käytetyt varat", sv: "Beloppet understiger de bundna och använda medlen",
                en: "The amount is below the committed and used money")
        case .alreadyReversed:
            LocalText(fi: "Kirjaus on jo peruutettu", sv: "Bokföringsposten har redan återförts", en: "The entry is already reversed")
        case .budgetsDisagree:
            LocalText(fi: "Budjetit eivät täsmää keskenään", sv: "Budgetarna stämmer inte överens", en: "The budgets do not agree")
        // Regional models
        case .overlappingValidity:
            LocalText(
                fi: "Voimassaoloajat menevät päällekkäin", sv: "Giltighetstiderna överlappar varandra",
                en: "The periods of validity overlap")
        case .modelInForce:
            LocalText(
                fi: "Käyttöön otettua mallia ei voi muuttaa", sv: "En modell som tagits i bruk kan inte ändras",
                en: "A model in use cannot be changed")
        // Follow-up
        case .formOrder:
            LocalText(fi: "Lomakkeiden järjestys on väärä", sv: "Formulären är i fel ordning", en: "The forms are out of order")
        case .formClosed: LocalText(fi: "Lomake on suljettu", sv: "Formuläret är stängt", en: "The form is closed")
        case .consentMissing: LocalText(fi: "Suostumus puuttuu", sv: "Samtycke saknas", en: "The consent is missing")
        case .authorisationMissing:
            LocalText(
                fi: "Asiakkaan kirjallinen valtuutus puuttuu", sv: "Klientens skriftliga fullmakt saknas",
                en: "The client's authorisation is missing")
        case .optInMissing:
            LocalText(
                fi: "Asiakas ei ole itse ilmoittautunut mukaan", sv: "Klienten har inte själv anmält sig",
                en: "The client has not opted in")
        // Access log
        case .reasonNeeded: LocalText(fi: "Peruste puuttuu", sv: "Grunden saknas", en: "A reason is needed")
        // Service data
        case .batchTooLarge: LocalText(fi: "Aineistoerä on liian suuri", sv: "Datasatsen är för stor", en: "The batch is too large")
        case .eventChanged:
            LocalText(
                fi: "Samalla tunnisteella on jo eri sisältö", sv: "Samma identifierare har redan ett annat innehåll",
                en: "The event id already has different content")
        case .wrongSource:
            LocalText(
                fi: "Lähdejärjestelmä ei saa lähettää näitä tietoja", sv: "Källsystemet får inte sända dessa uppgifter",
                en: "The source system may not send this data")
        }
    }
}
