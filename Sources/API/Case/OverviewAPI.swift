import HTTPServer
import JSON
import PersonalBudgeting

/// The page of a client or of a case in one call: who, care, states, time limits, money, the newest plan and decision, what waits, and how
/// much each part holds.
///
/// Each part is the answer of its own operation to this caller (`OverviewReading`), so that an overview never shows more than the single
/// reads do.
enum OverviewAPI {
    static let operations: [Operation] = [
        Operation(
            "readCaseOverview", .get, "/v1/cases/{case}/overview",
            "Read the main facts of a case in one call. Parts that the caller may not read are null and named in `withheld`", tag: .cases,
            effect: .read, right: .readCaseOverview, about: .caseFile, response: caseView.schema
        ) { call in
            let caseFile = try call.requireCase()
            var reading = OverviewReading(call)
            let found = try CaseOverview(of: caseFile, &reading)
            return .value(call.masked(Whole(overview: found, withheld: reading.withheld)), caseView, capacity: 8_192)
        },
        Operation(
            "readClientOverview", .get, "/v1/clients/{client}/overview",
            "Read the main facts of a client in one call, with the client's newest case. Parts that the caller may not read are null and"
                + " named in `withheld`", tag: .clients, effect: .read, right: .readClients, about: .client, response: clientView.schema
        ) { call in
            let client = try call.requireClient()
            var reading = OverviewReading(call)
            let found = try ClientOverview(of: client, &reading)
            return .value(call.masked(Whole(overview: found, withheld: reading.withheld)), clientView, capacity: 8_192)
        },
    ]

    /// Composed of answers that their own operations have masked.
    private struct Whole<Overview: Sendable>: NothingToMask {
        let overview: Overview
        let withheld: [String]
    }

    // MARK: - The case

    private struct CaseOverview: Sendable {
        let id: ID<Case>
        let client: JSONValue?
        let caseFile: JSONValue?
        /// Nil for a caller who may not read the case itself, and so are the time limits.
        let care: OverviewCare?
        let clocks: [OverviewClock]?
        let money: JSONValue?
        let held: HeldMoney?
        let plan: JSONValue?
        let decision: JSONValue?
        let waiting: [JSONValue]?
        let counts: [OverviewCount]

        init(of caseFile: Case, _ reading: inout OverviewReading) throws {
            let call = reading.call
            let path = Parameters([("case", "\(caseFile.id)")])
            id = caseFile.id
            client = try reading.item("findClient", Parameters([("client", "\(caseFile.clientID)")]))
            let told = try reading.item("findCase", path)
            self.caseFile = told
            care = try told.map { _ in try OverviewCare(caseFile.care, call) }
            clocks = told.map { _ in OverviewClock.all(of: caseFile, on: call.work.today) }
            money = try reading.item("readMoneyView", path)
            held = try reading.part("listActuals", of: caseFile.clientID) { try HeldMoney(in: caseFile, call) }
            plan = try reading.newest("listSupportPlans", path)
            decision = try reading.newest("listDecisions", path)
            // The queue also holds what belongs to the client and not to the case, such as an order that ends.
            waiting = try reading.queue(of: caseFile.clientID)
            counts = try reading.counts(of: .caseFile, path)
        }
    }

    // MARK: - The client

    private struct ClientOverview: Sendable {
        let id: ID<Client>
        let client: JSONValue?
        let care: OverviewCare
        let cases: [JSONValue]?
        let newest: CaseOverview?
        let counts: [OverviewCount]

        init(of client: Client, _ reading: inout OverviewReading) throws {
            let call = reading.call
            id = client.id
            self.client = try reading.item("findClient", Parameters([("client", "\(client.id)")]))
            care = try OverviewCare(client.care, call)
            cases = try reading.items("listCases", Parameters([]), ["clientId": "\(client.id)", "sort": "-createdAt", "limit": "200"])
            counts = try reading.counts(of: .client, Parameters([("client", "\(client.id)")]))
            let order = ListQuery<Case>(filters: [.equal(.clientID, client.id)], order: .newestFirst, limit: 1)
            newest =
                try cases == nil ? nil : call.repositories.cases.list(order).first.map { try CaseOverview(of: $0, &reading) }
        }
    }

    // MARK: - Views

    /// The answer of an operation, under its own schema. Taken from the noun's operations, because the table of all operations contains
    /// this one.
    private static func told(_ id: String, in operations: [Operation]) -> View<JSONValue> {
        told(operations.first { $0.id == id }?.response ?? Schema([("type", .string("object"))]))
    }

    private static func told(_ schema: Schema) -> View<JSONValue> {
        View<JSONValue>(schema: schema, write: { $1.value($0) }, tree: { $0 })
    }

    private static let client = told("findClient", in: ClientAPI.operations)
    private static let caseFile = told("findCase", in: CaseAPI.operations)
    private static let money = told("readMoneyView", in: MoneyViewAPI.operations)
    private static let plan = told("findSupportPlan", in: SupportPlanAPI.operations)
    private static let decision = told("findDecision", in: DecisionAPI.operations)

    private static let waiting = told(WorkQueueAPI.itemSchema)

    private static let withheld = Shape<[String]>.list(.line(60), 0...200)

    private static let caseMembers: [ViewMember<CaseOverview>] =
        [
            ViewMember("caseId", .id()) { $0.id },
            ViewMember("client", view: .optional(client)) { $0.client },
            ViewMember("case", view: .optional(caseFile)) { $0.caseFile },
        ] + OverviewCare.members { $0.care } + [
            ViewMember("clocks", view: .optional(.list(OverviewClock.view))) { $0.clocks },
            ViewMember("money", view: .optional(money)) { $0.money },
            ViewMember("held", view: .optional(HeldMoney.view)) { $0.held },
            ViewMember("newestPlan", view: .optional(plan)) { $0.plan },
            ViewMember("newestDecision", view: .optional(decision)) { $0.decision },
            ViewMember("waiting", view: .optional(.list(waiting))) { $0.waiting },
            ViewMember("counts", view: .list(OverviewCount.view)) { $0.counts },
        ]

    private static let caseView = View<Whole<CaseOverview>>(
        "CaseOverview",
        caseMembers.map { member in member.of { $0.overview } } + [ViewMember("withheld", withheld) { $0.withheld }])

    private static let clientView = View<Whole<ClientOverview>>(
        "ClientOverview",
        [
            ViewMember("clientId", .id()) { $0.overview.id },
            ViewMember("client", view: .optional(client)) { $0.overview.client },
        ] + OverviewCare.members { $0.overview.care } + [
            ViewMember("cases", view: .optional(.list(caseFile))) { $0.overview.cases },
            ViewMember("newestCase", view: .optional(View<CaseOverview>("NewestCaseOverview", caseMembers))) { $0.overview.newest },
            ViewMember("counts", view: .list(OverviewCount.view)) { $0.overview.counts },
            ViewMember("withheld", withheld) { $0.withheld },
        ])
}
