import Foundation
import JSON
import Testing

/// A client with an open case in the care of one unit, a worker of that unit and a worker of another. No other test uses the units.
struct CareScene {
    let county: County
    let unit: String
    let otherUnit: String
    /// The worker who registered the client; not the responsible worker.
    let mine: Caller
    let theirs: Caller
    let client: Reply
    let hetu: String
    let file: Reply
    /// A name that nobody else has.
    let familyName: String
    /// The cursor of the feed before the scene.
    private let place: String

    init(_ county: County) throws {
        self.county = county
        let number = county.nextNumber()
        (unit, otherUnit) = ("Yksikkö \(number)", "Toinen yksikkö \(number)")
        mine = try county.staff("social_worker", unit)
        theirs = try county.staff("social_worker", otherUnit)
        hetu = county.newHetu()
        familyName = "Hoiva" + String("\(number)".map { Character(UnicodeScalar(UInt8(ascii: "a") + UInt8($0.wholeNumberValue ?? 0))) })
        place = try Stored(database: county.service.database).column("SELECT coalesce(max(sequence), 0) FROM events")[0]
        client = try mine.post("/v1/clients", county.clientBody(hetu: hetu).with("familyName", .string(familyName)))
        let opened = try mine.post("/v1/cases", county.caseBody(client: client.id, contactAt: "2026-06-29"))
        file = try mine.patch(opened.path, ["responsibleWorkerId": .null])
        try mine.post(
            "\(file.path)/statements", ["kind": "need", "statedBy": "client", "inOwnWords": "Apua", "supportedBy": [], "priority": 1])
    }

    static let meeting: JSONValue = ["kind": "needs_talk", "heldOn": "2026-06-30", "place": "koti", "placeChosenBy": "client"]

    /// The identity of a caller's unit, for `arrangeCase`.
    func id(of caller: Caller) throws -> JSONValue { try caller.get("/v1/me")["unitId"] }

    /// Every place where the client can be seen.
    static let everywhere: Set<String> = [
        "client", "case", "statements", "clients", "search", "count", "cases", "number", "queue", "counts", "feed",
    ]
    /// The places where an opened file shows the client. The work queue is not one, because the opener only reads.
    static let looking = everywhere.subtracting(["queue", "counts"])

    /// The places where a caller sees the client at a moment.
    func places(_ caller: Caller, at moment: String = Caller.usualDay) throws -> Set<String> {
        var found: Set<String> = []
        func note(_ place: String, _ isThere: Bool) { if isThere { found.insert(place) } }
        func get(_ path: String) throws -> Reply { try caller.send("GET", path, nil, expecting: nil, at: moment) }
        func has(_ path: String, _ name: String, _ id: String) throws -> Bool {
            try caller.all(path, at: moment).contains { $0[name] == .string(id) }
        }
        note("client", try get(client.path).status == 200)
        note("case", try get(file.path).status == 200)
        note("statements", try get("\(file.path)/statements").status == 200)
        note("clients", try has("/v1/clients", "id", client.id))
        note("search", try has("/v1/clients?name=\(familyName)", "id", client.id))
        note("count", try get("/v1/clients?name=\(familyName)&count=exact")["total"] == 1)
        note("cases", try has("/v1/cases?clientId=\(client.id)", "id", file.id))
        let asked: JSONValue = ["number": client["number"]]
        note("number", try caller.send("POST", "/v1/clients/search", asked.octets, expecting: nil, at: moment).items.count == 1)
        note("queue", try has("/v1/work-queue", "caseId", file.id))
        let counted = try get("/v1/work-queue/counts?kind=case_unassigned").json.array
        note("counts", counted.contains { ($0["count"].int ?? 0) > 0 })
        note("feed", try get("/v1/changes?after=\(place)&limit=1000").items.contains { $0["clientId"] == .string(client.id) })
        return found
    }
}

extension County {
    /// A member of staff whom no other test uses.
    func staff(_ role: String, _ unit: String? = County.unit, _ more: JSONValue = [:]) throws -> Caller {
        let order: JSONValue = ["role": .string(role), "name": .string("\(role) \(nextNumber())")]
        return try admin.key(for: order.with("unit", unit.map { .string($0) }).merged(more))
    }
}
