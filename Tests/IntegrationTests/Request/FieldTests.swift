import JSON
import Testing

/// The request fields as clients in use write them.
@Suite struct FieldTests {
    @Test("a body is JSON with its charset in any of the usual spellings, and with no other") func takesCharsets() throws {
        let county = try County.shared
        for type in [
            "application/json; charset=utf8", "application/json;charset=UTF-8", "application/json; charset=\"UTF-8\"",
            "Application/JSON ; Charset=utf-8", "application/json;", "application/json; charset=utf-8; ",
        ] {
            try county.worker.post("/v1/clients/search", ["number": "A"], expecting: 200, headers: ["Content-Type": type])
        }
        for type in [
            "application/json; charset=iso-8859-1", "application/json; charset=utf-16", "application/json, text/plain", "text/json",
        ] {
            let refused = try county.worker.post("/v1/clients/search", ["number": "A"], expecting: 415, headers: ["Content-Type": type])
            #expect(refused.errors == ["Content-Type": "unsupported_media_type"], "\(type)")
        }
        let coded = try county.worker.post(
            "/v1/clients/search", ["number": "A"], expecting: 200, headers: ["Content-Encoding": "identity, Identity,"])
        #expect(coded.items.isEmpty)
    }

    @Test("the answer has the form that the caller wants most, over all lines of Accept, and none that it refuses") func choosesForms()
        throws
    {
        let county = try County.shared
        func type(_ lines: String...) throws -> String? {
            let fields = lines.map { "Accept: \($0)\r\n" }.joined()
            let reply = try RawSocket(county.service).ask(
                "GET /v1/clients HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer \(county.worker.token ?? "")\r\n\(fields)\r\n"
            )
            return reply.status == 200 ? reply.headers["Content-Type"] : "\(reply.status)"
        }
        #expect(try type("application/json;q=0, */*") == "text/plain; charset=utf-8")
        #expect(try type("text/plain;Q=0.1", "text/csv;Q=0.5") == "text/csv; charset=utf-8; header=present")
        #expect(try type("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2") == "application/json")
        #expect(try type(", ,", "") == "application/json")
        #expect(try type("application/json;q=0") == "406")
        #expect(try type("text/csv; delimiter=\";\"") == "text/csv; charset=utf-8; header=present; delimiter=\";\"")
        #expect(try type("text/csv; delimiter=\"|\"") == "406")
    }

    @Test("a list for Finnish Excel has semicolons and sums in euros, and a tag of its own") func opensInExcel() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let path = "\(scene.client.path)/close-persons"
        try scene.mine.post(path, ["name": "Mäki; Ville", "relation": "sibling"])
        let plain = try scene.mine.get(path, headers: ["Accept": "text/csv"])
        let excel = try scene.mine.get(path, headers: ["Accept": "text/csv; delimiter=\";\""])
        #expect(excel.text.hasPrefix("\u{FEFF}id;") && excel.text.contains(";\"Mäki; Ville\";"))
        #expect(plain.text.hasPrefix("\u{FEFF}id,") && plain.etag != excel.etag)
        try scene.mine.get(
            path, expecting: 304, headers: ["Accept": "text/csv; delimiter=\";\"", "If-None-Match": excel.etag ?? ""])
    }

    @Test("an If-Match without quotes is told so, and changes nothing") func tellsMissingQuotes() throws {
        let county = try County.shared
        let client = try county.newClient()
        let bare = String((client.etag ?? "").filter { $0 != "\"" })
        for field in [bare, "'\(bare)'", "\"\(bare)", "\(client.etag ?? ""), \(bare)"] {
            let refused = try county.worker.patch(client.path, ["phone": "040 9"], expecting: 400, headers: ["If-Match": field])
            #expect(refused.code == "bad_header" && refused.errors == ["If-Match": "not_quoted"], "\(field)")
        }
        #expect(try county.worker.get(client.path).etag == client.etag)
    }

    @Test("a patch that changes nothing makes no version and no event (K25, row 86)") func changesNothing() throws {
        let county = try County()
        let client = try county.newClient(["phone": "040 1"])
        let file = try county.openCase(client: client)
        let meeting = try county.worker.post(
            "\(file.path)/meetings", ["kind": "needs_talk", "heldOn": "2026-03-02", "place": "koti", "placeChosenBy": "client"])
        let seen = try county.worker.get("/v1/changes?after=0&limit=1000").items.count
        let patches: [(Reply, JSONValue)] = [
            (client, ["phone": "040 1", "email": .null]), (file, [:]), (meeting, ["place": "koti"]), (client, [:]), (meeting, [:]),
        ]
        for (made, same) in patches {
            let before = try county.worker.get(made.path)
            let patched = try county.worker.patch(made.path, same, at: "2026-07-01", etag: before.etag)
            #expect(patched.etag == before.etag && patched["updatedAt"] == before["updatedAt"], "\(made.path) \(same)")
        }
        #expect(try county.worker.get("/v1/changes?after=0&limit=1000").items.count == seen)
        // A patch is still checked: against the seen version, and for faults.
        try county.worker.patch(client.path, [:], expecting: 412, etag: "\"999.abc\"")
        try county.worker.patch(client.path, ["noSuchMember": 1], expecting: 422)
        #expect(try county.worker.patch(client.path, ["phone": "040 2"]).etag != client.etag)
    }

    @Test("a dry run gives no tag, so that the next call is made with the tag of what is there") func givesNoTagInDryRun() throws {
        let county = try County.shared
        let dry = ["Prefer": "dry-run"]
        let client = try county.newClient()
        let rehearsed = try county.worker.patch(client.path, ["phone": "040 5"], headers: dry)
        #expect(rehearsed["phone"] == "040 5" && rehearsed.etag == nil && rehearsed.headers["Preference-Applied"] == "dry-run")
        #expect(try county.worker.post("/v1/clients", county.clientBody(), headers: dry).etag == nil)
        // A refusal names the tag of what is there.
        let stale = try county.worker.patch(client.path, ["phone": "040 5"], expecting: 412, etag: "\"999.abc\"", headers: dry)
        #expect(stale.etag == client.etag)
        try county.worker.patch(client.path, ["phone": "040 5"], etag: client.etag)
    }
}
