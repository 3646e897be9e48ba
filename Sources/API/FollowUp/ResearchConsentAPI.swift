import JSON
import PersonalBudgeting

/// The client's consent to the use of the case in research, and what a researcher sees of the case.
enum ResearchConsentAPI {
    private static let resource = Resource<ResearchConsent>(
        "/v1/cases/{case}/research-consents", "researchConsent", tag: .research, stateful: view, owner: .caseFile
    ) { $0.researchConsents }

    static let operations: [Operation] = [
        resource.list("listResearchConsents", "List the research consents of a case", right: .readFollowUp),
        resource.find("findResearchConsent", "Read a research consent", right: .readFollowUp),
        resource.create("giveResearchConsent", "Record a research consent", right: .writeClientsWill, details, refusals: [.duplicate]) {
            call, details in try call.work.giveConsent(details, in: try call.requireCase())
        },
        resource.command(
            "withdrawResearchConsent", .withdraw, "Withdraw a consent from today on", right: .writeClientsWill, NoMembers.shape
        ) {
            call, consent, _ in try call.work.withdrawConsent(consent, in: try call.requireCase())
        },
        Operation(
            "listConsentedCases", .get, "/v1/research/consented-cases",
            "List pseudonyms of the cases that may be used in research on a day",
            tag: .research, effect: .read, right: .readResearch, kind: .list,
            parameters: [
                .date("on", "The day of the export; today by default, not later"), .text("scope", "Only consents of this scope"),
            ] + pageParameters, response: page.schema
        ) { call in
            let day = call.query["on"].flatMap { CalendarDate($0) } ?? call.work.today
            guard day <= call.work.today else {
                throw BadQuery([
                    .init(
                        "on", "in_the_future",
                        LocalText(
                            fi: "ei saa olla tämän päivän jälkeen: suostumuksen voi perua",
                            sv: "får inte vara efter dagens datum: ett samtycke kan återtas",
                            en: "must not be after today: a consent may be withdrawn"))
                ])
            }
            let valid = try call.work.validConsents(on: day, scope: call.query["scope"])
            // The position of the page is also a pseudonym, so that the cursor does not lead to a case.
            let after = try call.position().flatMap { ID<ResearchConsent.Pseudonym>($0) }
            let rest = valid.filter { consent in after.map { $0 < consent.pseudonym } ?? true }
            let result = try call.page(Array(rest.prefix(call.limit + 1)), total: call.query["count"] == nil ? nil : valid.count) {
                "\($0.pseudonym)"
            }
            for consent in result.items {
                if let caseFile = try call.repositories.cases.find(consent.caseID) { call.trail.note(caseFile.clientID, caseFile.id) }
            }
            return call.answer(call.masked(result), page)
        },
    ]

    private static let details = Shape<ResearchConsent.Details>.object(
        "ResearchConsentDetails",
        Field("scope", .registerCode) { $0.scope },
        Field("givenOn", .date) { $0.givenOn },
        Field("form", .code) { $0.form },
        Field("document", .optional(.line())) { $0.document },
        make: ResearchConsent.Details.init)

    private static let view = View<Seen<ResearchConsent>>(
        "ResearchConsent",
        ViewMember.seen(
            ViewMember.record + [
                .caseID, .inline(details) { $0.details }, ViewMember("withdrawnOn", .optional(.date)) { $0.withdrawnOn },
            ]) + ViewMember.state())

    private static let page = Page<ResearchConsent>.view(
        "ConsentedCases",
        View<ResearchConsent>(
            "ConsentedCase", [ViewMember("pseudonym", .id()) { $0.pseudonym }, ViewMember("scope", .registerCode) { $0.details.scope }]))
}
