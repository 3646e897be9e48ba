import HTTPServer
import JSON
import PersonalBudgeting

/// Non-disclosure orders, and the whereabouts of a client for callers who need them for safety (P4).
enum NonDisclosureAPI {
    private static let path = "/v1/clients/{client}/non-disclosure"
    private static let tag = Tag.nonDisclosure

    static let operations: [Operation] = [
        Operation(
            "findNonDisclosure", .get, path, "Read the non-disclosure order of a client", tag: tag, effect: .read,
            right: .readNonDisclosures,
            about: .client,
            response: view.schema
        ) { call in
            guard let order = try call.work.nonDisclosure(of: try call.requireClient()) else {
                throw Refusal.notFound(NonDisclosure.noun)
            }
            return .item(try shown(order, call), view)
        },
        Operation(
            "protectClient", .put, path,
            "Set a non-disclosure order. From now on, no other answer shows where the client and the household are",
            tag: tag, effect: .replace, right: .protectClients, about: .client, request: details.schema, response: view.schema
        ) { call in
            let client = try call.requireClient()
            let current = try call.work.nonDisclosure(of: client)
            try call.match(current) { view.bytes(try shown($0, call)) }
            let asked = try call.body(details)
            let known = current?.details.householdClientIDs ?? []
            for id in known { try noteMember(id, call) }
            // Household members who are already in the order stay in it, even if another unit cares for them now.
            for (index, other) in asked.householdClientIDs.enumerated() where !known.contains(other) {
                _ = try call.client(named: other, at: "/householdClientIds/\(index)")
            }
            let kept = try call.work.protect(client, asked, replacing: current)
            let masked = try shown(kept, call)
            return current == nil ? .created(masked, view, at: call.head.path) : .item(masked, view)
        },
        Operation(
            "endNonDisclosure", .post, "\(path)/end", "End a non-disclosure order, after a check that it is no longer in force", tag: tag,
            effect: .change, right: .protectClients, about: .client, request: Reason.shape.schema, response: view.schema,
            refusals: [.illegalTransition]
        ) { call in
            guard let order = try call.work.nonDisclosure(of: try call.requireClient()) else {
                throw Refusal.notFound(NonDisclosure.noun)
            }
            try call.match(order) { view.bytes(try shown(order, call)) }
            for id in order.details.householdClientIDs { try noteMember(id, call) }
            let ended = try call.work.endNonDisclosure(order, reason: try call.body(Reason.shape).reason)
            return .item(try shown(ended, call), view)
        },
        Operation(
            "readWhereabouts", .get, "/v1/clients/{client}/whereabouts",
            "Read a client's address and contact details, even if the client is protected. Needs X-Purpose; each reading is logged separately",
            tag: tag,
            effect: .read, right: .readWhereabouts, about: .client, response: whereabouts.schema
        ) { .item($0.masked(Whereabouts(client: try $0.requireClient())), whereabouts) },
    ]

    /// Records a member of the household, and returns whether the caller may see that member.
    @discardableResult
    private static func noteMember(_ id: ID<Client>, _ call: AdmittedCall) throws -> Bool {
        guard let member = try call.repositories.clients.find(id) else { return false }
        return try call.mayFind(member)
    }

    /// An order without the household members whom the caller may not see.
    private static func shown(_ order: NonDisclosure, _ call: AdmittedCall) throws -> Masked<NonDisclosure> {
        var shown = order
        shown.details.householdClientIDs = try order.details.householdClientIDs.filter { try noteMember($0, call) }
        return call.masked(shown)
    }

    private static let details = Shape<NonDisclosure.Details>.object(
        "NonDisclosureDetails",
        Field("validFrom", .date) { $0.validFrom },
        Field("validTo", .optional(.date)) { $0.validTo },
        Field("source", .code) { $0.source },
        Field("contactAddress", .optional(.prose(300))) { $0.contactAddress },
        Field("householdClientIds", .list(.id(), 0...20)) { $0.householdClientIDs },
        make: NonDisclosure.Details.init)

    private static let view = View<NonDisclosure>(
        "NonDisclosure",
        ViewMember.record + [
            ViewMember("clientId", .id()) { $0.clientID }, .inline(details) { $0.details },
            ViewMember("endedOn", .optional(.date)) { $0.endedOn }, ViewMember("endReason", .optional(.prose)) { $0.endReason },
        ])

    /// Where a client is, even if the client is protected. Only the safety right shows this (P4, A23).
    private struct Whereabouts: NothingToMask, Versioned {
        let client: Client

        var version: Int64 { client.record.version }
    }

    private static let whereabouts = View<Whereabouts>(
        "Whereabouts",
        [
            ViewMember("clientId", .id()) { $0.client.id }, ViewMember("isProtected", .flag) { $0.client.isProtected },
            .inline(ClientAPI.details, only: Client.whereabouts) { $0.client.details },
        ])
}
