import Foundation
import PersonalBudgeting
import SQL
import SQLiteEngine
import TestSupport
import Testing

@testable import Store

/// The stored index of the search by name (I32): its rows, its check and the order of its answers.
struct NameIndexTests {
    /// Registers clients with these names, family name first; fewer than ten are registered one a day, so that their order is known.
    private static func register(_ names: [String], in stored: StoredWork) throws -> [Client] {
        let atOnce = names.count < 10 ? 1 : names.count
        return try stride(from: 0, to: names.count, by: atOnce).flatMap { first in
            try stored.work(on: "2026-03-\(first + 10)") { work in
                try names[first..<(first + atOnce)].enumerated().map { number, name in
                    let parts = name.split(separator: " ", maxSplits: 1).map(String.init)
                    let birth = work.today.addingClamped(days: -12_000 - 2 * number)
                    return try work.register(
                        hetu: try #require(Hetu.make(birthDate: birth, sign: "-", number: 900)),
                        Client.Details(
                            givenNames: parts[1], familyName: parts[0], language: .finnish,
                            municipality: try #require(MunicipalityCode("837"))))
                }
            }
        }
    }

    /// The names that a search finds, page by page.
    private static func found(_ asked: String, pageOf limit: Int = 50, in stored: StoredWork) throws -> [String] {
        let search = try #require(NameSearch(asked))
        return try stored.database.makeReader().read { repositories in
            let clients = repositories.clients
            var names: [String] = []
            var place: String?
            while true {
                let page = try clients.search(search, in: .everybody, after: place, limit: limit)
                names += page.map { "\($0.client.details.familyName) \($0.client.details.givenNames)" }
                guard page.count == limit, let last = page.last else { break }
                place = last.cursor
            }
            #expect(try clients.count(search, in: .everybody) == names.count)
            return names
        }
    }

    @Test("exact matches come first, then misspellings in another word, then in the leading word, each client once, for any page size")
    func isOrdered() throws {
        let stored = try StoredWork()
        _ = try NameIndexTests.register(
            [
                "Virtanen Aino", "Virtala Aino Virpi", "Wirtanen Eino", "Virtanen Eino", "Virtaanen Ano", "Virta Aino Virtanen",
                "Salo Aina",
                "Öhman-Virtanen Åke",
            ], in: stored)
        for limit in [1, 2, 3, 50] {
            #expect(
                try NameIndexTests.found("virtanen", pageOf: limit, in: stored) == [
                    "Virtanen Aino", "Virtanen Eino", "Virta Aino Virtanen", "Öhman-Virtanen Åke", "Virtaanen Ano", "Wirtanen Eino",
                ])
            #expect(
                try NameIndexTests.found("vir", pageOf: limit, in: stored) == [
                    "Virtala Aino Virpi", "Virta Aino Virtanen", "Virtaanen Ano", "Virtanen Aino", "Virtanen Eino", "Öhman-Virtanen Åke",
                ])
            #expect(
                Set(try NameIndexTests.found("aino virtanen", pageOf: limit, in: stored)) == [
                    "Virtanen Aino", "Virta Aino Virtanen", "Wirtanen Eino", "Virtanen Eino", "Virtaanen Ano",
                ])
            #expect(
                Set(try NameIndexTests.found("aino virtanen", pageOf: limit, in: stored).prefix(2)) == [
                    "Virtanen Aino", "Virta Aino Virtanen",
                ])
        }
        #expect(try NameIndexTests.found("man ake", in: stored).isEmpty)
        #expect(try NameIndexTests.found("ohman ake virtanen", in: stored) == ["Öhman-Virtanen Åke"])
    }

    @Test("the index finds the same clients as `NameSearch`, for any name and any search (I32)") func agreesWithRule() throws {
        let stored = try StoredWork()
        var random = SplitMix64("name index")
        let letters = Array("aeinkst")
        func word(_ length: ClosedRange<Int>) -> String {
            String((0..<Int.random(in: length, using: &random)).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] })
        }
        let names = (0..<400).map { _ in "\(word(2...7)) \(word(2...6))" + (Bool.random(using: &random) ? " \(word(1...5))" : "") }
        let clients = try NameIndexTests.register(names, in: stored)
        for _ in 0..<400 {
            let asked = Bool.random(using: &random) ? word(1...7) : "\(word(1...5)) \(word(1...6))"
            let search = try #require(NameSearch(asked))
            let expected = clients.filter { search.finds($0.details) }.map { "\($0.details.familyName) \($0.details.givenNames)" }
            #expect(try NameIndexTests.found(asked, pageOf: 7, in: stored).sorted() == expected.sorted(), "\(asked)")
        }
        #expect(try stored.database.findings() == [])
    }

    @Test("a corrected name is found by its new words only, and no row of the old words is left") func moves() throws {
        let stored = try StoredWork()
        let clients = try NameIndexTests.register(["Mäkelä Aino", "Mäkelä Eino"], in: stored)
        try stored.work(on: "2026-03-03") { work in
            for client in clients {
                var details = client.details
                details.familyName = "Ylönen"
                _ = try work.correct(client, details)
            }
        }
        #expect(try NameIndexTests.found("mäkelä", in: stored).isEmpty)
        #expect(try NameIndexTests.found("ylone", in: stored) == ["Ylönen Aino", "Ylönen Eino"])
        #expect(try stored.database.findings() == [])
        let left = try stored.number("SELECT count(*) FROM name_neighbours WHERE word = 'makela'")
        #expect(left == 0)
    }

    @Test(
        "a check finds changes that were made in the file",
        arguments: [
            "DELETE FROM client_names WHERE word = 'aino'", "UPDATE client_names SET name = 'aino' WHERE word = 'aino'",
            "DELETE FROM name_neighbours WHERE neighbour = 'ino'", "INSERT INTO name_neighbours VALUES ('x', 'y')",
            "UPDATE clients SET name_order = 'x'", "UPDATE clients SET family_name = 'X'",
        ])
    func isChecked(change: String) throws {
        let stored = try StoredWork()
        _ = try NameIndexTests.register(["Mäkelä Aino"], in: stored)
        #expect(try stored.database.findings() == [])
        try stored.run(change)
        #expect(try stored.database.findings().contains("client_names: does not match the names of the clients"))
    }

    @Test("the step fills the words and orders of an older database") func fills() throws {
        let older = try OlderDatabase(steps: 10)
        try older.writer.transaction { connection in
            for (number, name) in [("Aino", "Mäkelä"), ("Bo", "Åberg")].enumerated() {
                try connection.execute(
                    "INSERT INTO clients (id, created_at, updated_at, version, hetu, number, given_names, family_name, language, municipality,"
                        + " folded_family_name, folded_given_names) VALUES (?, 0, 0, 1, ?, ?, ?, ?, 'fi', '837', '', '')",
                    [
                        .text("\(ID<Client>(high: 9, low: UInt64(number)))"), .text(try #require(hetu(number)).text),
                        .text("A000000\(number)"), .text(name.0), .text(name.1),
                    ])
            }
        }
        let again = try Database(engine: SQLiteEngine(recorded: older.path), keyFile: KeyInMemory())
        #expect(try again.findings() == [])
        let clients = try again.writeAndWait {
            try $0.clients.list(ListQuery(order: ListOrder(field: .nameOrder, isDescending: true)))
        }
        #expect(clients.map(\.details.familyName) == ["Åberg", "Mäkelä"])
    }
}

private func hetu(_ number: Int) -> Hetu? {
    CalendarDate("1990-01-01").flatMap { Hetu.make(birthDate: $0, sign: "-", number: 900 + number) }
}
