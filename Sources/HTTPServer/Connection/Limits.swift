/// All bounds of the server in one place. The server has no other bounds.
public struct Limits: Sendable {
    /// The longest request line. RFC 9112 section 3 recommends at least 8,000 octets; longer lines only help attacks on readers of
    /// quadratic cost. Beyond it: 414.
    public var maximumRequestLineBytes = 8_192
    /// Request line and fields together. nginx passes on 32 kB by default, so no well-behaved proxy sends more. Beyond it: 431.
    public var maximumHeadBytes = 32_768
    /// The number of field lines. Browsers send about 20, proxies add 10. Beyond it: 431.
    public var maximumHeaderFields = 100
    /// Empty lines before a request. RFC 9112 section 2.2 asks servers to ignore at least one; old clients send exactly one.
    public var maximumEmptyLines = 1
    /// One chunk-size line with its extensions, which clients hardly use. Beyond it: 400.
    public var maximumChunkLineBytes = 256
    /// Extensions of all chunks of one body. Each is parsed and dropped, so without a bound an attacker could cause unlimited work. Beyond
    /// it: 400.
    public var maximumChunkExtensionBytes = 4_096
    /// The whole trailer section, which is checked and dropped. Beyond it: 431.
    public var maximumTrailerBytes = 4_096
    /// The largest body a handler can accept; an import of 100 MB fits. Beyond it: 413.
    public var maximumBodyBytes = 128 << 20
    /// The largest body of a refused request that is read and dropped to keep the connection open. A larger body closes the connection.
    public var maximumDiscardBytes = 64 << 10
    /// Seconds from the head to the decision about it, and again from the whole request to its answer. Longer than any request should take,
    /// but shorter than a proxy waits by default (60 s), so that the client gets the answer from this server. Beyond it: 503.
    public var handlerSeconds = 50
    /// Bytes read ahead while a request is in process (pipelining). Beyond it, reading pauses.
    public var maximumReadAheadBytes = 64 << 10
    /// Seconds from the first byte of a head to its end, however slowly the bytes arrive (slowloris). Beyond it: 408.
    public var headSeconds = 10
    /// Seconds of the window in which a body must bring `bodyBytesPerSecond`. Short enough to shed a slow body within 15 s. Beyond it: 408.
    public var bodyWindowSeconds = 5
    /// The least rate of a body. A mobile link at its worst gives some 1,000 octets/s; a client at half that rate only holds up the server.
    public var bodyBytesPerSecond = 500
    /// Seconds that a connection stays open without a request. The 60 s that nginx uses towards a back end make longer useless; shorter
    /// causes races.
    public var idleSeconds = 60
    /// Seconds of the window in which the client must read `answerBytesPerSecond` while answer bytes wait. A slower client is cut off.
    public var answerWindowSeconds = 20
    /// The least rate at which a client reads, the same as for bodies.
    public var answerBytesPerSecond = 500
    /// Bytes of an answer that the kernel may hold before it sends them. With more, slow readers would take memory that no limit here
    /// counts, and the kernel would report room only long after the client has read.
    public var maximumUnsentBytes = 128 << 10
    /// Seconds after the last answer in which the client's bytes are read and dropped. Without this wait a reset could destroy the answer
    /// (RFC 9112 9.6).
    public var lingerSeconds = 2
    /// Seconds of a stop in which an idle connection may still bring a request that was on its way, which is answered with Connection:
    /// close. A stream may also still end within them.
    public var drainIdleSeconds = 1
    /// Streaming answers of all lanes. The default is a fifth of the connections, because a stream is never idle and so never makes room.
    /// Beyond it: 503.
    public var maximumStreams = 2_000
    /// Bytes that one stream may hold for a client that does not read them, some thousand events. The bytes on their way
    /// (`maximumOutputBytes` and one piece, `maximumUnsentBytes`) do not count. Beyond it the client is cut off.
    public var maximumStreamBytes = 256 << 10
    /// Connections of all lanes; each costs a descriptor and a few kB. Beyond it, the connection that has been idle longest makes room for
    /// a new client. If none is idle, clients wait in the kernel's queue.
    public var maximumConnections = 10_000
    /// Seconds for which an idle connection stays open even if room is needed, because its client may be sending the next request.
    public var protectedIdleSeconds = 1
    /// Requests whose handler has not replied, of all lanes: the queue for the writer. The same number again may wait for the decision
    /// about their head. Beyond it: 503.
    public var maximumRequestsInProcess = 4_096
    /// Bytes of bodies that all lanes together hold for requests that arrive or are in process; one body of the largest size. With the rest
    /// of the process (the writer's page cache is 64 MB) memory stays below 256 MB. Beyond it: 503, before the body is read if its length
    /// is known.
    public var maximumHeldBodyBytes = 128 << 20
    /// Bytes of answers of all lanes that wait for clients to read them. It bounds what slow readers can pile up. A content that several
    /// answers share counts once. Beyond it, a large answer becomes a 503, and a client that does not read small answers is cut off.
    public var maximumHeldAnswerBytes = 64 << 20
    /// The size of the pieces that a body is kept in. A single array would be copied as it grows, and take double memory during the copy.
    public var bodyPieceBytes = 1 << 20
    /// Bytes that one connection may send before the other connections of its lane get their turn: some 50 microseconds of copying.
    public var maximumTurnBytes = 256 << 10
    /// Bytes of large bodies and answers after which the heap is trimmed, once the lane is at rest.
    public var trimBytes = 16 << 20
    /// Bytes of answers to pipelined requests that are collected before they are sent. One slow reader may hold this many beside one
    /// answer.
    public var maximumOutputBytes = 64 << 10

    /// Limits with the defaults above.
    public init() {}
}
