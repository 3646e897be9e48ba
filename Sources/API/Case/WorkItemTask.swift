import PersonalBudgeting

extension WorkItem.Kind {
    /// What has to be done, as a sentence to a caller of this role.
    /// - Parameter decision: the decision that waits, where one does.
    func task(for role: Role, _ decision: Decision?) -> LocalText {
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
            decision.map { $0.waiting(for: role) } ?? Decision.waitsForDecider
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

extension Decision {
    fileprivate static let waitsForDecider = LocalText(
        fi: "Päätösehdotus odottaa päättäjää.", sv: "Beslutsförslaget väntar på beslutsfattaren.",
        en: "The proposal waits for its decider.")

    /// Says to the decider what to do, and to everybody else for whom the proposal waits (A3, A4, Q4).
    fileprivate func waiting(for role: Role) -> LocalText {
        let isDecider = role.awaitedAuthorities.contains(authority)
        switch (authority, state) {
        case (.officeHolder, _):
            return isDecider
                ? LocalText(fi: "Ratkaise päätösehdotus.", sv: "Avgör beslutsförslaget.", en: "Decide on the proposal.")
                : Decision.waitsForDecider
        case (.body, .onAgenda):
            return isDecider
                ? LocalText(
                    fi: "Kirjaa toimielimen ratkaisu.", sv: "Anteckna organets avgörande.", en: "Record the decision of the body.")
                : LocalText(
                    fi: "Päätösehdotus odottaa toimielimen ratkaisua.", sv: "Beslutsförslaget väntar på organets avgörande.",
                    en: "The proposal waits for the decision of the body.")
        case (.body, _):
            return isDecider
                ? LocalText(
                    fi: "Vie asia esityslistalle.", sv: "Ta upp ärendet på föredragningslistan.", en: "Put the matter on the agenda.")
                : LocalText(
                    fi: "Päätösehdotus odottaa viemistä toimielimen esityslistalle.",
                    sv: "Beslutsförslaget väntar på att tas upp på organets föredragningslista.",
                    en: "The proposal waits to be put on the agenda of the body.")
        }
    }
}
