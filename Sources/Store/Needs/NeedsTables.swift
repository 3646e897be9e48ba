import PersonalBudgeting

extension UnitOfWork: NeedsRepositories {
    var representatives: any Repository<Representative> { table(.representatives) }
    var guidanceEvents: any Repository<GuidanceEvent> { table(.guidanceEvents) }
    var alternatives: any Repository<AlternativePresented> { table(.alternatives) }
    var suitabilities: any Repository<Suitability> { table(.suitabilities) }
    var choices: any Repository<HbChoice> { table(.choices) }
    var statements: any Repository<Statement> { table(.statements) }
    var workingNotes: any Repository<WorkingNote> { table(.workingNotes) }
    var lifePlans: any Repository<LifePlan> { table(.lifePlans) }
    var assessmentMethods: any Repository<AssessmentMethod> { table(.assessmentMethods) }
    var assessments: any Repository<Assessment> { table(.assessments) }
    var networkMaps: any Repository<NetworkMap> { table(.networkMaps) }
    var exerciseAgreements: any Repository<ExerciseAgreement> { table(.exerciseAgreements) }
    var exerciseResults: any Repository<ExerciseResult> { table(.exerciseResults) }
}

extension Table where Entity == Representative {
    static let representatives = Table(
        "representatives",
        Column("client_id", .id()) { $0.clientID },
        Column("name", .text) { $0.details.name },
        Column("kind", .code) { $0.details.kind },
        Column("scope", .code) { $0.details.scope },
        Column("basis", .optional(.text)) { $0.details.basis },
        Column("phone", .optional(.text)) { $0.details.phone },
        Column("notice_address", .optional(.text)) { $0.details.noticeAddress },
        Column("valid_from", .date) { $0.details.validFrom },
        Column("valid_to", .optional(.date)) { $0.details.validTo },
        make: { record, client, name, kind, scope, basis, phone, address, from, to in
            Representative(
                record: record, clientID: client,
                details: Representative.Details(
                    name: name, kind: kind, scope: scope, basis: basis, phone: phone, noticeAddress: address, validFrom: from, validTo: to))
        })
}

extension Table where Entity == GuidanceEvent {
    static let guidanceEvents = Table(
        "guidance_events",
        Column("case_id", .id()) { $0.caseID },
        Column("topic", .text) { $0.details.topic },
        Column("recipient", .code) { $0.details.recipient },
        Column("given_on", .date) { $0.details.givenOn },
        Column("materials", .links) { $0.details.materials },
        make: { record, caseID, topic, recipient, on, materials in
            GuidanceEvent(
                record: record, caseID: caseID,
                details: GuidanceEvent.Details(topic: topic, recipient: recipient, givenOn: on, materials: materials))
        })
}

extension Table where Entity == AlternativePresented {
    static let alternatives = Table(
        "alternatives",
        Column("case_id", .id()) { $0.caseID },
        Column("presented_by", .id()) { $0.presentedBy },
        Column("form", .code) { $0.details.form },
        Column("title", .text) { $0.details.title },
        Column("pros", .texts) { $0.details.pros },
        Column("cons", .texts) { $0.details.cons },
        Column("presented_on", .date) { $0.details.presentedOn },
        make: { record, caseID, by, form, title, pros, cons, on in
            AlternativePresented(
                record: record, caseID: caseID, presentedBy: by,
                details: AlternativePresented.Details(form: form, title: title, pros: pros, cons: cons, presentedOn: on))
        })
}

extension Table where Entity == Suitability {
    static let suitabilities = Table(
        "suitabilities",
        Column("case_id", .id()) { $0.caseID },
        Column("possibilities", .texts) { $0.details.possibilities },
        Column("risks", .texts) { $0.details.risks },
        Column("support_needed", .optional(.text)) { $0.details.supportNeeded },
        make: { record, caseID, possibilities, risks, support in
            Suitability(
                record: record, caseID: caseID,
                details: Suitability.Details(possibilities: possibilities, risks: risks, supportNeeded: support))
        })
}

extension Table where Entity == HbChoice {
    static let choices = Table(
        "choices",
        Column("case_id", .id()) { $0.caseID },
        Column("state", .code) { $0.state },
        Column("chosen", .flag) { $0.details.chosen },
        Column("chosen_on", .date) { $0.details.chosenOn },
        Column("commitments_acknowledged", .codes()) { $0.details.commitmentsAcknowledged },
        Column("withdrawn_on", .optional(.date)) { $0.withdrawnOn },
        make: { record, caseID, state, chosen, on, commitments, withdrawnOn in
            HbChoice(
                record: record, caseID: caseID,
                details: HbChoice.Details(chosen: chosen, chosenOn: on, commitmentsAcknowledged: commitments), state: state,
                withdrawnOn: withdrawnOn)
        })
}

extension Table where Entity == Statement {
    static let statements = Table(
        "statements",
        Column("case_id", .id()) { $0.caseID },
        Column("kind", .code) { $0.kind },
        Column("stated_by", .code) { $0.statedBy },
        Column("state", .code) { $0.state },
        Column("supported_by", .texts) { $0.supportedBy },
        Column("life_area", .optional(.text)) { $0.lifeArea },
        Column("priority", .count) { $0.priority },
        Column("wordings", .remarks) { $0.wordings },
        Column("worker_views", .remarks) { $0.workerViews },
        make: { record, caseID, kind, by, state, supporters, area, priority, wordings, views in
            Statement(
                record: record, caseID: caseID, kind: kind, statedBy: by, state: state, supportedBy: supporters, lifeArea: area,
                priority: priority, wordings: wordings, workerViews: views)
        })
}

extension Table where Entity == WorkingNote {
    static let workingNotes = Table(
        "working_notes",
        Column("case_id", .id()) { $0.caseID },
        Column("polarity", .code) { $0.details.polarity },
        Column("subject", .code) { $0.details.subject },
        Column("service_description", .optional(.text)) { $0.details.serviceDescription },
        Column("text", .text) { $0.details.text },
        make: { record, caseID, polarity, subject, service, text in
            WorkingNote(
                record: record, caseID: caseID,
                details: WorkingNote.Details(polarity: polarity, subject: subject, serviceDescription: service, text: text))
        })
}

extension Table where Entity == LifePlan {
    static let lifePlans = Table(
        "life_plans",
        Column("case_id", .id()) { $0.caseID },
        Column("number", .count) { $0.number },
        Column("written_by", .code) { $0.writtenBy },
        Column("sections", .sections) { $0.sections },
        make: { record, caseID, number, by, sections in
            LifePlan(record: record, caseID: caseID, number: number, writtenBy: by, sections: sections)
        })
}

extension Table where Entity == AssessmentMethod {
    static let assessmentMethods = Table(
        "assessment_methods",
        Column("code", .text) { $0.code },
        Column("name", .text) { $0.details.name },
        // Both ends are empty for a method whose result is text.
        Column("minimum", .optional(.integer)) { $0.minimum },
        Column("maximum", .optional(.integer)) { $0.maximum },
        Column("valid_from", .date) { $0.details.validFrom },
        Column("valid_to", .optional(.date)) { $0.details.validTo },
        make: { record, code, name, minimum, maximum, from, to in
            AssessmentMethod(
                record: record, code: code, result: result(minimum, maximum),
                details: AssessmentMethod.Details(name: name, validFrom: from, validTo: to))
        })
}

private func result(_ minimum: Int64?, _ maximum: Int64?) -> AssessmentMethod.Result {
    guard let minimum, let maximum, minimum <= maximum else { return .text }
    return .score(minimum: minimum, maximum: maximum)
}

extension Table where Entity == Assessment {
    static let assessments = Table(
        "assessments",
        Column("case_id", .id()) { $0.caseID },
        Column("method_id", .id()) { $0.methodID },
        Column("method_code", .text) { $0.details.methodCode },
        Column("assessed_on", .date) { $0.details.assessedOn },
        Column("assessor", .text) { $0.details.assessor },
        Column("score", .optional(.integer)) { $0.details.score },
        Column("text", .optional(.text)) { $0.details.text },
        Column("client_view", .optional(.text)) { $0.details.clientView },
        Column("worker_view", .optional(.text)) { $0.details.workerView },
        make: { record, caseID, method, code, on, assessor, score, text, clientView, workerView in
            Assessment(
                record: record, caseID: caseID, methodID: method,
                details: Assessment.Details(
                    methodCode: code, assessedOn: on, assessor: assessor, score: score, text: text, clientView: clientView,
                    workerView: workerView))
        })
}

extension Table where Entity == NetworkMap {
    static let networkMaps = Table(
        "network_maps",
        Column("case_id", .id()) { $0.caseID },
        Column("number", .count) { $0.number },
        Column("nodes", .nodes) { $0.details.nodes },
        Column("edges", .edges) { $0.details.edges },
        make: { record, caseID, number, nodes, edges in
            NetworkMap(record: record, caseID: caseID, number: number, details: NetworkMap.Details(nodes: nodes, edges: edges))
        })
}

extension Table where Entity == ExerciseAgreement {
    static let exerciseAgreements = Table(
        "exercise_agreements",
        Column("case_id", .id()) { $0.caseID },
        Column("kind", .code) { $0.details.kind },
        Column("title", .text) { $0.details.title },
        Column("purpose", .optional(.text)) { $0.details.purpose },
        Column("manner", .optional(.text)) { $0.details.manner },
        Column("agreed_on", .date) { $0.details.agreedOn },
        make: { record, caseID, kind, title, purpose, manner, on in
            ExerciseAgreement(
                record: record, caseID: caseID,
                details: ExerciseAgreement.Details(kind: kind, title: title, purpose: purpose, manner: manner, agreedOn: on))
        })
}

extension Table where Entity == ExerciseResult {
    static let exerciseResults = Table(
        "exercise_results",
        Column("case_id", .id()) { $0.caseID },
        Column("agreement_id", .id()) { $0.details.agreementID },
        Column("done_on", .date) { $0.details.doneOn },
        Column("text", .text) { $0.details.text },
        Column("score", .optional(.integer)) { $0.details.score },
        Column("client_view", .optional(.text)) { $0.details.clientView },
        make: { record, caseID, agreement, on, text, score, view in
            ExerciseResult(
                record: record, caseID: caseID,
                details: ExerciseResult.Details(agreementID: agreement, doneOn: on, text: text, score: score, clientView: view))
        })
}

/// An absent text within a record is written empty; no text of ours is empty when it is there.
private func present(_ text: String) -> String? { text.isEmpty ? nil : text }

extension Codec where Value == [WebLink] {
    fileprivate static var links: Codec { .records({ [$0.text] }, { $0.first.flatMap(WebLink.init) }) }
}

extension Codec where Value == [Statement.Remark] {
    fileprivate static var remarks: Codec {
        .records(
            { [$0.text, "\($0.at)", "\($0.userID)"] },
            { fields in
                guard fields.count == 3, let at = Instant(fields[1]), let user = ID<User>(fields[2]) else { return nil }
                return Statement.Remark(text: fields[0], at: at, userID: user)
            })
    }
}

extension Codec where Value == [LifePlan.Section] {
    fileprivate static var sections: Codec {
        .records(
            { [$0.code ?? "", $0.title ?? "", $0.text] },
            { fields in
                guard fields.count == 3 else { return nil }
                return LifePlan.Section(code: present(fields[0]), title: present(fields[1]), text: fields[2])
            })
    }
}

extension Codec where Value == [NetworkMap.Node] {
    fileprivate static var nodes: Codec {
        .records(
            { [$0.key, $0.label, $0.sector.rawValue, String($0.closeness), $0.role ?? ""] },
            { fields in
                guard fields.count == 5, let sector = NetworkMap.Sector(rawValue: fields[2]), let closeness = Int(fields[3])
                else { return nil }
                return NetworkMap.Node(key: fields[0], label: fields[1], sector: sector, closeness: closeness, role: present(fields[4]))
            })
    }
}

extension Codec where Value == [NetworkMap.Edge] {
    fileprivate static var edges: Codec {
        .records(
            { [$0.from, $0.to, $0.kind ?? ""] },
            { fields in
                guard fields.count == 3 else { return nil }
                return NetworkMap.Edge(from: fields[0], to: fields[1], kind: present(fields[2]))
            })
    }
}
