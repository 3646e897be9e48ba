import Dispatch
import HTTPServer
import PersonalBudgeting
import Synchronization

/// A caller that follows the changes by server-sent events (WHATWG HTML, section 9.2).
///
/// Every reading repeats the checks of a call: the key, the right, and the access log before the answer leaves. The next reading waits
/// until the client has read the last one, so a slow client costs only one page of memory.
final class ChangeStream: Sendable {
    /// Seconds of silence after which a stream sends a comment. It is shorter than the time-outs of proxies, and it detects clients that
    /// have gone.
    static let silenceSeconds = 15
    static let headerName = "Last-Event-ID"

    /// The least time between two readings of a stream. Without it, a busy writer would make every open screen read at every commit.
    private static let pause = DispatchTimeInterval.milliseconds(100)

    private struct State {
        var signIn = SignIn()
        /// The last reading and its cursor.
        var request: SignedInRequest?
        var cursor: FeedCursor?
        var readAt = DispatchTime(uptimeNanoseconds: 0)
        var stream: AnswerStream?
        var isOver = false
    }

    /// The client no longer listens.
    private struct Gone: Error {}

    private let first: SignedInRequest
    private let query: [String: String]
    /// One of the caller's streams; released when this one is over, at the latest with the last reference to it.
    private let hold: CallsUnderWay.Hold
    private let state = Mutex(State())

    /// - Throws: `Problem.badHeader` when `Last-Event-ID` is not a cursor.
    init(_ request: SignedInRequest, _ hold: CallsUnderWay.Hold) throws {
        first = request
        self.hold = hold
        var query = request.query
        if let cursor = try ChangeStream.cursorOfHeader(request) { query["after"] = cursor }
        self.query = query
    }

    /// Returns the cursor named by a client that reconnects; nil if it names none.
    /// - Throws: `bad_header` (400).
    static func cursorOfHeader(_ request: SignedInRequest) throws -> String? {
        let fields = request.incoming.head.headers.all(headerName)
        guard let text = fields.first else { return nil }
        guard fields.count == 1, ChangeAPI.isPlace(text) else {
            throw request.incoming.badHeader(
                headerName, "wrong_form",
                LocalText(
                    fi: "täytyy olla enintään 18 numeron luku", sv: "måste vara ett tal med högst 18 siffror",
                    en: "must be a number of at most 18 digits"))
        }
        return text
    }

    private var service: Service { first.incoming.service }

    /// Reads once, then answers with a stream, or with a problem if the reading fails.
    func begin(_ reply: Reply) {
        let changes = service.storage.changes
        read { [self] result in
            record(result) { outcome in
                do {
                    let answer = try outcome.get()
                    guard let cursor = answer.feedCursor else { return reply.send(self.first.incoming.response(answer, query: [:])) }
                    self.open(reply, answer, cursor, changes)
                } catch {
                    reply.send(self.first.incoming.response(to: error))
                }
            }
        }
    }

    private func open(_ reply: Reply, _ answer: Answer, _ cursor: FeedCursor, _ changes: Int) {
        // Without this header nginx holds events back until its buffer is full.
        let fields = [("Content-Type", "text/event-stream; charset=utf-8"), ("X-Accel-Buffering", "no")]
        let stream = reply.stream(first.incoming.response(Answer(headers: fields), query: [:]), to: first.incoming.head)
        state.withLock { $0.stream = stream }
        // Weak, so that the stream does not keep itself alive.
        stream.whenGone { [weak self] _ in self?.close() }
        // A client without any change yet also gets a cursor, so that it can reconnect from there.
        let start = answer.body.isEmpty ? "retry: 2000\nid: \(cursor.sequence)\n\n" : "retry: 2000\n\n"
        if stream.send(Array(start.utf8) + answer.body) { goOn(stream, from: cursor, changes) }
    }

    private func goOn(_ stream: AnswerStream, from cursor: FeedCursor, _ changes: Int) {
        if service.feed.isOver { return close() }
        stream.whenTaken { [self] in
            if cursor.hasMore { return service.feed.run(read, then: deliver) }
            service.feed.wait(from: changes, until: .now() + .seconds(ChangeStream.silenceSeconds), read, deliver)
        }
    }

    private func deliver(_ result: Result<(Answer, AuditTrail), any Error>, _ changes: Int) {
        record(result) { [self] outcome in
            guard let stream = state.withLock({ $0.isOver ? nil : $0.stream }) else { return }
            let status: Int
            switch outcome {
            case .success(let answer):
                if let cursor = answer.feedCursor {
                    if stream.send(answer.body.isEmpty ? ChangeStream.comment : answer.body) { goOn(stream, from: cursor, changes) }
                    return
                }
                status = answer.status
            case .failure(let error): status = first.incoming.response(to: error).status
            }
            // A client that reconnects gets the full problem document.
            stream.send(Array(": ended with \(status)\n".utf8))
            close()
        }
    }

    private static let comment = Array(":\n".utf8)

    private func close() {
        let stream = state.withLock { state in
            state.isOver = true
            defer { state.stream = nil }
            return state.stream
        }
        stream?.end()
        hold.release()
    }

    // MARK: - Readings

    private func read(_ then: @escaping @Sendable (Result<(Answer, AuditTrail), any Error>) -> Void) {
        let (isOver, due) = state.withLock { state in
            (state.isOver, state.cursor?.hasMore == false ? state.readAt + ChangeStream.pause : state.readAt)
        }
        if isOver { return then(.failure(Gone())) }
        let go: @Sendable () -> Void = { [self] in service.followers.run({ try self.read($0) }, then: then) }
        if due <= DispatchTime.now() { go() } else { DispatchQueue.global(qos: .utility).asyncAfter(deadline: due, execute: go) }
    }

    private func read(_ reader: any StorageReader) throws -> (Answer, AuditTrail) {
        let request = try state.withLock { state in
            let now = try first.incoming.now()
            let actor = try state.signIn.actor(first.incoming.head, at: now, service.storage, reader)
            var query = query
            if let cursor = state.cursor { query["after"] = "\(cursor.sequence)" }
            let request = SignedInRequest(
                incoming: first.incoming, operation: first.operation, parameters: first.parameters, query: query, form: .events,
                document: nil, pieces: [], purpose: first.purpose, actor: actor, now: now)
            state.request = request
            state.readAt = .now()
            return request
        }
        return try reader.read { request.answer($0) }
    }

    /// Logs the data that a reading shows, then passes its answer on.
    private func record(_ result: Result<(Answer, AuditTrail), any Error>, then: @escaping @Sendable (Result<Answer, any Error>) -> Void) {
        do {
            let (answer, trail) = try result.get()
            let entries = state.withLock { state in
                if let cursor = answer.feedCursor { state.cursor = cursor }
                return state.request?.accessEntries(trail, status: answer.status) ?? []
            }
            if entries.isEmpty { return then(.success(answer)) }
            service.storage.record(entries) { fault in then(fault.map { .failure($0) } ?? .success(answer)) }
        } catch {
            then(.failure(error))
        }
    }
}
