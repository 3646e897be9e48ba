// Feeds a chunked body to `BodyDecoder`. Compiled into one module with Sources/HTTPServer.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzChunkedBody(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let octets = Array(UnsafeBufferPointer(start: start, count: count))
    for limits in [Limits(), tightLimits] {
        let whole = inTime { Decoded.of([octets], limits: limits) }
        for pieces in cuts(octets) {
            insist(inTime { Decoded.of(pieces, limits: limits) } == whole, "the body depends on the cuts")
        }
        let dropped = Decoded.of([octets], limits: limits, keeping: false)
        insist(dropped.taken == whole.taken && dropped.fault == whole.fault && dropped.body.isEmpty, "a dropped body ends at another octet")
        insist(whole.body.count <= octets.count && whole.taken <= octets.count, "the output is longer than the input")
        insist(whole.body.count <= limits.maximumBodyBytes, "the body is above the limit")
        guard whole.isDone else { continue }
        let (body, end) = readPlainly(octets)
        insist(whole.body == body && whole.taken == end, "the simple decoder returns another body")
        let again = Decoded.of([chunked(whole.body)], limits: Limits())
        insist(again.isDone && again.body == whole.body, "the body differs after a round trip")
    }
    return 0
}

/// Limits so small that a short input reaches every one.
private let tightLimits: Limits = {
    var limits = Limits()
    limits.maximumChunkLineBytes = 12
    limits.maximumChunkExtensionBytes = 20
    limits.maximumTrailerBytes = 20
    limits.maximumBodyBytes = 30
    return limits
}()

/// The result of decoding the octets.
private struct Decoded: Equatable {
    var body: [UInt8] = []
    var taken = 0
    var isDone = false
    var fault: ProtocolFault?

    static func of(_ pieces: [[UInt8]], limits: Limits, keeping: Bool = true) -> Decoded {
        var result = Decoded()
        do throws(ProtocolFault) {
            var decoder = try BodyDecoder(.chunked, maximumBytes: limits.maximumBodyBytes, limits: limits)
            for piece in pieces where !decoder.isDone {
                result.taken += try decoder.decode(piece.span, from: 0, keeping: keeping, into: &result.body)
            }
            result.isDone = decoder.isDone
        } catch {
            // The output before a fault may differ: no caller gets it.
            return Decoded(fault: error)
        }
        return result
    }
}

/// Reads an accepted chunked body a second time in the simplest way: lines end at CRLF, sizes end at the first octet that is not a digit.
private func readPlainly(_ octets: [UInt8]) -> (body: [UInt8], end: Int) {
    var body: [UInt8] = []
    var index = 0
    func line() -> ArraySlice<UInt8> {
        let start = index
        while index + 1 < octets.count, octets[index] != 13 || octets[index + 1] != 10 { index += 1 }
        defer { index += 2 }
        return octets[start..<index]
    }
    while index < octets.count {
        let digits = line().prefix { Character(Unicode.Scalar($0)).isHexDigit }
        let size = Int(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0
        if size == 0 { break }
        guard index + size + 2 <= octets.count else { return ([], -1) }
        body += octets[index..<index + size]
        index += size + 2
    }
    while index < octets.count, !line().isEmpty {}
    return (body, index)
}

private func chunked(_ body: [UInt8]) -> [UInt8] {
    guard !body.isEmpty else { return Array("0\r\n\r\n".utf8) }
    return Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n0\r\n\r\n".utf8)
}
