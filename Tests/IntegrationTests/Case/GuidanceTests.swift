import JSON
import Testing

/// Row 7: guidance to the client and the close network, and the local contact (S6, S7).
@Suite struct GuidanceTests {
    private static let guidance: JSONValue = [
        "topic": "Palvelut, budjetin käyttö ja seuranta", "to": "network", "at": "2026-03-04",
        "materials": ["https://thl.fi/hb", "https://example.com/opas.pdf?kieli=fi"],
    ]

    @Test("guidance is kept with its materials and listed by recipient (S6, row 7)") func keepsGuidance() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/guidance-events"
        let made = try county.worker.post(path, GuidanceTests.guidance)
        _ = try county.worker.post(path, GuidanceTests.guidance.merged(["to": "client", "materials": []]))
        let read = try county.worker.get(made.path)
        #expect(read["topic"] == GuidanceTests.guidance["topic"])
        #expect(read["materials"] == GuidanceTests.guidance["materials"])
        #expect(try county.worker.get("\(path)?to=network").items.map { $0["id"] } == [made["id"]])
        #expect(try county.worker.get(path).items.count == 2)
    }

    @Test(
        "a link that is not https is refused at its member",
        arguments: [
            "http://thl.fi", "javascript:alert(1)", "https://", "https:///opas", "https://a b", "https://worker@thl.fi/", "https://:443/",
            "https://thl.fi/\"x",
        ])
    func refusesLink(link: String) throws {
        let county = try County.shared
        let file = try county.openCase()
        let body = GuidanceTests.guidance.with("materials", ["https://thl.fi", .string(link)])
        let refused = try county.worker.post("\(file.path)/guidance-events", body, expecting: 422)
        #expect(refused.errors == ["/materials/1": "not_https"])
    }

    @Test("guidance in the future or in a closed case is refused") func refusesFutureAndClosed() throws {
        let county = try County.shared
        let file = try county.openCase()
        let future = try county.worker.post(
            "\(file.path)/guidance-events", GuidanceTests.guidance.with("at", "2026-07-01"), expecting: 422)
        #expect(future.errors == ["/at": "in_the_future"])
        let closed = try county.closedCase()
        let refused = try county.worker.post("\(closed.path)/guidance-events", GuidanceTests.guidance, expecting: 409)
        #expect(refused.code == "case_closed")
    }

    @Test("the local contact is that of the case's regional model (S7, row 7)") func tellsLocalContact() throws {
        let county = try County.shared
        let file = try county.openCase()
        let contact = try county.worker.get("\(file.path)/local-contact")
        #expect(contact["contact"] == "Palveluohjaus, p. 03 000 0000")
        #expect(contact["regionalModelId"] == file["regionalModelId"])
        let client = try county.client(for: file["clientId"].string ?? "")
        #expect(try client.get("\(file.path)/local-contact")["contact"] == contact["contact"])
    }
}
