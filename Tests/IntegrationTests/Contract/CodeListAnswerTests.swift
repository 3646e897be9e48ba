import JSON
import Testing

/// Row 106: labels of codes, and the document that a client keeps.
@Suite struct CodeListAnswerTests {
    @Test("every signed-in caller reads the labels of a code in three languages, and in easy Finnish (row 106)") func readsLabels() throws {
        let county = try County.shared
        for caller in [county.worker, county.admin, county.finance, county.auditor] {
            let list = try caller.get("/v1/code-lists/CaseState")
            let planning = list["codes"].array.first { $0["code"] == "planning" } ?? .null
            #expect(planning["labels"] == ["fi": "suunnitelmaa laaditaan", "sv": "planen utarbetas", "en": "plan is being written"])
            #expect(planning["selko"] == "Teet suunnitelmaa." && planning["validFrom"].isNull)
            #expect(list["usedBy"].array.contains("Case.state") && list["usedBy"].array.contains("listCases?state"))
        }
        let pirkanmaa = try county.worker.get("/v1/code-lists/WellbeingCountyCode")["codes"].array.first { $0["code"] == "08" } ?? .null
        #expect(pirkanmaa["labels"]["sv"] == "Birkalands välfärdsområde" && pirkanmaa["validFrom"] == "2023-01-01")
        try county.nobody.get("/v1/code-lists", expecting: 401)
        try county.worker.get("/v1/code-lists/NoSuchList", expecting: 404)
    }

    @Test("all lists come in one answer, which a client keeps until its tag changes (row 106)") func listsAll() throws {
        let county = try County.shared
        let all = try county.worker.get("/v1/code-lists")
        #expect(all.items.count > 80)
        #expect(all.headers["Cache-Control"] == "private, no-cache")
        try county.worker.get("/v1/code-lists", expecting: 304, headers: ["If-None-Match": all.etag ?? ""])
        let one = try county.worker.get("/v1/code-lists/HoldCode")
        #expect(all.items.contains(one.json))
    }

    @Test("the document is compressed for a caller that takes gzip, under a tag of its own, and is kept until the tag changes")
    func compressesDocument() throws {
        let nobody = try County.shared.nobody
        let plain = try nobody.get("/openapi.json")
        #expect(plain.headers["Content-Encoding"] == nil && plain.headers["Cache-Control"] == "public, no-cache")
        for (accepted, isCompressed) in [
            ("gzip", true), ("br;q=1, gzip;q=0.5", true), ("*", true), ("gzip;q=0", false), ("identity", false), ("*, gzip;q=0", false),
        ] {
            let reply = try nobody.send(
                "GET", "/openapi.json", nil, expecting: 200, headers: ["Accept-Encoding": accepted], isJudged: false)
            #expect((reply.headers["Content-Encoding"] == "gzip") == isCompressed, "\(accepted)")
            #expect((reply.etag == plain.etag) != isCompressed, "\(accepted)")
            #expect(reply.headers.lines.contains { $0.name == "Vary" && $0.value.contains("Accept-Encoding") }, "\(accepted)")
            guard isCompressed else { continue }
            #expect(reply.body.starts(with: [0x1F, 0x8B]) && reply.body.count * 8 < plain.body.count, "\(accepted)")
            let headers = ["Accept-Encoding": accepted, "If-None-Match": reply.etag ?? ""]
            let kept = try nobody.send("GET", "/openapi.json", nil, expecting: 304, headers: headers, isJudged: false)
            #expect(kept.headers["Content-Encoding"] == nil && kept.body.isEmpty)
        }
        // Indented for a person, whatever the caller takes.
        let pretty = try nobody.get("/openapi.json?pretty", headers: ["Accept-Encoding": "gzip"])
        #expect(pretty.json == plain.json && pretty.headers["Content-Encoding"] == nil)
    }
}
