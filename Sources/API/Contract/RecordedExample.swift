import JSON

/// A recorded exchange of one operation: what the document shows as its example. `make snapshots` records them all, and a test checks each
/// against its schema.
struct RecordedExample {
    /// The body of the request; nil if there was none.
    let request: JSONValue?
    let status: Int
    /// The body of the answer, with its lists cut to two elements; nil if it was no JSON.
    let answer: JSONValue?

    /// The examples by operation. A line that cannot be read gives none, and a test fails.
    static let byOperation: [String: RecordedExample] = {
        var found: [String: RecordedExample] = [:]
        for line in everyArea.flatMap(lines) {
            guard let exchange = try? JSONReader.read(line), case .string(let operation)? = exchange["id"],
                case .integer(let status)? = exchange["status"]
            else { continue }
            found[operation] = RecordedExample(
                request: body(exchange["request"]), status: Int(status), answer: body(exchange["answer"]))
        }
        return found
    }()

    /// The lines of one area.
    static func lines(_ area: StaticString) -> [[UInt8]] {
        area.withUTF8Buffer { $0.split(separator: UInt8(ascii: "\n")).map(Array.init) }
    }

    private static func body(_ value: JSONValue?) -> JSONValue? { if case .null? = value { nil } else { value } }
}
