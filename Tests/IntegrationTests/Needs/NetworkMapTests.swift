import JSON
import Testing

/// Row 12: the network map (S13).
@Suite struct NetworkMapTests {
    private static let map: JSONValue = [
        "nodes": [
            ["key": "sisko", "label": "Siiri", "sector": "family", "closeness": 1, "role": "sisko"],
            ["key": "ohjaaja", "label": "Matti", "sector": "professionals", "closeness": 2, "role": "mentori 2"],
        ],
        "edges": [["from": "sisko", "to": "ohjaaja", "kind": "tuntevat"]],
    ]

    @Test("each network map is kept as a version (S13, row 12)") func keepsMaps() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/network-maps"
        let first = try county.worker.post(path, NetworkMapTests.map)
        #expect(first["number"] == 1)
        #expect(first["nodes"] == NetworkMapTests.map["nodes"])
        #expect(first["edges"] == NetworkMapTests.map["edges"])
        let client = try county.client(for: file["clientId"].string ?? "")
        let second = try client.post(path, NetworkMapTests.map.with("edges", []))
        #expect(second["number"] == 2)
        #expect(try county.worker.get(first.path).body == first.body)
        #expect(try county.worker.get(path).items.map { $0["number"] } == [1, 2])
    }

    @Test(
        "a node with a national id or an address is refused (S13, row 12)",
        arguments: [
            ("label", "Siiri 010190-999W", "national_id"), ("role", "sisko, 010594y9032", "national_id"),
            ("key", "010190-999W", "national_id"), ("label", "Siiri 010190–999W", "national_id"),
            ("role", "asuu: Testikatu 5 A 3", "address"), ("label", "Mannerheimintie 12", "address"), ("role", "Storgatan 3", "address"),
            ("role", "33100 Tampere", "address"),
        ])
    func refusesThirdPersonData(member: String, text: String, code: String) throws {
        let county = try County.shared
        let file = try county.openCase()
        let node = NetworkMapTests.map["nodes"][0].with(member, .string(text))
        let refused = try county.worker.post(
            "\(file.path)/network-maps", ["nodes": [NetworkMapTests.map["nodes"][1], node], "edges": []], expecting: 422)
        #expect(refused.code == "third_person_data")
        #expect(refused.errors == ["/nodes/1/\(member)": code])
        // The refusal does not repeat the refused text.
        #expect(!refused.text.contains(text))
    }

    @Test("an edge connects two nodes of the map, keys are used once, and closeness is 1 to 3 (S13)") func checksEdges() throws {
        let county = try County.shared
        let file = try county.openCase()
        let nodes = NetworkMapTests.map["nodes"].array
        let refused = try county.worker.post(
            "\(file.path)/network-maps",
            [
                "nodes": [nodes[0], nodes[1], nodes[0]],
                "edges": [["from": "sisko", "to": "veli"], ["from": "isa", "to": "sisko"], ["from": "sisko", "to": "sisko"]],
            ], expecting: 422)
        #expect(
            refused.errors == [
                "/nodes/2/key": "duplicate", "/edges/0/to": "unknown_node", "/edges/1/from": "unknown_node", "/edges/2/to": "same_node",
            ])
        let far = try county.worker.post(
            "\(file.path)/network-maps", ["nodes": [nodes[0].with("closeness", 4)], "edges": []], expecting: 422)
        #expect(far.errors == ["/nodes/0/closeness": "out_of_range"])
        let closed = try county.closedCase()
        #expect(try county.worker.post("\(closed.path)/network-maps", NetworkMapTests.map, expecting: 409).code == "case_closed")
    }
}
