import JSON
import Testing

@testable import API

/// The examples of the document are recorded exchanges. Whether they fit their schemas is a test of `EveryOperationTests`.
@Suite struct RecordedExampleTests {
    /// Operations without a recording, each with its reason in Tests/Snapshots/record.py.
    private static let leftOut: Set<String> = [
        "health", "ready", "docs", "openapi", "rotateHetuKey", "findHetuKeyRotation", "makeBackup", "listBackups", "findBackup",
        "readVerification",
    ]

    @Test("every operation has a recorded example, and each recording can be read") func allAreRead() {
        let lines = RecordedExample.everyArea.flatMap(RecordedExample.lines)
        #expect(lines.count == RecordedExample.byOperation.count)
        #expect(Set(RecordedExample.byOperation.keys).union(Self.leftOut) == Set(Operations.all.map(\.id)))
    }

    @Test("an operation that needs a body shows one, and an answer in JSON is shown") func bodiesAreShown() {
        for operation in Operations.all {
            guard let example = RecordedExample.byOperation[operation.id] else { continue }
            if operation.request != nil, !operation.isBodyOptional { #expect(example.request != nil, "\(operation.id)") }
            if operation.response != nil, operation.forms.contains(.json) { #expect(example.answer != nil, "\(operation.id)") }
        }
    }

    @Test("lists of answers are cut to two elements") func listsAreShort() {
        func longest(_ value: JSONValue) -> Int {
            switch value {
            case .array(let items): max(items.count, items.map(longest).max() ?? 0)
            case .object(let members): members.map { longest($0.value) }.max() ?? 0
            default: 0
            }
        }
        let lengths = RecordedExample.byOperation.values.compactMap(\.answer).map(longest)
        #expect(lengths.max() == 2)
    }
}
