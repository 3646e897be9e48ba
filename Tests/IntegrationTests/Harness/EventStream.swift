import CCurl
import Dispatch
import Foundation
import JSON
import Synchronization
import Testing

/// Follows server-sent events over libcurl on a thread of its own, and reads them as the standard says (WHATWG HTML, section 9.2.6).
/// Waits for events instead of sleeping.
final class EventStream: Sendable {
    struct Event: Sendable {
        let id: String
        let type: String
        let data: JSONValue
        let at: ContinuousClock.Instant
    }

    private struct State {
        var headers: [(name: String, value: String)] = []
        var status = 0
        var text: [UInt8] = []
        var line: [UInt8] = []
        var events: [Event] = []
        var lastID = ""
        var retry: String?
        var comments = 0
        /// Lines that the standard does not know.
        var strangers: [String] = []
        // The event that is being received.
        var id: String?
        var type = ""
        var data: [String] = []
        /// libcurl's code at the end: 0 if the answer was complete, 18 if it was cut off.
        var end: Int?
        var endedAt: ContinuousClock.Instant?
        var isClosed = false
    }

    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)
    private let multi: Multi

    /// A libcurl handle whose `curl_multi_wakeup` any thread may call.
    private struct Multi: @unchecked Sendable { let pointer: UnsafeMutableRawPointer }

    /// Opens a stream, and returns when the head of the answer has arrived.
    /// - Parameter lastID: sent as `Last-Event-ID`.
    init(_ caller: Caller, _ path: String = "/v1/changes", lastID: String? = nil, headers more: [String: String] = [:]) throws {
        guard let made = curl_multi_init() else { throw ProcessFault("no handle") }
        multi = Multi(pointer: made)
        var lines = ["Accept: text/event-stream", "X-Test-Now: \(Caller.usualDay)T09:00:00Z"]
        if let token = caller.token { lines.append("Authorization: Bearer \(token)") }
        if let lastID { lines.append("Last-Event-ID: \(lastID)") }
        lines += more.map { "\($0.key): \($0.value)" }
        let (url, fields) = (caller.service.base + path, lines)
        let thread = Thread { [self] in run(url, fields) }
        thread.stackSize = 256 << 10
        thread.start()
        guard wait(withinSeconds: 20, until: { $0.status != 0 || $0.end != nil }) else { throw ProcessFault("no head of an answer") }
    }

    deinit { curl_multi_cleanup(multi.pointer) }

    var status: Int { state.withLock { $0.status } }
    var headers: Headers { Headers(lines: state.withLock { $0.headers }) }
    var events: [Event] { state.withLock { $0.events } }
    /// The last event id, also of ids without data. A client reconnects with it.
    var lastID: String { state.withLock { $0.lastID } }
    var retry: String? { state.withLock { $0.retry } }
    var comments: Int { state.withLock { $0.comments } }
    var strangers: [String] { state.withLock { $0.strangers } }
    var text: String { String(decoding: state.withLock { $0.text }, as: UTF8.self) }

    /// Whether so many events arrive in time.
    func has(events count: Int, withinSeconds seconds: Double = 10) -> Bool { wait(withinSeconds: seconds) { $0.events.count >= count } }

    /// Whether an event of this kind arrives in time.
    func hasEvent(withinSeconds seconds: Double = 30, where isIt: (JSONValue) -> Bool) -> Bool {
        wait(withinSeconds: seconds) { $0.events.contains { isIt($0.data) } }
    }

    func has(lastID id: String, withinSeconds seconds: Double = 10) -> Bool { wait(withinSeconds: seconds) { $0.lastID == id } }

    func has(comments count: Int, withinSeconds seconds: Double) -> Bool { wait(withinSeconds: seconds) { $0.comments >= count } }

    /// How the stream ended: 0 complete, 18 cut off, nil if it is still open.
    func end(withinSeconds seconds: Double = 10) -> Int? {
        _ = wait(withinSeconds: seconds) { $0.end != nil }
        return state.withLock { $0.end }
    }

    var endedAt: ContinuousClock.Instant? { state.withLock { $0.endedAt } }

    /// Closes the connection, and returns when it is closed.
    func close() {
        state.withLock { $0.isClosed = true }
        curl_multi_wakeup(multi.pointer)
        _ = wait(withinSeconds: 10) { $0.end != nil }
    }

    private func wait(withinSeconds seconds: Double, until holds: (borrowing State) -> Bool) -> Bool {
        let deadline = DispatchTime.now() + seconds
        while !state.withLock({ holds($0) }) {
            if arrival.wait(timeout: deadline) == .timedOut { return state.withLock { holds($0) } }
        }
        return true
    }

    // MARK: - Thread

    private func run(_ url: String, _ lines: [String]) {
        guard let easy = curl_easy_init() else { return }
        defer { curl_easy_cleanup(easy) }
        ccurl_set_text(easy, CURLOPT_URL, url)
        ccurl_set_text(easy, CURLOPT_PROXY, "")
        ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        // Closes at the end, like a browser whose server has closed.
        ccurl_set_long(easy, CURLOPT_FORBID_REUSE, 1)
        var fields: UnsafeMutablePointer<curl_slist>?
        for line in lines { fields = curl_slist_append(fields, line) }
        defer { curl_slist_free_all(fields) }
        ccurl_set_list(easy, CURLOPT_HTTPHEADER, fields)
        let owner = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_pointer(easy, CURLOPT_HEADERDATA, owner)
        ccurl_set_take(easy, CURLOPT_HEADERFUNCTION) { octets, size, count, owner in
            guard let octets, let owner else { return 0 }
            Unmanaged<EventStream>.fromOpaque(owner).takeUnretainedValue().take(
                headerLine: UnsafeRawBufferPointer(start: octets, count: size * count))
            return size * count
        }
        ccurl_set_pointer(easy, CURLOPT_WRITEDATA, owner)
        ccurl_set_take(easy, CURLOPT_WRITEFUNCTION) { octets, size, count, owner in
            guard let octets, let owner else { return 0 }
            Unmanaged<EventStream>.fromOpaque(owner).takeUnretainedValue().take(
                content: UnsafeRawBufferPointer(start: octets, count: size * count))
            return size * count
        }
        curl_multi_add_handle(multi.pointer, easy)
        var running: Int32 = 1
        while running > 0, !state.withLock({ $0.isClosed }) {
            curl_multi_perform(multi.pointer, &running)
            if running > 0 { curl_multi_poll(multi.pointer, nil, 0, 10_000, nil) }
        }
        var left: Int32 = 0
        let code = curl_multi_info_read(multi.pointer, &left).map { Int($0.pointee.data.result.rawValue) } ?? -1
        curl_multi_remove_handle(multi.pointer, easy)
        state.withLock { state in
            state.end = code
            state.endedAt = .now
        }
        arrival.signal()
    }

    private func take(headerLine octets: UnsafeRawBufferPointer) {
        let line = String(decoding: octets, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        state.withLock { state in
            if let colon = line.firstIndex(of: ":") {
                state.headers.append((String(line[..<colon]), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)))
            } else if line.isEmpty {
                let words = state.headers.first { $0.name == "" }?.value.split(separator: " ") ?? []
                state.status = words.count > 1 ? Int(words[1]) ?? 0 : 0
            } else {
                state.headers = [("", line)]
            }
        }
        arrival.signal()
    }

    private func take(content octets: UnsafeRawBufferPointer) {
        state.withLock { state in
            state.text += octets
            for octet in octets {
                if octet != 0x0A {
                    state.line.append(octet)
                    continue
                }
                EventStream.take(line: String(decoding: state.line, as: UTF8.self), &state)
                state.line = []
            }
        }
        arrival.signal()
    }

    private static func take(line: String, _ state: inout State) {
        if line.isEmpty {
            if let id = state.id { state.lastID = id }
            if !state.data.isEmpty {
                let data = (try? JSONReader.read(Array(state.data.joined(separator: "\n").utf8))) ?? .null
                state.events.append(Event(id: state.lastID, type: state.type, data: data, at: .now))
            }
            state.type = ""
            state.data = []
            return
        }
        if line.hasPrefix(":") {
            state.comments += 1
            return
        }
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count > 1 ? String(parts[1].hasPrefix(" ") ? parts[1].dropFirst() : parts[1]) : ""
        switch parts[0] {
        case "id": state.id = value
        case "event": state.type = value
        case "data": state.data.append(value)
        case "retry": state.retry = value
        default: state.strangers.append(line)
        }
    }
}
