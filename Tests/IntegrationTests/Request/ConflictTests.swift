import JSON
import Testing

/// Two callers change the same resource. The second one sees the differences, and nobody's text is lost.
@Suite struct ConflictTests {
    @Test("edits of different members are merged, and the merge is ready to send") func merges() throws {
        let county = try County.shared
        let client = try county.newClient(["phone": "040 1", "postalCode": "33100"])
        // Both callers have seen the first version.
        try county.worker2.patch(client.path, ["phone": "040 2", "streetAddress": "Uusikatu 1"], etag: client.etag)
        let stale = try county.worker.patch(
            client.path, ["email": "aino@example.com", "postalCode": nil], expecting: 412, etag: client.etag)
        #expect(stale.code == "stale")
        let now = try county.worker.get(client.path)
        #expect(stale["currentETag"].string == now.etag)
        #expect(stale.headers["ETag"] == now.etag)
        let differences = Dictionary(uniqueKeysWithValues: stale["differences"].array.map { ($0["pointer"].string ?? "", $0) })
        #expect(Set(differences.keys) == ["/phone", "/streetAddress", "/email", "/postalCode"])
        #expect(differences["/phone"] == ["pointer": "/phone", "base": "040 1", "yours": "040 1", "theirs": "040 2", "clash": false])
        #expect(differences["/email"] == ["pointer": "/email", "base": nil, "yours": "aino@example.com", "theirs": nil, "clash": false])
        #expect(differences["/postalCode"] == ["pointer": "/postalCode", "base": "33100", "yours": nil, "theirs": "33100", "clash": false])
        // The offered merge can be sent unchanged, and contains both edits.
        let merged = try county.worker.patch(client.path, stale["merged"], etag: stale["currentETag"].string)
        #expect(merged["phone"] == "040 2")
        #expect(merged["streetAddress"] == "Uusikatu 1")
        #expect(merged["email"] == "aino@example.com")
        #expect(merged["postalCode"] == .null)
        #expect(merged["familyName"] == client["familyName"])
    }

    @Test("edits of the same member are shown side by side, and no merge is offered") func showsClash() throws {
        let county = try County.shared
        let file = try county.openCase()
        let meeting = try county.worker.post(
            "\(file.path)/meetings",
            ["kind": "needs_talk", "heldOn": "2026-03-02", "place": "koti", "placeChosenBy": "client", "minutes": "Alku."])
        try county.worker2.patch(meeting.path, ["minutes": "Alku. Toinen jatkoi."], etag: meeting.etag)
        let stale = try county.worker.patch(
            meeting.path, ["minutes": "Alku. Ensimmäinen jatkoi.", "place": "kahvila"], expecting: 412, etag: meeting.etag)
        #expect(stale["merged"] == .null)
        #expect(
            stale["differences"].array.contains([
                "pointer": "/minutes", "base": "Alku.", "yours": "Alku. Ensimmäinen jatkoi.", "theirs": "Alku. Toinen jatkoi.",
                "clash": true,
            ]))
        // The same change by both callers is no conflict.
        let same = try county.worker.patch(
            meeting.path, ["minutes": "Alku. Toinen jatkoi.", "place": "kahvila"], expecting: 412, etag: meeting.etag)
        #expect(same["merged"]["place"].string == "kahvila")
        #expect(same["merged"]["minutes"].string == "Alku. Toinen jatkoi.")
    }

    @Test("a command in between changes no member, and a version that is too old is compared without its base") func knowsVersions() throws
    {
        let county = try County.shared
        let file = try county.openCase()
        try county.worker.command(on: file.path, "start-assessment")
        let between = try county.worker.patch(file.path, ["otherServices": ["kuljetus"]], expecting: 412, etag: file.etag)
        #expect(between["differences"].array.map { $0["pointer"] } == ["/otherServices"])
        #expect(between["merged"]["otherServices"].array.map(\.string) == ["kuljetus"])
        let client = try county.newClient()
        for number in 1...20 { try county.worker.patch(client.path, ["phone": .string("040 \(number)")]) }
        let old = try county.worker.patch(client.path, ["phone": "050"], expecting: 412, etag: client.etag)
        #expect(old["differences"] == [["pointer": "/phone", "yours": "050", "theirs": "040 20", "clash": true]])
        #expect(old["merged"] == .null)
    }

    @Test("a faulty body is answered 422, stale or not; a stale command is answered 412 with the current tag (row 86)")
    func tellsFaultsFirst() throws {
        let county = try County.shared
        let client = try county.newClient()
        try county.worker2.patch(client.path, ["phone": "040 2"], etag: client.etag)
        let wrong: [(String, [String: String])] = [
            (#"{"number": "X1", "postOffice": "P"}"#, ["/number": "unknown_member"]), ("[]", ["": "wrong_type"]),
            ("null", ["": "wrong_type"]),
            (#"{"postOffice": 5, "givenNames": null}"#, ["/postOffice": "wrong_type", "/givenNames": "required"]),
            (#"{"phone": "1", "phone": "2"}"#, ["/phone": "duplicate_member"]),
        ]
        for (body, errors) in wrong {
            let reply = try county.worker.send(
                "PATCH", client.path, Array(body.utf8), expecting: 422, headers: ["If-Match": client.etag ?? ""])
            #expect(reply.errors == errors, "\(body)")
        }
        let file = try county.openCase()
        try county.worker.patch(file.path, ["otherServices": ["kuljetus"]])
        let stale = try county.worker.command(on: file.path, "start-assessment", expecting: 412, etag: file.etag)
        #expect(stale["currentETag"].string == (try county.worker.get(file.path).etag))
    }

    @Test("two callers who keep editing different members lose nothing", arguments: [5, 6, 7]) func losesNothing(seed: Int) throws {
        let county = try County.shared
        let client = try county.newClient()
        _ = try concurrently(2) { editor in
            let member = editor == 0 ? "phone" : "email"
            var seen = try #require(client.etag)
            for number in 0..<15 {
                let value: JSONValue = editor == 0 ? .string("04\(seed) \(number)") : .string("a\(seed)\(number)@example.com")
                var body: JSONValue = [:]
                body = body.with(member, value)
                while true {
                    let reply = try county.worker.send(
                        "PATCH", client.path, body.octets, expecting: nil, headers: ["If-Match": seen])
                    if reply.status == 200 {
                        seen = reply.etag ?? ""
                        break
                    }
                    #expect(reply.status == 412)
                    seen = reply["currentETag"].string ?? ""
                    body = reply["merged"]
                    #expect(body[member].string == value.string, "seed \(seed): the merge has the edit")
                }
            }
        }
        let end = try county.worker.get(client.path)
        #expect(end["phone"] == .string("04\(seed) 14"))
        #expect(end["email"] == .string("a\(seed)14@example.com"))
    }
}
