/// Removes the transfer framing from a body (RFC 9112 6 and 7.1). It reads framing byte by byte and data in blocks. Between calls it keeps
/// only a few numbers, so the result does not depend on how the input is cut.
struct BodyDecoder {
    private enum Part {
        case data(remaining: Int)
        case size, extensionName, afterName, extensionValue, quoted, quotedPair, afterQuoted, blank
        case chunkData(remaining: Int)
        case sizeLineFeed, dataReturn, dataLineFeed
        case trailerStart, trailerName, trailerValue, trailerLineFeed, endLineFeed
        case done
    }

    private let limits: Limits
    private let maximumBytes: Int
    private var part: Part
    private var total = 0
    private var size = 0
    private var digits = 0
    private var lineBytes = 0
    private var extensionBytes = 0
    private var trailerBytes = 0
    private var nameBytes = 0

    /// - Throws: `ProtocolFault.bodyTooLarge` when the announced length exceeds the maximum.
    init(_ framing: Framing, maximumBytes: Int, limits: Limits) throws(ProtocolFault) {
        self.limits = limits
        self.maximumBytes = maximumBytes
        switch framing {
        case .none: part = .done
        case .length(let length):
            guard length <= maximumBytes else { throw .bodyTooLarge }
            part = length == 0 ? .done : .data(remaining: length)
        case .chunked: part = .size
        }
    }

    var isDone: Bool { if case .done = part { true } else { false } }

    /// Continues decoding at `start`. It appends content to `body`, or drops it if `keeping` is false. Returns the first position it has
    /// not consumed.
    mutating func decode(_ bytes: Span<UInt8>, from start: Int, keeping: Bool = true, into body: inout [UInt8]) throws(ProtocolFault) -> Int
    {
        var index = start
        while index < bytes.count {
            switch part {
            case .done: return index
            case .data(let remaining):
                let taken = min(remaining, bytes.count &- index)
                if keeping { append(bytes, index..<(index &+ taken), to: &body) }
                index &+= taken
                part = remaining == taken ? .done : .data(remaining: remaining &- taken)
            case .chunkData(let remaining):
                let taken = min(remaining, bytes.count &- index)
                if keeping { append(bytes, index..<(index &+ taken), to: &body) }
                index &+= taken
                part = remaining == taken ? .dataReturn : .chunkData(remaining: remaining &- taken)
            default:
                try frame(bytes[index])
                index &+= 1
            }
        }
        return index
    }

    /// The array grows with the bytes that arrive, so an announced length reserves no memory.
    private func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to body: inout [UInt8]) {
        bytes.withUnsafeBufferPointer { body.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// Reads one byte of chunk framing.
    private mutating func frame(_ octet: UInt8) throws(ProtocolFault) {
        switch part {
        case .size, .blank, .extensionName, .afterName, .extensionValue, .quoted, .quotedPair, .afterQuoted:
            try sizeLine(octet)
        case .sizeLineFeed:
            guard octet == Octet.lineFeed else { throw .badChunk }
            part = size == 0 ? .trailerStart : .chunkData(remaining: size)
            lineBytes = 0
        case .dataReturn:
            // RFC 9112 7.1: CRLF follows chunk-data, and nothing else may.
            guard octet == Octet.carriageReturn else { throw .badChunk }
            part = .dataLineFeed
        case .dataLineFeed:
            guard octet == Octet.lineFeed else { throw .badChunk }
            part = .size
            size = 0
            digits = 0
        default:
            try trailer(octet)
        }
    }

    /// Reads chunk-size [ chunk-ext ] CRLF (RFC 9112 7.1 and 7.1.1). Extensions are checked against their grammar and dropped.
    private mutating func sizeLine(_ octet: UInt8) throws(ProtocolFault) {
        lineBytes &+= 1
        guard lineBytes <= limits.maximumChunkLineBytes else { throw .badChunk }
        if case .size = part {
            if let digit = Octet.hexadecimal(octet) {
                // Sixteen digits hold any size; more digits are refused even if the first are zeros.
                digits &+= 1
                guard digits <= 16 else { throw .badChunk }
                guard size <= Int.max >> 4 else { throw .bodyTooLarge }
                size = size << 4 | digit
                return
            }
            guard digits > 0 else { throw .badChunk }
        } else {
            extensionBytes &+= 1
            guard extensionBytes <= limits.maximumChunkExtensionBytes else { throw .badChunk }
        }
        switch (part, octet) {
        case (.size, Octet.carriageReturn), (.afterQuoted, Octet.carriageReturn):
            try endSizeLine()
        case (.extensionName, Octet.carriageReturn), (.extensionValue, Octet.carriageReturn):
            guard nameBytes > 0 else { throw .badChunk }
            try endSizeLine()
        case (.size, Octet.semicolon), (.afterName, Octet.semicolon), (.afterQuoted, Octet.semicolon), (.blank, Octet.semicolon):
            part = .extensionName
            nameBytes = 0
        case (.extensionName, Octet.semicolon), (.extensionValue, Octet.semicolon):
            guard nameBytes > 0 else { throw .badChunk }
            part = .extensionName
            nameBytes = 0
        case (.size, Octet.space), (.size, Octet.tab), (.afterQuoted, Octet.space), (.afterQuoted, Octet.tab):
            // Bad whitespace (RFC 9110 5.6.3) is accepted where the grammar allows it, never before the CR.
            part = .blank
        case (.blank, Octet.space), (.blank, Octet.tab), (.afterName, Octet.space), (.afterName, Octet.tab):
            break
        case (.extensionName, Octet.space), (.extensionName, Octet.tab):
            if nameBytes > 0 { part = .afterName }
        case (.extensionValue, Octet.space), (.extensionValue, Octet.tab):
            if nameBytes > 0 { part = .blank }
        case (.extensionName, Octet.equals), (.afterName, Octet.equals):
            guard nameBytes > 0 else { throw .badChunk }
            part = .extensionValue
            nameBytes = 0
        case (.extensionValue, Octet.quote):
            guard nameBytes == 0 else { throw .badChunk }
            part = .quoted
        case (.extensionName, _), (.extensionValue, _):
            guard OctetSet.token.contains(octet) else { throw .badChunk }
            nameBytes &+= 1
        case (.quoted, Octet.quote):
            part = .afterQuoted
        case (.quoted, Octet.backslash):
            part = .quotedPair
        case (.quoted, _), (.quotedPair, _):
            // qdtext and quoted-pair, RFC 9110 5.6.4: tab is the only control octet allowed.
            guard octet == Octet.tab || (octet >= 0x20 && octet != Octet.delete) else { throw .badChunk }
            part = .quoted
        default:
            throw .badChunk
        }
    }

    private mutating func endSizeLine() throws(ProtocolFault) {
        let (sum, overflow) = total.addingReportingOverflow(size)
        guard !overflow, sum <= maximumBytes else { throw .bodyTooLarge }
        total = sum
        part = .sizeLineFeed
    }

    /// Reads *( field-line CRLF ) CRLF (RFC 9112 7.1.2). Trailers follow the rules of header fields and are dropped, so they have no
    /// effect.
    private mutating func trailer(_ octet: UInt8) throws(ProtocolFault) {
        trailerBytes &+= 1
        guard trailerBytes <= limits.maximumTrailerBytes else { throw .trailersTooLarge }
        switch (part, octet) {
        case (.trailerStart, Octet.carriageReturn): part = .endLineFeed
        case (.trailerStart, _):
            guard OctetSet.token.contains(octet) else { throw .badTrailer }
            part = .trailerName
        case (.trailerName, Octet.colon): part = .trailerValue
        case (.trailerName, _): guard OctetSet.token.contains(octet) else { throw .badTrailer }
        case (.trailerValue, Octet.carriageReturn): part = .trailerLineFeed
        case (.trailerValue, _):
            guard octet == Octet.tab || (octet >= 0x20 && octet != Octet.delete) else { throw .badTrailer }
        case (.trailerLineFeed, Octet.lineFeed): part = .trailerStart
        case (.endLineFeed, Octet.lineFeed): part = .done
        default: throw .badTrailer
        }
    }
}
