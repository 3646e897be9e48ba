import Dispatch
import JSON
import PersonalBudgeting
import Synchronization

/// How a body of lines is ingested: some lines per transaction, then one answer for all (decision 0006).
///
/// A class, so that a reference to it takes one word in the kind of an operation, which every call reads.
final class LineIngest: Sendable {
    /// The most lines in one transaction.
    let count: Int
    /// Reads the value of a line, outside the writer.
    let read: @Sendable (JSONValue) -> any Sendable
    /// Ingests the values on the writer.
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

    /// Ingests all lines in the transaction of the call: for a rehearsal, which is rolled back as a whole.
    @Sendable func ingestWhole(_ call: AdmittedCall) throws -> Answer {
        var lines = ImportLines(call.request.pieces)
        var parts: [any Sendable] = []
        while case let values = try lines.next(atMost: count), !values.isEmpty { parts.append(try ingest(call, values.map(read))) }
        return answer(parts)
    }
}

/// A body of lines on its way into the database. After each transaction other writers have a turn. Ingested lines stay if a later line
/// fails. The event of a row identifies it, so that the whole body can be sent again.
struct LineImport: Sendable {
    let request: SignedInRequest
    let lines: LineIngest
    let key: String?

    /// The result of some lines.
    enum Part: Sendable {
        case ingested(any Sendable)
        case refused(Answer)
    }

    /// Waits for each transaction, so it must not run on a lane.
    /// - Throws: the faults of the lines, before any line is ingested; `StorageFault`.
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
    /// Writes and waits for the commit.
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
