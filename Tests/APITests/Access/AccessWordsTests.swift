import PersonalBudgeting
import Testing

@testable import API

/// The plain words of the access log, as a client reads it (A21, row 75).
@Suite struct AccessWordsTests {
    @Test("every operation that is logged has words in three languages, different in each (A21)")
    func wordsAreComplete() {
        for operation in Operations.all where !operation.right.isOpen {
            guard let words = AccessWords.byOperation[operation.id] else {
                Issue.record("\(operation.id) has no words: its path has no subject in AccessWords")
                continue
            }
            let texts = Language.allCases.map { $0.choose(words.subject) }
            #expect(texts.allSatisfy { !$0.isEmpty } && Set(texts).count == 3, "\(operation.id): \(texts)")
        }
    }

    @Test("every noun that is read has words of its own, not those of its parent in the path") func subjectsAreTheirOwn() {
        // Views of the noun before them in the path.
        let views: Set<Substring> = ["rights", "counts", "on-date", "comparison", "split"]
        for operation in Operations.all where operation.method == .get && operation.path.hasPrefix("/v1/") {
            let noun = operation.path.split(separator: "/").last { !$0.hasPrefix("{") && !views.contains($0) }
            #expect(AccessWords.subjects[String(noun ?? "")] != nil || AccessWords.special[operation.id] != nil, "\(operation.path)")
        }
    }

    @Test("a dry run and a replay are not described as done") func tellsManner() {
        #expect(AccessWords.what("addMeeting", status: 201, manner: .dryRun, .en) == "Rehearsed without keeping: meetings")
        #expect(AccessWords.what("addMeeting", status: 201, manner: .replay, .fi) == "Sai aiemman vastauksen uudelleen: tapaamiset")
    }

    @Test(
        "an entry says what was done or refused (A21)",
        arguments: [
            ("findClient", 200, Language.fi, "Luki: asiakkaan perustiedot"),
            ("findClient", 403, .fi, "Yritti lukea: asiakkaan perustiedot (ei onnistunut)"),
            ("addMeeting", 201, .sv, "Antecknade: möten"),
            ("startAssessment", 200, .en, "Changed: the case"),
            ("searchClients", 200, .en, "Searched: the client by national id or client number"),
            ("pushServiceData", 200, .fi, "Toimitti: palvelujen toteumatiedot"),
            ("gone", 200, .sv, "Behandlade uppgifter (gone)"),
            ("gone", 404, .en, "Tried to handle data (gone) (was refused)"),
        ])
    func tellsWhat(id: String, status: Int, language: Language, told: String) {
        #expect(AccessWords.what(id, status: status, language) == told)
    }

    @Test(
        "times are local times of Helsinki (I30)",
        arguments: [
            ("2026-06-30T09:00:15Z", "30.6.2026 klo 12.00.15", "30.6.2026 kl. 12.00.15", "30 June 2026 at 12:00:15"),
            ("2026-01-01T22:30:00.5Z", "2.1.2026 klo 00.30.00", "2.1.2026 kl. 00.30.00", "2 January 2026 at 00:30:00"),
            ("2999-12-31T23:59:59Z", "31.12.2999 klo 23.59.59", "31.12.2999 kl. 23.59.59", "31 December 2999 at 23:59:59"),
        ])
    func tellsWhen(moment: String, fi: String, sv: String, en: String) throws {
        let moment = try #require(Instant(moment))
        #expect(Language.allCases.map { AccessWords.when(moment, $0) } == [fi, sv, en])
    }
}
