import PersonalBudgeting

/// How to correct each refusal.
extension RefusalCode {
    /// How to correct it.
    var mending: LocalText {
        switch self {
        case .invalid:
            LocalText(
                fi: "Korjaa jokainen jäsen, jonka virheluettelo nimeää, ja lähetä pyyntö uudelleen.",
                sv: "Rätta varje medlem som fellistan nämner och sänd begäran på nytt.",
                en: "Correct each member that the list of faults names and send the request again.")
        case .notFound:
            LocalText(
                fi: "Tarkista tunniste ja osoite tai etsi tieto haulla tai luettelosta.",
                sv: "Kontrollera identifieraren och adressen, eller sök uppgiften med en sökning eller i en lista.",
                en: "Check the id and the address, or find the resource with a search or a list.")
        case .forbidden:
            LocalText(
                fi: "Pyydä jotakuta, jonka roolilla on oikeus, tai pyydä oikeutta pääkäyttäjältä.",
                sv: "Be någon vars roll har rätten, eller be huvudanvändaren om den.",
                en: "Ask someone whose role has the right, or ask the administrator for it.")
        case .illegalTransition:
            LocalText(
                fi: "Käytä sallittua komentoa tai vie tieto ensin tilaan, joka sallii tämän.",
                sv: "Använd ett tillåtet kommando, eller för först uppgiften till ett tillstånd som tillåter detta.",
                en: "Use one of the allowed commands, or first bring the resource to a state that allows this one.")
        case .stale:
            LocalText(
                fi: "Lue tieto uudelleen, katso mikä on muuttunut, ja lähetä muutos uudella ETagilla.",
                sv: "Läs uppgiften på nytt, se vad som har ändrats och sänd ändringen med ny ETag.",
                en: "Read the resource again, look at what has changed, and send the change with the new ETag.")
        case .duplicate:
            LocalText(
                fi: "Käytä olemassa olevaa tai muuta se, minkä pitää olla yksilöllistä.",
                sv: "Använd den som finns, eller ändra det som måste vara unikt.",
                en: "Use the existing resource, or change the member that must be unique.")
        case .ownWordsOnly:
            LocalText(
                fi: "Jätä asiakkaan sanat ennalleen ja lisää työntekijän näkemys niiden rinnalle.",
                sv: "Låt klientens ord stå och lägg arbetstagarens syn bredvid dem.",
                en: "Do not change the client's words; add the worker's view beside them.")
        case .duplicateHetu:
            LocalText(
                fi: "Etsi asiakas henkilötunnuksella ja käytä hänen tietojaan.",
                sv: "Sök klienten med personbeteckningen och använd de uppgifterna.",
                en: "Find the client with a search by national id and use that record.")
        case .secondOpenCase:
            LocalText(
                fi: "Jatka avointa asiaa tai sulje se ennen kuin uusi avataan.",
                sv: "Fortsätt med det öppna ärendet eller avsluta det innan ett nytt öppnas.",
                en: "Continue the open case, or close it before opening a new one.")
        case .noModelInForce:
            LocalText(
                fi: "Nimeä malli, joka on voimassa sinä päivänä, tai pyydä ottamaan malli käyttöön.",
                sv: "Ange en modell som gäller den dagen, eller be att en tas i bruk.",
                en: "Name a regional model that is in force on the date, or have one activated.")
        case .alternativesMissing:
            LocalText(
                fi: "Esittele ainakin yksi muu vaihtoehto kuin henkilökohtainen budjetti ja kirjaa se ennen valintaa.",
                sv: "Presentera minst ett annat alternativ än personlig budget och anteckna det före valet.",
                en: "Present at least one alternative other than personal budgeting and record it before the choice.")
        case .suitabilityMissing:
            LocalText(
                fi: "Kirjaa ne mahdollisuudet tai riskit, jotka asiakas näkee henkilökohtaisessa budjetissa.",
                sv: "Anteckna de möjligheter eller risker som klienten ser i en personlig budget.",
                en: "Record the possibilities or the risks that the client sees in personal budgeting.")
        case .commitmentsMissing:
            LocalText(
                fi: "Käy sitoumukset läpi asiakkaan kanssa ja luettele ne, jotka hän on hyväksynyt.",
                sv: "Gå igenom åtagandena med klienten och räkna upp dem som har godkänts.",
                en: "Go through the commitments with the client and list those that the client has accepted.")
        case .choiceMissing:
            LocalText(
                fi: "Kirjaa, että asiakas valitsee henkilökohtaisen budjetin; peruttu valinta tehdään uudelleen.",
                sv: "Anteckna att klienten väljer personlig budget; ett återtaget val görs på nytt.",
                en: "Record the client's choice of personal budgeting; a withdrawn choice must be made again.")
        case .contactForbidden:
            LocalText(
                fi: "Jätä henkilö pois tai pyydä asiakasta perumaan kielto.",
                sv: "Lämna bort personen, eller be klienten häva förbudet.",
                en: "Leave the person out, or ask the client to lift the ban.")
        case .extensionReasonMissing:
            LocalText(
                fi: "Kerro, miksi määräaikaa pidennetään.",
                sv: "Ange varför tidsfristen förlängs.",
                en: "Give the reason why the time limit is extended.")
        case .openCommitments:
            LocalText(
                fi: "Päätä sopimukset, vapauta varaukset ja tee budjetin loppuselvitys ensin.",
                sv: "Avsluta avtalen, frigör det som är bundet och slutreglera budgeten först.",
                en: "End the agreements, release the open commitments and settle the budget first.")
        case .unknownMethod:
            LocalText(
                fi: "Käytä arviointimenetelmien luettelon koodia tai pyydä lisäämään menetelmä siihen.",
                sv: "Använd en kod ur förteckningen över bedömningsmetoder, eller be att metoden läggs till.",
                en: "Use a code from the list of assessment methods, or have the method added to the list.")
        case .caseClosed:
            LocalText(
                fi: "Jatka asiakkaan avointa asiaa tai avaa uusi.",
                sv: "Fortsätt med klientens öppna ärende, eller öppna ett nytt.",
                en: "Continue the client's open case, or open a new one.")
        case .agreementMissing:
            LocalText(
                fi: "Kirjaa asiakkaan kanssa sovittu ennen tulosta.",
                sv: "Anteckna vad som avtalats med klienten före resultatet.",
                en: "Record what was agreed with the client before the result.")
        case .thirdPersonData:
            LocalText(
                fi: "Poista henkilötunnus, osoite ja muut tarpeettomat tiedot, ja säilytä vain tarvittava.",
                sv: "Ta bort personbeteckningen, adressen och annat onödigt, och behåll bara det som behövs.",
                en: "Remove the national id, the address and other details of the person, and keep only what is needed.")
        case .noPriceOnDate:
            LocalText(
                fi: "Valitse päivä, jona palvelulla on hinta, tai pyydä lisäämään hinta sille päivälle.",
                sv: "Välj en dag då tjänsten har ett pris, eller be att ett pris läggs till för den dagen.",
                en: "Choose a date on which the service has a price, or have a price added for that date.")
        case .overlappingPrice:
            LocalText(
                fi: "Valitse voimassaolo, joka ei mene päällekkäin, tai päätä aiempi hinta ensin.",
                sv: "Välj en giltighetstid som inte överlappar, eller avsluta det tidigare priset först.",
                en: "Choose a validity that does not overlap, or end the earlier price first.")
        case .mixedBases:
            LocalText(
                fi: "Pidä tässä laskelmassa yksi peruste ja tee toisesta oma laskelma.",
                sv: "Behåll en grund i denna beräkning och gör en egen beräkning för den andra.",
                en: "Keep one basis in this calculation and make another calculation for the other.")
        case .basisNotAllowed:
            LocalText(
                fi: "Käytä perustetta, jonka asian alueellinen malli sallii.",
                sv: "Använd en grund som ärendets regionala modell tillåter.",
                en: "Use a basis that the regional model of the case allows.")
        case .changeNotWanted:
            LocalText(
                fi: "Ota vain palvelut, joihin asiakas haluaa muutosta, tai kirjaa ensin hänen toiveensa.",
                sv: "Ta bara tjänster som klienten vill ändra, eller anteckna först klientens önskan.",
                en: "Take only services the client wants changed, or first record the client's wish to change this one.")
        case .revisionFrozen:
            LocalText(
                fi: "Kirjoita suunnitelmasta uusi versio ja tee muutos siihen.",
                sv: "Skriv en ny version av planen och gör ändringen där.",
                en: "Write a new revision of the plan and make the change there.")
        case .requiredAnswersMissing:
            LocalText(
                fi: "Vastaa jokaiseen nimettyyn pakolliseen kysymykseen ja jätä suunnitelma uudelleen.",
                sv: "Besvara varje obligatorisk fråga som nämns och lämna in planen på nytt.",
                en: "Answer each required question that is named, then submit the plan again.")
        case .excessNotJustified:
            LocalText(
                fi: "Perustele ylitys tai muuta suunnitelma alustavan budjetin mukaiseksi.",
                sv: "Motivera överskridningen, eller anpassa planen till den preliminära budgeten.",
                en: "Give a justification for the excess, or bring the plan within the indicative budget.")
        case .excludedPurpose:
            LocalText(
                fi: "Poista kohta tai valitse tarkoitus, jota alueellinen malli ei rajaa pois.",
                sv: "Ta bort punkten, eller välj ett ändamål som den regionala modellen inte utesluter.",
                en: "Remove the item or choose a purpose that the regional model does not exclude.")
        case .dialogueMissing:
            LocalText(
                fi: "Käy vuoropuhelu suunnitelman uusimmasta versiosta ja kirjaa se.",
                sv: "För en dialog om planens nyaste version och anteckna den.",
                en: "Hold a dialogue round on the newest revision of the plan and record it.")
        case .planNotReady:
            LocalText(
                fi: "Vie tukisuunnitelma tilaan, jonka vaihe edellyttää, ja yritä sitten uudelleen.",
                sv: "För stödplanen till det tillstånd som steget kräver och försök sedan på nytt.",
                en: "Bring the support plan to the state that the step needs, then try again.")
        case .calculationMissing:
            LocalText(
                fi: "Tee asialle budjettilaskelma ja valitse se.",
                sv: "Gör en budgetberäkning för ärendet och välj den.",
                en: "Make a budget calculation for the case and choose it.")
        case .budgetMissing:
            LocalText(
                fi: "Tee alustava budjetti asian laskelman pohjalta; budjetin päätyttyä palaa suunnitteluun.",
                sv: "Gör en preliminär budget utifrån ärendets beräkning; planera på nytt när budgeten har upphört.",
                en: "Make an indicative budget from a calculation of the case; if the budget has ended, return to planning.")
        case .decisionMissing:
            LocalText(
                fi: "Luonnostele päätös uusimmasta tukisuunnitelmasta ja alustavasta budjetista.",
                sv: "Skissa upp ett beslut på den nyaste stödplanen och en preliminär budget.",
                en: "Draft a decision on the newest support plan and an indicative budget.")
        case .purchaseMissing:
            LocalText(
                fi: "Sovi palvelusta, joka ostetaan budjetilla.", sv: "Kom överens om en tjänst som köps med budgeten.",
                en: "Agree on a service to buy with the budget.")
        case .decisionIncomplete:
            LocalText(
                fi: "Täydennä jokainen päätöksen osa, jonka vastaus nimeää puuttuvaksi.",
                sv: "Komplettera varje del av beslutet som svaret nämner som saknad.",
                en: "Fill in each part of the decision that is named as missing.")
        case .decisionFrozen:
            LocalText(
                fi: "Tee uusi päätös, joka korjaa tai muuttaa tätä.",
                sv: "Fatta ett nytt beslut som rättar eller ändrar detta.",
                en: "Make a new decision that corrects or amends this one.")
        case .disqualified:
            LocalText(
                fi: "Anna esteettömän henkilön valmistella tai päättää. Ilmoitettu side päätetään, kun se on lakannut.",
                sv: "Låt en ojävig person bereda eller besluta. En anmäld bindning avslutas när den har upphört.",
                en: "Let a person without a tie prepare or decide. End a declared tie when it no longer exists.")
        case .lastAdministrator:
            LocalText(
                fi: "Tee ensin toiselle pääkäyttäjälle avain, joka on voimassa.",
                sv: "Gör först en giltig nyckel åt en annan huvudanvändare.",
                en: "First make a valid key for another administrator.")
        case .tooManyKeys:
            LocalText(
                fi: "Sulje jokin käyttäjän voimassa olevista avaimista ja tee uusi sen jälkeen.",
                sv: "Spärra en av användarens giltiga nycklar och gör en ny därefter.",
                en: "Revoke one of the user's live keys, then make the new one.")
        case .authorityExceeded:
            LocalText(
                fi: "Siirrä päätös jollekulle, jonka toimivalta kattaa summan.",
                sv: "Lämna beslutet till någon vars befogenhet täcker summan.",
                en: "Pass the decision to someone whose limit in euros covers the amount.")
        case .wrongAuthority:
            LocalText(
                fi: "Vie asia toimielimelle tai viranhaltijalle, jonka alueellinen malli nimeää.",
                sv: "För ärendet till det organ eller den tjänsteinnehavare som den regionala modellen anger.",
                en: "Take the matter to the body or office holder that the regional model names.")
        case .fourEyes:
            LocalText(
                fi: "Anna toisen henkilön, jolla on oikeus, päättää tai hyväksyä.",
                sv: "Låt en annan person med rätten besluta eller godkänna.",
                en: "Have another person with the right decide or approve.")
        case .reasonsMissing:
            LocalText(
                fi: "Kirjaa perustelut: ratkaisuun vaikuttaneet seikat ja sovelletut säännökset.",
                sv: "Ange motiveringen: de fakta som påverkat avgörandet och de bestämmelser som tillämpats.",
                en: "Give the reasons: the facts that affected the outcome and the provisions applied.")
        case .amountsDiffer:
            LocalText(
                fi: "Tee päätöksen ja budjettiversion summista sentilleen samat.",
                sv: "Gör beloppen i beslutet och budgetversionen lika på centen.",
                en: "Make the amounts of the decision and of the budget version equal to the cent.")
        case .servicePlanOutdated:
            LocalText(
                fi: "Tee asiakassuunnitelmasta uusi versio, joka perustuu päätökseen.",
                sv: "Gör en ny version av klientplanen som följer beslutet.",
                en: "Make a new version of the service plan that follows the decision.")
        case .monitoringMissing:
            LocalText(
                fi: "Sovi asiakkaan kanssa, miten budjettia ja tuloksia seurataan, ja kirjaa se.",
                sv: "Kom överens med klienten om hur budgeten och resultaten följs upp, och anteckna det.",
                en: "Agree with the client how to monitor the budget and its results, and record the agreement.")
        case .insufficientBudget:
            LocalText(
                fi: "Pienennä summaa, siirrä rahaa toiselta riviltä tai muuta budjettia päätöksellä.",
                sv: "Sänk beloppet, överför pengar från en annan rad eller ändra budgeten med ett beslut.",
                en: "Lower the amount, transfer money from another line, or amend the budget with a decision.")
        case .outsidePeriod:
            LocalText(
                fi: "Valitse päivät budjetin ja sopimuksen kauden sisältä.",
                sv: "Välj dagar inom budgetens och avtalets period.",
                en: "Choose dates within the period of the budget and of the agreement.")
        case .providerNotApproved:
            LocalText(
                fi: "Valitse tuottaja, joka on hyväksytty palveluun näinä päivinä, tai pyydä hyväksyntä.",
                sv: "Välj en producent som är godkänd för tjänsten dessa dagar, eller be om ett godkännande.",
                en: "Choose a provider approved for the service on these dates, or have the approval made or renewed.")
        case .serviceExcluded:
            LocalText(
                fi: "Valitse palvelu, jonka alueellinen malli sallii, tai järjestä tämä budjetin ulkopuolella.",
                sv: "Välj en tjänst som den regionala modellen tillåter, eller ordna denna utanför budgeten.",
                en: "Choose a service that the regional model allows, or arrange this one outside the budget.")
        case .trialTooLong:
            LocalText(
                fi: "Valitse päättymispäivä, joka on mallin pisimmän kokeilun sisällä.",
                sv: "Välj ett slutdatum inom det längsta försök som modellen tillåter.",
                en: "Choose an end date within the longest trial that the regional model allows.")
        case .clientOpinionMissing:
            LocalText(
                fi: "Kysy asiakkaalta, millainen kokeilu oli, ja kirjaa mielipide.",
                sv: "Fråga klienten hur försöket var och anteckna åsikten.",
                en: "Ask the client what the trial was like and record the opinion.")
        case .transferBound:
            LocalText(
                fi: "Pienennä summaa tai tee muutospäätös.",
                sv: "Sänk beloppet, eller fatta ett ändringsbeslut.",
                en: "Lower the amount, or make an amending decision.")
        case .earmarkedLine:
            LocalText(
                fi: "Siirrä riviltä, joka ei ole korvamerkitty, tai tee muutospäätös.",
                sv: "Överför från en rad som inte är öronmärkt, eller fatta ett ändringsbeslut.",
                en: "Transfer from a line that is not earmarked, or make an amending decision.")
        case .belowCommitted:
            LocalText(
                fi: "Siirrä vähemmän, tai vapauta ensin sidottua rahaa.",
                sv: "Överför mindre, eller frigör först bundna medel.",
                en: "Transfer less, or release commitments first.")
        case .alreadyReversed:
            LocalText(
                fi: "Jätä peruutettu ennalleen; mitä todella annettiin, lähetetään uutena rivinä.",
                sv: "Låt det återförda stå; det som verkligen gavs sänds som en ny rad.",
                en: "Leave the reversed entry unchanged; send what was actually delivered as a new row.")
        case .budgetsDisagree:
            LocalText(
                fi: "Vertaa budjetteja; tee niiden summista, kausista ja asioista yhteensopivat.",
                sv: "Jämför budgetarna; gör deras belopp, perioder och ärenden förenliga.",
                en: "Compare the budgets concerned and make their amounts, periods and cases agree.")
        case .overlappingValidity:
            LocalText(
                fi: "Valitse päivät, jotka eivät mene päällekkäin, tai päätä toinen versio ensin.",
                sv: "Välj dagar som inte överlappar, eller avsluta den andra versionen först.",
                en: "Choose dates that do not overlap, or end the other version first.")
        case .modelInForce:
            LocalText(
                fi: "Luonnostele mallin seuraava versio ja tee muutos siihen.",
                sv: "Gör ett utkast till modellens nästa version och gör ändringen där.",
                en: "Draft the next version of the model and make the change there.")
        case .formOrder:
            LocalText(
                fi: "Täytä ensin alkulomake, kerran; välilomakkeet sen jälkeen ja loppulomake viimeisenä.",
                sv: "Fyll först i startformuläret, en gång; mellanformulären efter det och slutformuläret sist.",
                en: "Fill in the start form first, once; interim forms come after it and the end form last.")
        case .formClosed:
            LocalText(
                fi: "Käytä lomaketta, joka on avoin vastauksille, tai pyydä avaamaan tämä.",
                sv: "Använd ett formulär som är öppet för svar, eller be att detta öppnas.",
                en: "Use a form that is open for answers, or have this one opened.")
        case .consentMissing:
            LocalText(
                fi: "Pyydä suostumus ja kirjaa se; ilman sitä vaihe jätetään pois.",
                sv: "Be om samtycket och anteckna det; utan det lämnas steget bort.",
                en: "Ask for the consent and record it; without it, leave the step out.")
        case .authorisationMissing:
            LocalText(
                fi: "Pyydä asiakkaalta kirjallinen valtuutus, joka kattaa tämän asian ja päivän.",
                sv: "Be klienten om en skriftlig fullmakt som täcker detta ärende och denna dag.",
                en: "Ask the client for a written authorisation that covers this matter and this day.")
        case .optInMissing:
            LocalText(
                fi: "Kysy, haluaako asiakas mukaan, ja kirjaa vastaus ensin.",
                sv: "Fråga om klienten vill vara med och anteckna svaret först.",
                en: "Ask whether the client wants to take part and record the answer first.")
        case .reasonNeeded:
            LocalText(
                fi: "Kerro otsakkeessa X-Purpose, miksi yli kaksi vuotta vanhat lokitiedot tarvitaan, tai hae uudempia.",
                sv: "Berätta i rubriken X-Purpose varför logguppgifter som är äldre än två år behövs, eller sök nyare.",
                en: "Say in X-Purpose why log entries older than two years are needed, or ask for newer ones.")
        case .batchTooLarge:
            LocalText(
                fi: "Jaa erä osiin, joissa on enintään 5 000 riviä.",
                sv: "Dela satsen i delar med högst 5 000 rader.",
                en: "Split the batch into parts of at most 5 000 items.")
        case .eventChanged:
            LocalText(
                fi: "Lähetä alkuperäinen sisältö uudelleen, tai korjaus uudella tunnisteella, joka nimeää alkuperäisen.",
                sv: "Sänd det första innehållet på nytt, eller en rättelse med ny identifierare som anger originalet.",
                en: "Send the original content again, or send a correction with a new id that names the original.")
        case .wrongSource:
            LocalText(
                fi: "Lähetä vain ne tiedot ja se lähdenimi, jotka kuuluvat tälle järjestelmälle.",
                sv: "Sänd bara de uppgifter och det källnamn som hör till detta system.",
                en: "Send only the record types and the source name that belong to this system.")
        }
    }
}
