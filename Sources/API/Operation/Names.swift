import JSON
import PersonalBudgeting

/// What the items of a page refer to by identity or code: collected first, so that each thing is read once for the page.
struct References {
    var clients: [ID<Client>] = []
    var cases: [ID<Case>] = []
    var users: [ID<User>] = []
    var units: [ID<OrganisationUnit>] = []
    var providers: [ID<Provider>] = []
    var businessIDs: [BusinessID] = []
    var serviceTypes: [String] = []
    var decisions: [ID<Decision>] = []
    /// Agreements and cases of service data: the provider and the unit are named, as the rows lead to them.
    var agreements: [ID<Agreement>] = []
    var casesOfUnits: [ID<Case>] = []
}

/// An item of a list that refers to other things by identity or code.
protocol Referring {
    func refer(_ references: inout References)
}

/// The name of something that the items of a page refer to.
struct NamedThing: Sendable {
    /// The noun of the domain, as in the change feed.
    let noun: String
    /// The identity; the code of a service type; the Y-tunnus of a provider that a source system reported.
    let key: String
    /// Nil for a decision, which has a kind and a sum instead.
    var name: String?
    var kind: Decision.Kind?
    /// The granted sum of a decision, or the proposed one until it is made.
    var sum: Money?

    static let view = View<NamedThing>(
        "NamedThing",
        [
            ViewMember("noun", .line(60)) { $0.noun }, ViewMember("key", .line(100)) { $0.key },
            ViewMember("name", .optional(.line(254))) { $0.name }, ViewMember("kind", .optional(.code)) { $0.kind },
            ViewMember("sumCents", .optional(.cents)) { $0.sum },
        ])
}

extension QueryParameter {
    /// Adds the names of what the items refer to.
    static let names = QueryParameter.code(
        "include", "`names` adds the list `names`: the name of each thing that the items refer to, once, as far as the caller may know it",
        Inclusion.self)
}

extension AdmittedCall {
    /// Returns the names of what the items refer to; nil if the caller has not asked for names.
    ///
    /// Each thing is read once, whatever the number of rows. A client who is hidden from the caller has no name (A18), and a caller whose
    /// role reads no clients gets the name of none.
    /// - Throws: `BadQuery` if the answer is a table.
    func names(of items: @autoclosure () -> [any Referring]) throws -> [NamedThing]? {
        guard query["include"] == "names" else { return nil }
        // A table has a line for each item, and no place for the list of names.
        if [Form.csv, .excel, .text].contains(request.form) {
            throw BadQuery([
                .init(
                    "include", "only_in_json",
                    LocalText(
                        fi: "nimet annetaan vain JSON-muodossa", sv: "namnen ges bara i JSON-format",
                        en: "names are given in JSON only"))
            ])
        }
        var references = References()
        for item in items() { item.refer(&references) }
        if (try? Access.check(actor, .readClients)) == nil { (references.cases, references.clients) = ([], []) }
        for caseID in distinct(references.cases) {
            guard let found = try caseFile?.id == caseID ? caseFile : repositories.cases.find(caseID) else { continue }
            references.clients.append(found.clientID)
        }
        var names: [NamedThing] = []
        for id in distinct(references.clients) {
            guard let client = try self.client?.id == id ? self.client : repositories.clients.find(id), try mayName(client) else {
                continue
            }
            names.append(.init(noun: Client.noun, key: "\(id)", name: "\(client.details.givenNames) \(client.details.familyName)"))
        }
        for user in try repositories.users.all(references.users) {
            // A user who acts for a client belongs to the file of that client.
            if user.clientID != nil, user.id != actor.userID { continue }
            names.append(.init(noun: User.noun, key: "\(user.id)", name: user.name))
        }
        references.units += try repositories.cases.all(references.casesOfUnits).compactMap(\.details.unitID)
        references.providers += try repositories.agreements.all(references.agreements).compactMap(\.providerID)
        for unit in try repositories.units.all(references.units) {
            names.append(.init(noun: OrganisationUnit.noun, key: "\(unit.id)", name: unit.name))
        }
        for provider in try repositories.providers.all(references.providers) {
            names.append(.init(noun: Provider.noun, key: "\(provider.id)", name: provider.details.name))
        }
        let businessIDs = Set(references.businessIDs.map(\.text)).sorted()
        if !businessIDs.isEmpty {
            for provider in try repositories.providers.all([.oneOf(.businessID, businessIDs)]) {
                names.append(.init(noun: Provider.noun, key: provider.businessID.text, name: provider.details.name))
            }
        }
        let codes = Set(references.serviceTypes).sorted()
        if !codes.isEmpty {
            for type in try repositories.serviceTypes.all([.oneOf(.code, codes)]) {
                let name = language == .sv ? type.details.nameSv : type.details.nameFi
                names.append(.init(noun: ServiceType.noun, key: type.code, name: name))
            }
        }
        if (try? Access.check(actor, .readDecisions)) != nil {
            for decision in try repositories.decisions.all(references.decisions) {
                names.append(
                    .init(
                        noun: Decision.noun, key: "\(decision.id)", kind: decision.kind,
                        sum: decision.grantedTotal ?? decision.proposal?.total))
            }
        }
        return names
    }

    /// Whether the caller may know the name of a client: whether the caller might read the client (`findClient`).
    private func mayName(_ client: Client) throws -> Bool {
        do { _ = try Access.decide(work, .readClients, of: client.id, client.care) } catch is Refusal { return false }
        // The access log keeps the case of the call.
        trail.note(client.id, trail.caseID)
        return true
    }

    private func distinct<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }
}

extension Repository {
    /// Returns the entities with these identities, in the order of creation, in one read.
    fileprivate func all(_ ids: [ID<Entity>]) throws -> [Entity] {
        if ids.isEmpty { return [] }
        let distinct = Set(ids).sorted()
        return try list(ListQuery(ids: distinct, limit: distinct.count))
    }
}

// MARK: - What each noun refers to

extension Case: Referring {
    func refer(_ references: inout References) {
        references.clients.append(clientID)
        if let unit = details.unitID { references.units.append(unit) }
        if let worker = details.responsibleWorkerID { references.users.append(worker) }
    }
}

extension Decision: Referring {
    func refer(_ references: inout References) {
        references.cases.append(caseID)
        references.users += [preparedBy, proposal?.by, decidedBy].compactMap { $0 }
    }
}

extension Agreement: Referring {
    func refer(_ references: inout References) {
        references.cases.append(caseID)
        references.serviceTypes.append(serviceTypeCode)
        if let providerID { references.providers.append(providerID) }
    }
}

extension Actual: Referring {
    func refer(_ references: inout References) {
        if let clientID { references.clients.append(clientID) }
        references.serviceTypes.append(usage.serviceTypeCode)
        if let business = usage.providerBusinessID { references.businessIDs.append(business) }
        if let agreementID { references.agreements.append(agreementID) }
        if let caseID { references.casesOfUnits.append(caseID) }
    }
}

extension BudgetStatement: Referring {
    func refer(_ references: inout References) {
        references.cases.append(budget.caseID)
        references.serviceTypes += lines.map(\.line.serviceTypeCode)
        if let decision = budget.decisionID { references.decisions.append(decision) }
    }
}

extension Event: Referring {
    func refer(_ references: inout References) {
        // The author of an idea is not shown.
        if noun != DevelopmentIdea.noun { references.users.append(userID) }
        if let clientID { references.clients.append(clientID) }
        if noun == Decision.noun, let decision = ID<Decision>(nounID) { references.decisions.append(decision) }
    }
}

/// What a caller may ask a list for besides its items.
enum Inclusion: String, CaseIterable { case names }

extension Inclusion: LabelledCode {
    static let listName = "Inclusion"
    static let listTitle = LocalText(fi: "listaan lisättävä tieto", sv: "uppgift som läggs till listan", en: "addition to a list")

    var label: LocalText {
        switch self {
        case .names: LocalText(fi: "nimet", sv: "namn", en: "names")
        }
    }
}
