import Foundation
import JSON
import Synchronization
import Testing

extension County {
    /// The code of the model of a case, unless a test says otherwise.
    static let model = "yhteinen"

    /// A national id of the artificial range (900 to 999) that nobody else in this county has (I5).
    func newHetu() -> String { County.hetu(number: nextNumber()) }

    /// The national id for a number, of a person born in this year of the last century or later.
    static func hetu(number: Int, year: Int = 40) -> String {
        let day = number / 100
        let date = two(day % 28 + 1) + two(day / 28 % 12 + 1) + two(year + day / 336)
        let individual = "\(900 + number % 100)"
        let table = Array("0123456789ABCDEFHJKLMNPRSTUVWXY")
        return "\(date)-\(individual)\(table[(Int(date + individual) ?? 0) % 31])"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// The body of a new client, by default with a new national id.
    func clientBody(hetu: String? = nil) -> JSONValue {
        [
            "hetu": .string(hetu ?? newHetu()), "givenNames": "Aino Maria", "familyName": "Ääkkönen", "language": "fi",
            "municipality": "837",
        ]
    }

    /// A new client in the register.
    func newClient(_ changes: JSONValue = [:], sourceLocation: SourceLocation = #_sourceLocation) throws -> Reply {
        let client = try worker.post("/v1/clients", clientBody().merged(changes), sourceLocation: sourceLocation)
        guard client.status == 201 else { throw ProcessFault("no client") }
        return client
    }

    /// The rules of a model, unless a test says otherwise.
    static let rules: JSONValue = [
        "decidingAuthority": "office_holder_then_body", "authorityName": "Vammaispalvelujen johtaja", "bodyName": "Yksilöasioiden jaosto",
        "officeHolderLimitCents": 2_000_000,
        "fourEyesAboveCents": 1_000_000, "allowedBases": ["current_services_to_change", "entitlement"], "allowedServiceTypes": [],
        "excludedPurposes": [], "carryOver": "none", "carryOverValue": 0, "tolerancePercent": 10, "reallocationPercent": 20,
        "trialMaximumDays": 90, "reviewIntervalMonths": 6, "monitoringRequired": false,
        "administrationModes": ["county_managed", "voucher", "employer_model", "nominee", "mixed"], "requiredForms": [],
    ]

    /// The body of a new model.
    func modelBody(code: String? = nil, rules changes: JSONValue = [:]) -> JSONValue {
        [
            "code": .string(code ?? "malli_\(nextNumber())"), "name": "Malli", "county": "06", "validFrom": "2020-01-01",
            "contact": "Palveluohjaus, p. 03 000 0000", "rules": County.rules.merged(changes),
        ]
    }

    /// A regional model in force since 2020: `model["code"]` is what `openCase(model:)` takes.
    /// - Parameters:
    ///   - code: a new one by default.
    ///   - changes: rules that differ from the usual ones (`County.rules`).
    @discardableResult
    func model(code: String? = nil, rules changes: JSONValue = [:], sourceLocation: SourceLocation = #_sourceLocation) throws -> Reply {
        let draft = try admin.post("/v1/regional-models", modelBody(code: code, rules: changes), sourceLocation: sourceLocation)
        return try decisionMaker.command(on: draft.path, "bring-into-force", etag: draft.etag, sourceLocation: sourceLocation)
    }

    /// An open case.
    /// - Parameters:
    ///   - client: a new one by default; a reply of the register or any other with an `id`.
    ///   - contactAt: the day of the contact.
    ///   - moment: the time of the opening; the day of the contact by default.
    ///   - model: the code of the regional model.
    ///   - changes: other members of the body.
    func openCase(
        client: Reply? = nil, contactAt: String = "2026-03-02", at moment: String? = nil, model: String = County.model,
        _ changes: JSONValue = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Reply {
        let client = try client ?? newClient(sourceLocation: sourceLocation)
        let body = caseBody(client: client.id, contactAt: contactAt, model: model).merged(changes)
        let file = try worker.post("/v1/cases", body, at: moment ?? contactAt, sourceLocation: sourceLocation)
        guard file.status == 201 else { throw ProcessFault("no case") }
        return file
    }

    /// The body of a new case.
    func caseBody(client: String, contactAt: String = "2026-03-02", model: String = County.model) -> JSONValue {
        [
            "clientId": .string(client), "regionalModel": .string(model), "contactAt": .string(contactAt), "channel": "phone",
            "applicantRole": "client",
        ]
    }
}

/// Runs a body so many times at once, each on a thread of its own, and returns the results in order.
func concurrently<Result: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Result) throws -> [Result] {
    let results = Mutex<[Swift.Result<Result, any Error>?]>(Array(repeating: nil, count: count))
    let group = DispatchGroup()
    for index in 0..<count {
        group.enter()
        let thread = Thread {
            let result = Swift.Result { try body(index) }
            results.withLock { $0[index] = result }
            group.leave()
        }
        thread.start()
    }
    group.wait()
    return try results.withLock { $0 }.compactMap { $0 }.map { try $0.get() }
}

extension County {
    /// An assistant in the register; `assistant["id"]` is what an authorisation names.
    func registeredAssistant(sourceLocation: SourceLocation = #_sourceLocation) throws -> Reply {
        try admin.post(
            "/v1/hb-assistants",
            ["name": "Helmi Apuri", "contact": "helmi@example.com", "trainedOn": "2026-01-15", "languages": ["fi", "fi-x-selko"]],
            sourceLocation: sourceLocation)
    }

    /// An assistant whom the client has authorised for these parts, for all of 2026.
    func authorisedAssistant(
        for clientID: String, parts: JSONValue = ["plan", "budget"], sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Caller {
        let assistant = try speaker(for: clientID, role: "hb_assistant")
        try worker.post(
            "/v1/clients/\(clientID)/assistant-authorisations",
            [
                "hbAssistantId": try registeredAssistant(sourceLocation: sourceLocation)["id"], "userId": .string(assistant.userID),
                "parts": parts, "from": "2026-01-01", "to": "2026-12-31", "writtenOn": "2026-01-01",
            ], sourceLocation: sourceLocation)
        return assistant
    }
}
