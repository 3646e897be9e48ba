/// Renders answers as bytes. Each lane has one; it caches the status lines and the Date field of the current second.
struct ResponseWriter {
    private var statusLines: [[UInt8]?] = Array(repeating: nil, count: 600)
    private var date: [UInt8] = []
    private var dateSeconds = Int64.min
    /// Field names that were found valid, by their position in an answer.
    private var goodNames: [String] = []

    static let continueLine = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// Sets the time of the next answers, in seconds since 1970.
    mutating func setTime(_ seconds: Int64) {
        guard seconds != dateSeconds else { return }
        dateSeconds = seconds
        date = Array("Date: \(HTTPDate.text(seconds))\r\n".utf8)
    }

    /// Appends the answer to a request.
    /// - Parameters:
    ///   - isHead: leaves the content out but states its length (RFC 9110 9.3.2).
    ///   - keepAlive: also announced to HTTP/1.0 clients, which otherwise expect a close (RFC 9112 9.3).
    ///   - withContent: false when the caller sends the content itself.
    mutating func write(
        _ response: Response, isHead: Bool, version: Version, keepAlive: Bool, withContent: Bool = true, to output: inout [UInt8]
    ) {
        let status = Self.status(of: response)
        let hasLength = Self.hasLength(status)
        let content = withContent && hasLength && !isHead ? response.body : []
        let line = statusLine(status)
        // Reserves all the room at once, so that the pen needs no checks.
        let room = response.headers.reduce(line.count + date.count + content.count + Self.ownFieldsBytes) {
            $0 + $1.name.utf8.count + $1.value.utf8.count + 4
        }
        output.append(addingCapacity: room) { span in
            span.withUnsafeMutableBufferPointer { octets, count in
                var pen = Pen(octets, count: count)
                writeStart(line, response.headers, with: &pen)
                if hasLength {
                    pen.write(Self.contentLength)
                    pen.write(decimal: response.body.count)
                    pen.writeLineEnd()
                }
                Self.writeEnd(version: version, keepAlive: keepAlive, with: &pen)
                pen.write(content)
                count = pen.count
            }
        }
    }

    /// Appends the head of an answer whose content comes in chunks, until the connection ends, or not at all.
    mutating func writeHead(of response: Response, isChunked: Bool, version: Version, keepAlive: Bool, to output: inout [UInt8]) {
        let line = statusLine(Self.status(of: response))
        let room = response.headers.reduce(line.count + date.count + Self.transferEncoding.count + Self.ownFieldsBytes) {
            $0 + $1.name.utf8.count + $1.value.utf8.count + 4
        }
        output.append(addingCapacity: room) { span in
            span.withUnsafeMutableBufferPointer { octets, count in
                var pen = Pen(octets, count: count)
                writeStart(line, response.headers, with: &pen)
                if isChunked { pen.write(Self.transferEncoding) }
                Self.writeEnd(version: version, keepAlive: keepAlive, with: &pen)
                count = pen.count
            }
        }
    }

    /// Appends one chunk (RFC 9112 7.1). An empty piece is left out, because an empty chunk would be the last.
    static func write(chunk octets: [UInt8], to output: inout [UInt8]) {
        if octets.isEmpty { return }
        output.reserveCapacity(output.count + octets.count + 20)
        output += String(octets.count, radix: 16).utf8
        output += lineEnd
        output += octets
        output += lineEnd
    }

    /// The last chunk and an empty trailer section.
    static let lastChunk = Array("0\r\n\r\n".utf8)

    @inline(__always)
    private mutating func writeStart(_ line: [UInt8], _ headers: [(name: String, value: String)], with pen: inout Pen) {
        pen.write(line)
        pen.write(date)
        for (index, header) in headers.enumerated() where isGood(header.name, at: index) {
            pen.write(header.name)
            pen.write(Octet.colon)
            pen.write(Octet.space)
            pen.write(value: header.value)
            pen.writeLineEnd()
        }
    }

    @inline(__always)
    private static func writeEnd(version: Version, keepAlive: Bool, with pen: inout Pen) {
        if !keepAlive {
            pen.write(connectionClose)
        } else if version == .http10 {
            pen.write(connectionKeepAlive)
        }
        pen.writeLineEnd()
    }

    /// Whether the answer has content at all.
    static func hasContent(_ response: Response, isHead: Bool) -> Bool { !isHead && hasLength(status(of: response)) }

    /// RFC 9110 8.6: a 204 has no Content-Length. A 304 may leave it out, and does here, since its body is not the representation.
    private static func hasLength(_ status: Int) -> Bool { status != 204 && status != 304 }

    private static func status(of response: Response) -> Int { 200...599 ~= response.status ? response.status : 500 }

    private static let contentLength = Array("Content-Length: ".utf8)
    private static let transferEncoding = Array("Transfer-Encoding: chunked\r\n".utf8)
    private static let lineEnd = Array("\r\n".utf8)
    private static let connectionClose = Array("Connection: close\r\n".utf8)
    private static let connectionKeepAlive = Array("Connection: keep-alive\r\n".utf8)
    /// The most that the two fields of our own, twenty digits and two line ends take.
    private static let ownFieldsBytes = contentLength.count + connectionKeepAlive.count + 24

    private mutating func statusLine(_ status: Int) -> [UInt8] {
        if let line = statusLines[status] { return line }
        let line = Array("HTTP/1.1 \(status) \(Self.reason(status))\r\n".utf8)
        statusLines[status] = line
        return line
    }

    /// Whether a field of this name is sent. Most answers have the same names as the answer before, and comparing them costs less than
    /// checking their octets.
    @inline(__always)
    private mutating func isGood(_ name: String, at index: Int) -> Bool {
        if index < goodNames.count, goodNames[index] == name { return true }
        guard !isOwnField(name), !name.isEmpty, name.utf8.allSatisfy(OctetSet.token.contains) else { return false }
        if index < goodNames.count { goodNames[index] = name } else if index == goodNames.count { goodNames.append(name) }
        return true
    }

    private func isOwnField(_ name: String) -> Bool {
        switch name.utf8.count {
        case 4: Self.equals(name, "date")
        case 10: Self.equals(name, "connection")
        case 14: Self.equals(name, "content-length")
        case 17: Self.equals(name, "transfer-encoding")
        default: false
        }
    }

    private static func equals(_ name: String, _ lowercase: String) -> Bool {
        name.utf8.elementsEqual(lowercase.utf8) { Octet.lowercased($0) == $1 }
    }

    private static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 207: "Multi-Status"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 411: "Length Required"
        case 412: "Precondition Failed"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 421: "Misdirected Request"
        case 422: "Unprocessable Content"
        case 428: "Precondition Required"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        case 507: "Insufficient Storage"
        default: "Status"
        }
    }
}

/// IMF-fixdate (RFC 9110 5.6.7).
public enum HTTPDate {
    /// Returns the date and time in IMF-fixdate.
    /// - Parameter seconds: seconds since 1970 in UTC.
    public static func text(_ seconds: Int64) -> String {
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let second = seconds - days * 86_400
        // Civil date from days, by eras of 400 years that begin on 1 March.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let weekday = ((days + 4) % 7 + 7) % 7
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let date = "\(weekdays[Int(weekday)]), \(pad(day)) \(months[Int(month - 1)]) \(pad(year, 4))"
        return "\(date) \(pad(second / 3_600)):\(pad(second / 60 % 60)):\(pad(second % 60)) GMT"
    }

    private static func pad(_ number: Int64, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
