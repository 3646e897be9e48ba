import Dispatch
import JSON
import PersonalBudgeting
import Synchronization

/// How a body of lines is ingested: some at a time, then one answer over all (decision 0006).
///
/// A class: there is one, and the kind of an operation, asked for every call, stays one word.
final class LineIngest: Sendable {
    /// How many lines one transaction takes at most.
    let count: Int
    /// Reads the value of a line, beside the writer.
    let read: @Sendable (JSONValue) -> any Sendable
    /// Ingests what was read, on the writer.
    let ingest: @Sendable (AdmittedCall, [any Sendable]) throws -> any Sendable
    let answer: @Sendable ([any Sendable]) -> Answer

    init<Line: Sendable, Part: Sendable>(
        atMost count: Int, read: @escaping @Sendable (JSONValue) -> Line, ingest: @escaping @Sendable (AdmittedCall, [Line]) throws -> Part,
        answer: @escaping @Sendable ([Part]) -> Answer
    ) {
        self.count = count
        self.read = read
        self.ingest = { try ingest($0, $1.compactMap { $0 as? Line }) }
        self.answer = { answer($0.compactMap { $0 as? Part }) }
    }

    /// All of it in the transaction of the call: for a rehearsal, which is undone as a whole.
    @Sendable func ingestWhole(_ call: AdmittedCall) throws -> Answer {
        var lines = ImportLines(call.request.pieces)
        var parts: [any Sendable] = []
        while case let values = try lines.next(atMost: count), !values.isEmpty { parts.append(try ingest(call, values.map(read))) }
        return answer(parts)
    }
}

/// A body of lines on its way into the database: a transaction for some lines, then everybody else has a turn. What was ingested stays,
/// whatever becomes of the rest; the rows know themselves by their events, so that the whole can be sent again.
struct LineImport: Sendable {
    let request: SignedInRequest
    let lines: LineIngest
    let key: String?

    /// What came of some lines.
    enum Part: Sendable {
        case ingested(any Sendable)
        case refused(Answer)
    }

    /// Waits for each transaction: not for a lane.
    /// - Throws: what is wrong with the lines, before any is ingested; `StorageFault`.
    func perform() throws -> Answer {
        try ImportLines.check(request.pieces)
        let storage = request.incoming.service.storage
        if let key, let answer = try storage.writeAndWait({ [request] in try request.replayed($0, key: key, AuditTrail()) }) {
            return answer
        }
        var rest = ImportLines(request.pieces)
        var parts: [any Sendable] = []
        while case let values = try rest.next(atMost: lines.count).map(lines.read), !values.isEmpty {
            let part = try storage.writeAndWait { [request, lines] repositories in
                try request.ingest(repositories) { try lines.ingest($0, values) }
            }
            switch part {
            case .ingested(let part): parts.append(part)
            case .refused(let answer): return answer
            }
        }
        let answer = lines.answer(parts)
        guard let key else { return answer }
        return try storage.writeAndWait { [request] repositories in
            try request.keep(answer, key: key, repositories, of: AuditTrail())
            return answer
        }
    }
}

extension Storage {
    /// The same as `write`, waiting for the commit.
    fileprivate func writeAndWait<Result: Sendable>(_ job: @escaping @Sendable (any Repositories) throws -> Result) throws -> Result {
        let done = DispatchSemaphore(value: 0)
        let outcome = Mutex<Swift.Result<Result, any Error>>(.failure(StorageFault.busy))
        write(job) { result in
            outcome.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        return try outcome.withLock { $0 }.get()
    }
}
