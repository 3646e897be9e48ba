/// Why a request could not be read or served; `detail` explains each case. Each fault is answered once. All faults end the connection,
/// except some that mean the server is full.
public enum ProtocolFault: Error, Hashable, Sendable, CaseIterable {
    case badLineEnd, controlOctet, badRequestLine, badMethod, badTarget, badVersion, unsupportedVersion, unknownMethod
    case requestLineTooLong, headTooLarge, tooManyFields
    case badFieldName, badFieldValue, foldedField
    case missingHost, repeatedHost, badHost, hostMismatch
    case badContentLength, repeatedContentLength, contentLengthWithTransferEncoding
    case badTransferEncoding, unknownTransferCoding, transferEncodingInOldVersion
    case unknownExpectation
    case badChunk, badTrailer, trailersTooLarge, bodyTooLarge
    case truncated, headTimeout, bodyTimeout, handlerTimeout, overloaded, bodiesFull, answersFull, streamsFull

    /// The status of the answer.
    public var status: Int {
        switch self {
        case .unsupportedVersion: 505
        case .unknownMethod, .unknownTransferCoding: 501
        case .requestLineTooLong: 414
        case .headTooLarge, .tooManyFields, .trailersTooLarge: 431
        case .unknownExpectation: 417
        case .bodyTooLarge: 413
        case .headTimeout, .bodyTimeout: 408
        // RFC 9110 15.6.5 reserves 504 for a gateway whose upstream is silent. An origin server that gives up is unavailable (15.6.4) and
        // sends Retry-After.
        case .handlerTimeout, .overloaded, .bodiesFull, .answersFull, .streamsFull: 503
        default: 400
        }
    }

    /// One English sentence for the answer. It never repeats client input.
    public var detail: String {
        switch self {
        case .badLineEnd: "A line does not end in CR LF, or has a CR without LF."
        case .controlOctet: "The request head holds a control octet."
        case .badRequestLine: "The request line is not a method, a target and a version, each after one space."
        case .badMethod: "The method is not a token."
        case .badTarget: "The request target is not valid in this form."
        case .badVersion: "The protocol version is malformed."
        case .unsupportedVersion: "Only HTTP/1.1 and HTTP/1.0 are served."
        case .unknownMethod: "This method is not implemented."
        case .requestLineTooLong: "The request line is too long."
        case .headTooLarge: "The header section is too large."
        case .tooManyFields: "There are too many header fields."
        case .badFieldName: "A header field's name is not a token followed by a colon."
        case .badFieldValue: "A header field's value holds a forbidden octet."
        case .foldedField: "A header field is folded over two lines."
        case .missingHost: "The Host field is missing."
        case .repeatedHost: "The Host field occurs more than once."
        case .badHost: "The Host field is not a host and an optional port."
        case .hostMismatch: "The Host field and the request target name different hosts."
        case .badContentLength: "Content-Length is not one decimal number."
        case .repeatedContentLength: "Content-Length occurs more than once."
        case .contentLengthWithTransferEncoding: "Content-Length and Transfer-Encoding are both present."
        case .badTransferEncoding: "Transfer-Encoding is malformed."
        case .unknownTransferCoding: "Only the transfer coding chunked is implemented."
        case .transferEncodingInOldVersion: "Transfer-Encoding is not part of HTTP/1.0."
        case .unknownExpectation: "Only the expectation 100-continue is known."
        case .badChunk: "The chunked body is malformed."
        case .badTrailer: "The trailer section is malformed."
        case .trailersTooLarge: "The trailer section is too large."
        case .bodyTooLarge: "The body is larger than accepted here."
        case .truncated: "The request ended before it was complete."
        case .headTimeout: "The request head took too long."
        case .bodyTimeout: "The body came too slowly."
        case .handlerTimeout: "The answer took too long; whether the request took effect is not known."
        case .bodiesFull: "Too many large bodies are in process; try again shortly."
        case .answersFull: "Too many large answers wait to be read; try again shortly."
        case .streamsFull: "Too many answers stream; try again shortly."
        case .overloaded: "Too many requests are in process; try again shortly."
        }
    }
}
