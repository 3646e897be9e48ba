import PersonalBudgeting

extension WorkItem.Kind {
    /// What the worker has to do, as a sentence.
    var task: LocalText {
        switch self {
        case .assessmentDue:
            LocalText(
                fi: "Aloita palvelutarpeen arviointi.", sv: "Inled bedömningen av servicebehovet.",
                en: "Start the assessment of service needs.")
        case .decisionDue:
            LocalText(
                fi: "Valmistele asia päätettäväksi ennen määräajan päättymistä.",
                sv: "Bered ärendet för beslut innan tidsfristen går ut.",
                en: "Prepare the matter for a decision before the time limit ends.")
        case .executionDue:
            LocalText(
                fi: "Pane päätös toimeen määräajassa.", sv: "Verkställ beslutet inom tidsfristen.",
                en: "Carry out the decision within the time limit.")
        case .planWaitingForDialogue:
            LocalText(
                fi: "Keskustele tukisuunnitelmasta asiakkaan kanssa.", sv: "Gå igenom stödplanen med klienten.",
                en: "Talk the support plan over with the client.")
        case .decisionWaiting:
            LocalText(fi: "Ratkaise päätösehdotus.", sv: "Avgör beslutsförslaget.", en: "Decide on the proposal.")
        case .planReturned:
            LocalText(
                fi: "Täydennä palautettu tukisuunnitelma asiakkaan kanssa.", sv: "Komplettera den återsända stödplanen med klienten.",
                en: "Complete the returned support plan with the client.")
        case .decisionNotDispatched:
            LocalText(
                fi: "Anna päätös tiedoksi asiakkaalle.", sv: "Delge klienten beslutet.", en: "Send the decision to the client.")
        case .servicePlanMissing:
            LocalText(
                fi: "Päivitä asiakassuunnitelma päätöksen mukaiseksi.", sv: "Uppdatera klientplanen enligt beslutet.",
                en: "Update the service plan to the decision.")
        case .budgetEnding:
            LocalText(
                fi: "Sovi asiakkaan kanssa, miten palvelut jatkuvat budjettikauden jälkeen.",
                sv: "Kom överens med klienten om hur servicen fortsätter efter budgetperioden.",
                en: "Agree with the client how the services continue after the period of the budget.")
        case .actualHeld:
            LocalText(
                fi: "Selvitä toteumatieto ja hyväksy tai hylkää se.",
                sv: "Utred uppgiften om den utförda tjänsten och godkänn eller avvisa den.",
                en: "Clear up the held actual and accept or reject it.")
        case .reviewDue:
            LocalText(
                fi: "Pidä väliarviointi asiakkaan kanssa.", sv: "Gör mellanutvärderingen tillsammans med klienten.",
                en: "Hold the review with the client.")
        case .trialEnding:
            LocalText(
                fi: "Arvioi kokeilu asiakkaan kanssa ja kirjaa tulos.", sv: "Utvärdera försöket med klienten och anteckna resultatet.",
                en: "Evaluate the trial with the client and record the outcome.")
        case .nonDisclosureEnding:
            LocalText(
                fi: "Selvitä, jatkuuko turvakielto.", sv: "Utred om spärrmarkeringen fortsätter.",
                en: "Find out whether the non-disclosure order continues.")
        case .caseUnassigned:
            LocalText(
                fi: "Nimeä asialle omatyöntekijä.", sv: "Utse en egen kontaktperson för ärendet.",
                en: "Name a responsible worker for the case.")
        }
    }
}
