import CCurl
import Synchronization

/// An HTTP client on libcurl. Any number of threads may send at once. Each request takes an idle handle or makes one, and a handle keeps
/// its connection, so consecutive requests use one connection.
final class Curl: Sendable {
    private let idle = Mutex<[Handle]>([])
    /// The longest wait, connecting included.
    let timeoutMilliseconds: Int

    init(timeoutMilliseconds: Int = 30_000) {
        self.timeoutMilliseconds = timeoutMilliseconds
        Curl.prepared
    }

    deinit { for handle in idle.withLock({ $0 }) { curl_easy_cleanup(handle.pointer) } }

    private static let prepared: Void = { _ = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) }()

    /// Sends one request and waits for the whole answer.
    /// - Parameter body: nil for none; an empty body is sent as `Content-Length: 0`.
    /// - Throws: `CurlFault` if no answer arrives.
    func send(_ method: String, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil) throws -> Answer {
        let handle = try idle.withLock { $0.popLast() } ?? Handle()
        defer { idle.withLock { $0.append(handle) } }
        curl_easy_reset(handle.pointer)
        ccurl_set_text(handle.pointer, CURLOPT_URL, url)
        ccurl_set_text(handle.pointer, CURLOPT_PROXY, "")
        ccurl_set_long(handle.pointer, CURLOPT_NOSIGNAL, 1)
        ccurl_set_long(handle.pointer, CURLOPT_PATH_AS_IS, 1)
        ccurl_set_long(handle.pointer, CURLOPT_TIMEOUT_MS, timeoutMilliseconds)
        if method == "HEAD" {
            ccurl_set_long(handle.pointer, CURLOPT_NOBODY, 1)
        } else {
            ccurl_set_text(handle.pointer, CURLOPT_CUSTOMREQUEST, method)
        }
        if let body {
            ccurl_set_long(handle.pointer, CURLOPT_POST, 1)
            ccurl_set_text(handle.pointer, CURLOPT_CUSTOMREQUEST, method)
            ccurl_set_offset(handle.pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            ccurl_set_octets(handle.pointer, CURLOPT_COPYPOSTFIELDS, body)
        }
        // Removes what libcurl would add by itself, so that a request carries only what the test says.
        var fields: UnsafeMutablePointer<curl_slist>?
        for line in ["Expect:", "Content-Type:", "Accept:"]
        where !headers.contains(where: { "\($0.name):".lowercased() == line.lowercased() }) {
            fields = curl_slist_append(fields, line)
        }
        for header in headers {
            fields = curl_slist_append(fields, header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
        }
        defer { curl_slist_free_all(fields) }
        ccurl_set_list(handle.pointer, CURLOPT_HTTPHEADER, fields)

        let received = Received()
        let owner = Unmanaged.passUnretained(received).toOpaque()
        ccurl_set_pointer(handle.pointer, CURLOPT_HEADERDATA, owner)
        ccurl_set_take(handle.pointer, CURLOPT_HEADERFUNCTION) { octets, size, count, owner in
            guard let octets, let owner else { return 0 }
            let line = UnsafeRawBufferPointer(start: octets, count: size * count)
            Unmanaged<Received>.fromOpaque(owner).takeUnretainedValue().take(headerLine: line)
            return size * count
        }
        ccurl_set_pointer(handle.pointer, CURLOPT_WRITEDATA, owner)
        ccurl_set_take(handle.pointer, CURLOPT_WRITEFUNCTION) { octets, size, count, owner in
            guard let octets, let owner else { return 0 }
            Unmanaged<Received>.fromOpaque(owner).takeUnretainedValue().body += UnsafeRawBufferPointer(start: octets, count: size * count)
            return size * count
        }
        let code = withExtendedLifetime(received) { curl_easy_perform(handle.pointer) }
        guard code == CURLE_OK else {
            throw CurlFault(code: Int(code.rawValue), text: String(cString: curl_easy_strerror(code)), request: "\(method) \(url)")
        }
        var status = 0
        ccurl_get_long(handle.pointer, CURLINFO_RESPONSE_CODE, &status)
        return Answer(status: status, headers: Headers(lines: received.headers), body: received.body)
    }

    /// The answer to a request.
    struct Answer: Sendable {
        let status: Int
        let headers: Headers
        let body: [UInt8]
    }

    /// A libcurl handle. Only the thread that took it out of the list uses it.
    private struct Handle: @unchecked Sendable {
        let pointer: UnsafeMutableRawPointer

        init() throws {
            guard let made = curl_easy_init() else { throw CurlFault(code: 2, text: "no handle", request: "") }
            pointer = made
        }
    }

    private final class Received {
        var headers: [(name: String, value: String)] = []
        var body: [UInt8] = []

        func take(headerLine octets: UnsafeRawBufferPointer) {
            var line = Substring(String(decoding: octets, as: UTF8.self))
            while let last = line.last, last.isNewline || last == " " { line.removeLast() }
            // An interim answer (1xx) has a head of its own.
            if line.hasPrefix("HTTP/") { headers = [] }
            guard let colon = line.firstIndex(of: ":") else { return }
            headers.append((String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " })))
        }
    }
}

/// Header fields; names are compared without regard to case.
struct Headers: Sendable {
    let lines: [(name: String, value: String)]

    /// The first value of the name.
    subscript(name: String) -> String? { all(name).first }

    /// Every value of the name, in order.
    func all(_ name: String) -> [String] { lines.filter { $0.name.lowercased() == name.lowercased() }.map(\.value) }
}

/// No answer arrived: refused, timed out or cut off.
struct CurlFault: Error, CustomStringConvertible {
    let code: Int
    let text: String
    let request: String
    var description: String { "libcurl \(code): \(text) (\(request))" }
}
