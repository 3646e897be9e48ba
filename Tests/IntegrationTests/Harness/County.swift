import JSON
import Synchronization
import Testing

/// A running service with a key for every role of staff. All tests of a run share one (`County.shared`), so a test makes its own clients
/// and does not count what others may have made. A test that stops or starves the service makes its own: `try County()`.
///
///     @Test("a meeting keeps who chose its place") func keepsChooser() throws {
///         let county = try County.shared
///         let file = try county.openCase()                          // file.id, file.path = /v1/cases/…, file["clientId"]
///         let body: JSONValue = ["kind": "needs_talk", "heldOn": "2026-03-05", "place": "koti", "placeChosenBy": "client"]
///         let meeting = try county.worker.post("\(file.path)/meetings", body)             // 201 is expected
///         #expect(try county.worker.get(meeting.path)["placeChosenBy"] == "client")
///     }
///
/// A refusal: `let no = try county.worker.post(path, body.with("place", nil), expecting: 422)`, then `no.code == "invalid_body"` and
/// `no.errors["/place"] == "required"`. A command: `try county.worker.command(on: file.path, "start-assessment")` reads the ETag itself.
/// The client: `try county.client(for: clientID).get(file.path)`. The moment: `at: "2026-03-02"` on any call.
final class County: Sendable {
    let service: ServiceProcess
    private let curl = Curl()
    private let keys = Mutex<[String: Caller]>([:])
    /// The number last given to a client or model of the run.
    private let counter = Mutex(0)

    /// The county of the test run. The first test that needs it starts it.
    static var shared: County { get throws { try started.get() } }
    private static let started = Result { try County() }

    /// The unit of the county's staff.
    static let unit = "Vammaispalvelut"

    let admin: Caller
    let worker: Caller
    let worker2: Caller
    let coordinator: Caller
    let decisionMaker: Caller
    let bodySecretary: Caller
    let finance: Caller
    let auditor: Caller
    let dataProtectionOfficer: Caller
    /// A source system that pushes service data as `effica_x`.
    let system: Caller
    /// A caller without a key.
    let nobody: Caller

    /// - Parameter service: a service that has not run yet.
    init(_ service: ServiceProcess? = nil) throws {
        let service = try service ?? ServiceProcess()
        let curl = curl
        // The command line makes the first key. The others are made faster over HTTP.
        let token = try service.makeKey(role: "admin", name: "Anna Admin", unit: County.unit)
        try service.start()
        let admin = Caller(service: service, curl: curl, token: token, name: "Anna Admin")
        func staff(_ role: String, _ name: String, source: JSONValue? = nil) throws -> Caller {
            let order: JSONValue = ["role": .string(role), "name": .string(name), "unit": .string(County.unit)]
            return try admin.key(for: order.with("sourceSystem", source))
        }
        self.service = service
        self.admin = admin
        worker = try staff("social_worker", "Sari Sosiaali")
        worker2 = try staff("social_worker", "Timo Toinen")
        coordinator = try staff("service_coordinator", "Kaisa Koordinaattori")
        decisionMaker = try staff("decision_maker", "Päivi Päättäjä")
        bodySecretary = try staff("body_secretary", "Jussi Jaosto")
        finance = try staff("finance", "Raija Raha")
        auditor = try staff("auditor", "Tauno Tarkastaja")
        dataProtectionOfficer = try staff("data_protection_officer", "Tiina Tietosuoja")
        system = try staff("system", "Effica", source: "effica_x")
        nobody = Caller(service: service, curl: curl, token: nil, name: "nobody")
        let model = try model(code: County.model)
        guard model.status == 200 else { throw ProcessFault("no regional model: \(model)") }
    }

    /// The client as a caller, with a key of the client's own.
    func client(for clientID: String) throws -> Caller { try speaker(for: clientID, role: "client") }

    /// A caller who speaks for a client: `client`, `representative` with a mandate in all matters since 2020, `hb_assistant`.
    func speaker(for clientID: String, role: String) throws -> Caller {
        let place = "\(role) \(clientID)"
        if let known = keys.withLock({ $0[place] }) { return known }
        if role == "representative" {
            let mandate: JSONValue = ["name": "Erkki Edustaja", "kind": "guardian", "scope": "both", "validFrom": "2020-01-01"]
            let row = try worker.post("/v1/clients/\(clientID)/representatives", mandate)
            let made = try representative(by: row)
            keys.withLock { $0[place] = made }
            return made
        }
        let made = try admin.key(for: ["role": .string(role), "name": .string(role), "clientId": .string(clientID)])
        keys.withLock { $0[place] = made }
        return made
    }

    /// A caller who acts for a client by a mandate, which is a reply of the register of representatives.
    func representative(by mandate: Reply) throws -> Caller {
        try admin.key(
            for: [
                "role": "representative", "name": mandate["name"], "clientId": mandate["clientId"], "representativeId": mandate["id"],
            ])
    }

    /// A caller with another token.
    func caller(token: String?, name: String = "caller") -> Caller { Caller(service: service, curl: curl, token: token, name: name) }

    /// A number that nobody else in this county has.
    func nextNumber() -> Int {
        counter.withLock {
            $0 += 1
            return $0
        }
    }
}

extension Caller {
    /// Makes a new key as this caller, who is an administrator. Makes the unit of the order first, if it does not exist.
    func key(for order: JSONValue) throws -> Caller {
        if let unit = order["unit"].string, try !all("/v1/units").contains(where: { $0["name"].string == unit }) {
            try post("/v1/units", ["name": .string(unit)])
        }
        let made = try post("/v1/admin/keys", order)
        guard let token = made["token"].string else { throw ProcessFault("no key: \(made)") }
        var caller = Caller(service: service, curl: curl, token: token, name: order["name"].string ?? "")
        caller.userID = made["userId"].string ?? ""
        caller.keyID = made.id
        return caller
    }
}
