import JSON
import Synchronization
import TestSupport
import Testing

/// Lists are read page by page while others write. An item that stays is returned once, in every order.
@Suite struct MovingListTests {
    private static let families = ["Aalto", "Mäki", "Mäkinen", "Öhman", "Åberg", "Virtanen", "Wirta", "von Weymarn", "Zetterberg", "Äijö"]

    /// Reads the lists until all writers are done, at least once each, and checks the steady items among those read.
    private func watch(
        _ lists: [(path: String, steady: [JSONValue])], as reader: Caller, writers: Int, _ write: @escaping @Sendable (Int) throws -> Void
    ) throws {
        let left = Atomic(writers)
        let rounds = Atomic(0)
        let faults = try concurrently(writers + 2) { number -> [String] in
            var faults: [String] = []
            if number < writers {
                defer { left.subtract(1, ordering: .sequentiallyConsistent) }
                try write(number)
                return []
            }
            var random = SplitMix64("moving lists, reader \(number)")
            while true {
                let wasLast = left.load(ordering: .sequentiallyConsistent) == 0
                for list in lists {
                    let items = try reader.all(list.path, limit: Int.random(in: 3...17, using: &random))
                    let counts = items.reduce(into: [:]) { $0[$1["id"].string ?? "", default: 0] += 1 }
                    let lost = list.steady.filter { counts[$0.string ?? "", default: 0] != 1 }
                    if !lost.isEmpty { faults.append("\(list.path): \(lost.count) of \(list.steady.count) not once") }
                    // The steady items keep their order.
                    if items.map({ $0["id"] }).filter(list.steady.contains) != list.steady {
                        faults.append("\(list.path) has another order")
                    }
                }
                rounds.add(1, ordering: .relaxed)
                if wasLast { return faults }
            }
        }
        #expect(faults.flatMap { $0 } == [])
        // Each reader has begun a last round after the last write.
        #expect(rounds.load(ordering: .relaxed) >= 2)
    }

    @Test("clients, in every order and found by name, are listed once while 8 writers register and correct others") func clients() throws {
        let county = try County()
        let made = try (0..<120).map { number in
            try county.newClient([
                "familyName": .string(Self.families[number % Self.families.count]), "givenNames": number % 3 == 0 ? "Aino" : "Eino Åke",
            ])
        }
        let (steady, moving) = (made.prefix(60).map { $0["id"] }, made.dropFirst(60).map(\.path))
        let lists = try [
            "sort=createdAt", "sort=-createdAt", "sort=familyName", "sort=-familyName", "name=m", "name=virtanem", "name=aino",
        ].map {
            query in
            let path = "/v1/clients?\(query)"
            return (path, try county.worker.all(path).map { $0["id"] }.filter(steady.contains))
        }
        #expect(lists.prefix(4).allSatisfy { $0.1.count == 60 } && lists.dropFirst(4).allSatisfy { $0.1.count > 3 })
        try watch(lists, as: county.worker, writers: 8) { number in
            var random = SplitMix64("moving clients, writer \(number)")
            for round in 0..<40 {
                let change: JSONValue = [
                    "familyName": .string(Self.families.randomElement(using: &random) ?? ""),
                    "givenNames": Bool.random(using: &random) ? "Aino" : "Aina",
                ]
                if round % 3 == 0 {
                    _ = try county.newClient(change)
                } else {
                    try county.worker.patch(moving[(number * 7 + round) % 60], change, headers: ["If-Match": "*"])
                }
            }
        }
        county.service.stop()
        #expect(try ServiceProcess.run(["verify", "--database", county.service.database]).output == "all holds\n")
    }

    @Test("cases, in every order, are listed once while 8 writers open others, move their days and close them") func cases() throws {
        let county = try County()
        var random = SplitMix64("moving cases")
        @Sendable func open(_ random: inout SplitMix64) throws -> Reply {
            try county.openCase(contactAt: "2026-0\(Int.random(in: 1...6, using: &random))-1\(Int.random(in: 0...5, using: &random))")
        }
        let made = try (0..<90).map { _ in try open(&random) }
        let (steady, moving) = (made.prefix(45).map { $0["id"] }, made.dropFirst(45).map(\.path))
        let sorts = ["createdAt", "contactAt", "decisionDue", "executionDue"].flatMap { [$0, "-\($0)"] }
        let lists = try (sorts.map { "sort=\($0)" } + ["state=opened&sort=decisionDue"]).map { query in
            let path = "/v1/cases?\(query)"
            return (path, try county.worker.all(path).map { $0["id"] }.filter(steady.contains))
        }
        #expect(lists.allSatisfy { $0.1.count == 45 })
        try watch(lists, as: county.worker, writers: 8) { number in
            var random = SplitMix64("moving cases, writer \(number)")
            for round in 0..<24 {
                let path = moving[(number * 5 + round) % 45]
                let day = "2026-1\(Int.random(in: 0...2, using: &random))-1\(Int.random(in: 0...9, using: &random))"
                let ofAny = ["If-Match": "*"]
                switch round % 4 {
                case 0: _ = try open(&random)
                case 1:
                    let body = JSONValue.object([
                        JSONMember(name: "clock", value: "decision"), JSONMember(name: "until", value: .string(day)),
                        JSONMember(name: "reason", value: "Lausunto puuttuu"),
                    ])
                    try county.worker.send("POST", "\(path)/extend-clock", body.octets, expecting: nil, headers: ofAny)
                case 2: try county.worker.patch(path, ["otherServices": [.string("kuljetus \(round)")]], headers: ofAny)
                // A case that is already closed refuses.
                default:
                    try county.worker.send("POST", "\(path)/close", Array(#"{"reason":"Raukesi"}"#.utf8), expecting: nil, headers: ofAny)
                }
            }
        }
    }
}
