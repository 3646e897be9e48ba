import Foundation
import JSON
import TestSupport
import Testing

/// Row 107: what a program made from the served document reads, today and after the next release.
///
/// `make clients` generates such programs. These tests ask the document itself, so that they need no generator.
@Suite struct SnapshotTests {
    /// A recorded answer in JSON, with the operation that it answers.
    private struct Recorded {
        let operation: String
        let status: String
        let body: JSONValue
    }

    /// The answers of `Tests/Snapshots/<area>/<operation>.http`.
    private static func answers() throws -> [Recorded] {
        let folder = projectRoot.appending(path: "Tests/Snapshots")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        return try files.filter { $0.pathExtension == "http" }.sorted { $0.path < $1.path }.compactMap { file in
            let text = try String(contentsOf: file, encoding: .utf8)
            guard let start = text.range(of: "\nHTTP/1.1 ") else { return nil }
            let answer = text[start.upperBound...]
            guard answer.contains("Content-Type: application/json"), let body = answer.range(of: "\n\n") else { return nil }
            return Recorded(
                operation: file.deletingPathExtension().lastPathComponent, status: String(answer.prefix(3)),
                body: try JSONReader.read(Array(answer[body.upperBound...].utf8)))
        }
    }

    /// Returns the schema of an answer.
    private static func schema(_ answer: Recorded, in contract: Contract) throws -> JSONValue {
        let operation = try #require(contract.all.first { $0.id == answer.operation }, "\(answer.operation)")
        let content: JSONValue = operation.described["responses"][answer.status]["content"]
        return content["application/json"]["schema"]
    }

    /// Adds a member to every object.
    private static func grown(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(members.map { JSONMember(name: $0.name, value: grown($0.value)) } + [JSONMember(name: "addedLater", value: "uusi")])
        case .array(let items): .array(items.map(grown))
        default: value
        }
    }

    /// Puts an unknown code in the place of every code.
    private static func recoded(_ value: JSONValue, _ codes: Set<String>) -> JSONValue {
        switch value {
        case .object(let members): .object(members.map { JSONMember(name: $0.name, value: recoded($0.value, codes)) })
        case .array(let items): .array(items.map { recoded($0, codes) })
        case .string(let text) where codes.contains(text): "code_of_a_later_release"
        default: value
        }
    }

    @Test("every recorded answer is one that the document describes, also with members and codes of a later release (row 107)")
    func readsLaterReleases() throws {
        let open = Contract(try JSONReader.read(Array(try ServiceProcess.run(["openapi"]).output.utf8)))
        let closed = Contract(try JSONReader.read(Array(try ServiceProcess.run(["openapi", "--closed"]).output.utf8)))
        let schemas: JSONValue = closed.document["components"]["schemas"]
        // Languages of people are tags of another form, and a recipient is the client or an identity: these words are codes elsewhere.
        let codes = Set(schemas.members.flatMap { $0.value["enum"].array.compactMap(\.string) }).subtracting(["fi", "sv", "en", "client"])
        let answers = try SnapshotTests.answers()
        #expect(answers.count > 120 && codes.count > 300)
        var refused = (members: 0, codes: 0)
        for answer in answers {
            let (served, strict) = (try SnapshotTests.schema(answer, in: open), try SnapshotTests.schema(answer, in: closed))
            let grown = SnapshotTests.grown(answer.body)
            let recoded = SnapshotTests.recoded(answer.body, codes)
            for body in [answer.body, grown, recoded] {
                #expect(open.faults(of: body, schema: served) == [], "\(answer.operation)")
            }
            // The closed form takes what was recorded and nothing else, so that the tests of this release are strict.
            #expect(closed.faults(of: answer.body, schema: strict) == [], "\(answer.operation)")
            if !closed.faults(of: grown, schema: strict).isEmpty { refused.members += 1 }
            if !closed.faults(of: recoded, schema: strict).isEmpty { refused.codes += 1 }
        }
        print(
            "\(answers.count) recorded answers; the closed form refuses \(refused.members) with a new member, \(refused.codes) with a new code"
        )
        #expect(refused.members > answers.count * 9 / 10 && refused.codes > answers.count / 3)
    }
}
