import PersonalBudgeting
import SQL

extension Table where Entity == MonitoringAgreement {
    static let monitoringAgreements = Table(
        "monitoring_agreements",
        Column("case_id", .id()) { $0.caseID },
        Column("what", .text) { $0.details.what },
        Column("how", .text) { $0.details.how },
        Column("interval_months", .count) { $0.details.intervalMonths },
        Column("with_whom", .text) { $0.details.withWhom },
        Column("starts_on", .date) { $0.details.startsOn },
        Column("next_due", .date) { $0.nextDue },
        Column("rounds", .rounds) { $0.rounds },
        Column("missed_count", .count) { $0.missedCount },
        make: { record, caseID, what, how, interval, withWhom, startsOn, nextDue, rounds, missed in
            MonitoringAgreement(
                record: record, caseID: caseID,
                details: MonitoringAgreement.Details(
                    what: what, how: how, intervalMonths: interval, withWhom: withWhom, startsOn: startsOn),
                nextDue: nextDue, rounds: rounds, missedCount: missed)
        })
}

extension Codec where Value == [MonitoringAgreement.Round] {
    static var rounds: Codec {
        .records(
            { ["\($0.dueOn)", "\($0.doneOn)", $0.finding ?? ""] },
            { fields in
                guard fields.count == 3, let dueOn = CalendarDate(fields[0]), let doneOn = CalendarDate(fields[1]) else { return nil }
                return MonitoringAgreement.Round(dueOn: dueOn, doneOn: doneOn, finding: fields[2].isEmpty ? nil : fields[2])
            })
    }
}

extension Table where Entity == Review {
    static let reviews = Table(
        "reviews",
        Column("case_id", .id()) { $0.caseID },
        Column("scheduled_for", .date) { $0.plan.scheduledFor },
        Column("participants", .texts) { $0.plan.participants },
        Column("state", .code) { $0.state },
        Column("held_on", .optional(.date)) { $0.outcome?.heldOn },
        Column("goal_scores", .goalScores) { $0.outcome?.goalScores ?? [] },
        Column("client_view", .optional(.text)) { $0.outcome?.clientView },
        Column("worker_view", .optional(.text)) { $0.outcome?.workerView },
        Column("decision", .optional(.code)) { $0.outcome?.decision },
        Column("next_review_on", .optional(.date)) { $0.outcome?.nextReviewOn },
        make: { record, caseID, scheduledFor, participants, state, heldOn, scores, clientView, workerView, decision, next in
            Review(
                record: record, caseID: caseID, plan: Review.Plan(scheduledFor: scheduledFor, participants: participants), state: state,
                outcome: outcome(heldOn, scores, clientView, workerView, decision, next))
        })
}

private func outcome(
    _ heldOn: CalendarDate?, _ scores: [Review.GoalScore], _ clientView: String?, _ workerView: String?, _ decision: Review.Decision?,
    _ next: CalendarDate?
) -> Review.Outcome? {
    guard let heldOn, let clientView, let workerView, let decision else { return nil }
    return Review.Outcome(
        heldOn: heldOn, goalScores: scores, clientView: clientView, workerView: workerView, decision: decision, nextReviewOn: next)
}

extension Codec where Value == [Review.GoalScore] {
    static var goalScores: Codec {
        .records(
            { ["\($0.statementID)", "\($0.score)"] },
            { fields in
                guard fields.count == 2, let id = ID<Statement>(fields[0]), let score = Int(fields[1]) else { return nil }
                return Review.GoalScore(statementID: id, score: score)
            })
    }
}

extension Table where Entity == FormInstrument {
    static let formInstruments = Table(
        "form_instruments",
        Column("code", .text) { $0.code },
        Column("name", .text) { $0.details.name },
        Column("phases", .codes()) { $0.details.phases },
        Column("items", .formItems) { $0.details.items },
        Column("is_open", .flag) { $0.details.isOpen },
        make: { record, code, name, phases, items, isOpen in
            FormInstrument(
                record: record, code: code, details: FormInstrument.Details(name: name, phases: phases, items: items, isOpen: isOpen))
        })
}

extension Codec where Value == [FormInstrument.Item] {
    static var formItems: Codec {
        .records(
            { [$0.code, $0.kind.rawValue, $0.minimum.map(String.init) ?? "", $0.maximum.map(String.init) ?? "", $0.label ?? ""] },
            { fields in
                guard fields.count == 5, let kind = FormInstrument.Item.Kind(rawValue: fields[1]) else { return nil }
                return FormInstrument.Item(
                    code: fields[0], kind: kind, minimum: Int(fields[2]), maximum: Int(fields[3]),
                    label: fields[4].isEmpty ? nil : fields[4])
            })
    }
}

extension Table where Entity == FormInstance {
    static let formInstances = Table(
        "form_instances",
        Column("case_id", .id()) { $0.caseID },
        Column("instrument_code", .text) { $0.instrumentCode },
        Column("phase", .code) { $0.phase },
        Column("due_on", .date) { $0.dueOn },
        Column("state", .code) { $0.state },
        Column("answers", .formAnswers) { $0.answers },
        Column("answered_on", .optional(.date)) { $0.answeredOn },
        Column("report_discussed_on", .optional(.date)) { $0.reportDiscussedOn },
        make: FormInstance.init)
}

extension Codec where Value == [FormInstance.Answer] {
    static var formAnswers: Codec {
        .records(
            { [$0.itemCode, $0.score.map(String.init) ?? "", $0.text ?? ""] },
            { fields in
                guard fields.count == 3 else { return nil }
                return FormInstance.Answer(itemCode: fields[0], score: Int(fields[1]), text: fields[2].isEmpty ? nil : fields[2])
            })
    }
}

extension Table where Entity == DiaryEntry {
    static let diaryEntries = Table(
        "diary_entries",
        Column("case_id", .id()) { $0.caseID },
        Column("held_on", .date) { $0.details.heldOn },
        Column("text", .text) { $0.details.text },
        Column("state", .code) { $0.state },
        make: { record, caseID, heldOn, text, state in
            DiaryEntry(record: record, caseID: caseID, details: DiaryEntry.Details(heldOn: heldOn, text: text), state: state)
        })
}

extension Table where Entity == ClientEffort {
    static let clientEfforts = Table(
        "client_efforts",
        Column("case_id", .id()) { $0.caseID },
        Column("spent_on", .date) { $0.details.on },
        Column("minutes", .count) { $0.details.minutes },
        Column("activity", .text) { $0.details.activity },
        Column("cost_cents", .money) { $0.details.cost },
        Column("cost_type", .optional(.code)) { $0.details.costType },
        make: { record, caseID, on, minutes, activity, cost, costType in
            ClientEffort(
                record: record, caseID: caseID,
                details: ClientEffort.Details(on: on, minutes: minutes, activity: activity, cost: cost, costType: costType))
        })
}

extension Table where Entity == ResearchConsent {
    static let researchConsents = Table(
        "research_consents",
        Column("case_id", .id()) { $0.caseID },
        Column("scope", .text) { $0.details.scope },
        Column("given_on", .date) { $0.details.givenOn },
        Column("form", .code) { $0.details.form },
        Column("document", .optional(.text)) { $0.details.document },
        Column("pseudonym", .id()) { $0.pseudonym },
        Column("state", .code) { $0.state },
        Column("withdrawn_on", .optional(.date)) { $0.withdrawnOn },
        make: { record, caseID, scope, givenOn, form, document, pseudonym, state, withdrawnOn in
            ResearchConsent(
                record: record, caseID: caseID,
                details: ResearchConsent.Details(scope: scope, givenOn: givenOn, form: form, document: document), pseudonym: pseudonym,
                state: state, withdrawnOn: withdrawnOn)
        })
}

extension Table where Entity == CatalogueItem {
    static let catalogueItems = Table(
        "catalogue_items",
        Column("title", .text) { $0.details.title },
        Column("description", .text) { $0.details.description },
        Column("life_area", .code) { $0.details.lifeArea },
        Column("service_type", .optional(.text)) { $0.details.serviceType },
        Column("price_from_cents", .optional(.money)) { $0.details.priceFrom },
        Column("price_to_cents", .optional(.money)) { $0.details.priceTo },
        Column("regional_model_code", .optional(.text)) { $0.details.regionalModelCode },
        Column("language", .language) { $0.details.language },
        Column("is_plain_language", .flag) { $0.details.isPlainLanguage },
        Column("media", .media) { $0.details.media },
        Column("state", .code) { $0.state },
        // Written for the search by words, not read back.
        Column("folded_words", .text) { $0.details.foldedWords },
        make: { record, title, description, lifeArea, serviceType, priceFrom, priceTo, model, language, isPlain, media, state, _ in
            CatalogueItem(
                record: record,
                details: CatalogueItem.Details(
                    title: title, description: description, lifeArea: lifeArea, serviceType: serviceType, priceFrom: priceFrom,
                    priceTo: priceTo, regionalModelCode: model, language: language, isPlainLanguage: isPlain, media: media),
                state: state)
        })
}

extension Codec where Value == [CatalogueItem.Media] {
    static var media: Codec {
        .records(
            { [$0.title, $0.link.text] },
            { fields in
                guard fields.count == 2, let link = WebLink(fields[1]) else { return nil }
                return CatalogueItem.Media(title: fields[0], link: link)
            })
    }
}

extension Codec where Value == [LanguageCode] {
    static var languages: Codec { .records({ [$0.text] }, { $0.first.flatMap { LanguageCode($0) } }) }
}

extension Table where Entity == HbAssistant {
    static let hbAssistants = Table(
        "hb_assistants",
        Column("name", .text) { $0.details.name },
        Column("contact", .text) { $0.details.contact },
        Column("trained_on", .date) { $0.details.trainedOn },
        Column("languages", .languages) { $0.details.languages },
        make: { record, name, contact, trainedOn, languages in
            HbAssistant(
                record: record, details: HbAssistant.Details(name: name, contact: contact, trainedOn: trainedOn, languages: languages))
        })
}

extension Table where Entity == AssistantAuthorisation {
    static let assistantAuthorisations = Table(
        "assistant_authorisations",
        Column("client_id", .id()) { $0.clientID },
        Column("hb_assistant_id", .id()) { $0.details.hbAssistantID },
        Column("user_id", .optional(.id())) { $0.details.userID },
        Column("parts", .codes()) { $0.details.parts },
        Column("valid_from", .date) { $0.details.from },
        Column("valid_to", .date) { $0.details.to },
        Column("written_on", .date) { $0.details.writtenOn },
        Column("state", .code) { $0.state },
        make: { record, client, assistant, user, parts, from, to, writtenOn, state in
            AssistantAuthorisation(
                record: record, clientID: client,
                details: AssistantAuthorisation.Details(
                    hbAssistantID: assistant, userID: user, parts: parts, from: from, to: to, writtenOn: writtenOn),
                state: state)
        })
}

extension Table where Entity == PeerGroup {
    static let peerGroups = Table(
        "peer_groups",
        Column("name", .text) { $0.details.name },
        Column("description", .text) { $0.details.description },
        Column("state", .code) { $0.state },
        make: { record, name, description, state in
            PeerGroup(record: record, details: PeerGroup.Details(name: name, description: description), state: state)
        })
}

extension Table where Entity == PeerMembership {
    static let peerMemberships = Table(
        "peer_memberships",
        Column("peer_group_id", .id()) { $0.peerGroupID },
        Column("client_id", .id()) { $0.clientID },
        Column("opted_in_on", .date) { $0.optedInOn },
        Column("state", .code) { $0.state },
        Column("left_on", .optional(.date)) { $0.leftOn },
        make: PeerMembership.init)
}

extension Table where Entity == PeerMeeting {
    static let peerMeetings = Table(
        "peer_meetings",
        Column("peer_group_id", .id()) { $0.peerGroupID },
        Column("held_on", .date) { $0.details.heldOn },
        Column("themes", .texts) { $0.details.themes },
        Column("attended_count", .count) { $0.details.attendedCount },
        make: { record, group, heldOn, themes, attended in
            PeerMeeting(
                record: record, peerGroupID: group,
                details: PeerMeeting.Details(heldOn: heldOn, themes: themes, attendedCount: attended))
        })
}

extension Table where Entity == GroupDiscussion {
    static let groupDiscussions = Table(
        "group_discussions",
        Column("held_on", .date) { $0.details.heldOn },
        Column("invited_count", .count) { $0.details.invitedCount },
        Column("attended_count", .count) { $0.details.attendedCount },
        Column("themes", .texts) { $0.details.themes },
        make: { record, heldOn, invited, attended, themes in
            GroupDiscussion(
                record: record,
                details: GroupDiscussion.Details(heldOn: heldOn, invitedCount: invited, attendedCount: attended, themes: themes))
        })
}

extension Table where Entity == WorkerExperience {
    static let workerExperiences = Table(
        "worker_experiences",
        Column("theme", .code) { $0.details.theme },
        Column("score", .optional(.count)) { $0.details.score },
        Column("text", .optional(.text)) { $0.details.text },
        Column("regional_model_code", .optional(.text)) { $0.details.regionalModelCode },
        make: { record, theme, score, text, model in
            WorkerExperience(
                record: record, details: WorkerExperience.Details(theme: theme, score: score, text: text, regionalModelCode: model))
        })
}

extension Table where Entity == DevelopmentIdea {
    static let developmentIdeas = Table(
        "development_ideas",
        Column("author_id", .id()) { $0.authorID },
        Column("author_role", .code) { $0.authorRole },
        Column("regional_model_code", .text) { $0.details.regionalModelCode },
        Column("text", .text) { $0.details.text },
        Column("state", .code) { $0.state },
        Column("reply", .optional(.text)) { $0.reply },
        Column("replied_on", .optional(.date)) { $0.repliedOn },
        make: { record, author, role, model, text, state, reply, repliedOn in
            DevelopmentIdea(
                record: record, authorID: author, authorRole: role,
                details: DevelopmentIdea.Details(regionalModelCode: model, text: text), state: state, reply: reply, repliedOn: repliedOn)
        })
}

extension UnitOfWork: FollowUpRepositories {
    var monitoringAgreements: any Repository<MonitoringAgreement> { table(.monitoringAgreements) }
    var reviews: any Repository<Review> { table(.reviews) }
    var formInstruments: any Repository<FormInstrument> { table(.formInstruments) }
    var formInstances: any Repository<FormInstance> { table(.formInstances) }
    var diaryEntries: any Repository<DiaryEntry> { table(.diaryEntries) }
    var clientEfforts: any Repository<ClientEffort> { table(.clientEfforts) }
    var researchConsents: any Repository<ResearchConsent> { table(.researchConsents) }
    var catalogueItems: any Repository<CatalogueItem> { table(.catalogueItems) }
    var hbAssistants: any Repository<HbAssistant> { table(.hbAssistants) }
    var assistantAuthorisations: any Repository<AssistantAuthorisation> { table(.assistantAuthorisations) }
    var peerGroups: any Repository<PeerGroup> { table(.peerGroups) }
    var peerMemberships: any Repository<PeerMembership> { table(.peerMemberships) }
    var peerMeetings: any Repository<PeerMeeting> { table(.peerMeetings) }
    var groupDiscussions: any Repository<GroupDiscussion> { table(.groupDiscussions) }
    var workerExperiences: any Repository<WorkerExperience> { table(.workerExperiences) }
    var developmentIdeas: any Repository<DevelopmentIdea> { table(.developmentIdeas) }
}
