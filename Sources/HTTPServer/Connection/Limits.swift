/// Every bound of the server in one place. A bound that is not here does not exist.
public struct Limits: Sendable {
    /// RFC 9112 section 3 recommends at least 8,000 octets; more only feeds quadratic readers. Beyond it: 414.
    public var maximumRequestLineBytes = 8_192
    /// Request line and fields together. nginx passes on 32 kB by default, so no honest proxy sends more. Beyond it: 431.
    public var maximumHeadBytes = 32_768
    /// Browsers send about 20, proxies add 10. Beyond it: 431.
    public var maximumHeaderFields = 100
    /// RFC 9112 section 2.2 asks to ignore at least one empty line before a request; old clients send exactly one.
    public var maximumEmptyLines = 1
    /// One chunk-size line with its extensions, which nobody uses. Beyond it: 400.
    public var maximumChunkLineBytes = 256
    /// Extensions of all chunks of one body: each is parsed and thrown away, so an unbounded sum is free work for an attacker.
    public var maximumChunkExtensionBytes = 4_096
    /// The whole trailer section; it is checked and thrown away. Beyond it: 431.
    public var maximumTrailerBytes = 4_096
    /// No handler may ask for more than this; an import of 100 MB fits. Beyond it: 413.
    public var maximumBodyBytes = 128 << 20
    /// A refused request's body up to this size is read and dropped so that the connection lives on; a larger one costs the connection.
    public var maximumDiscardBytes = 64 << 10
    /// From the head to the decision about it, and again from the whole request to its answer. Longer than any request should take, shorter than a proxy waits by default (60 s), so that the
    /// client hears it from us. Beyond it: 503.
    public var handlerSeconds = 50
    /// Octets read ahead of the request in process (pipelining); reading pauses beyond it.
    public var maximumReadAheadBytes = 64 << 10
    /// From the first octet of a head to its end, in all, however the octets drip (slowloris). Beyond it: 408.
    public var headSeconds = 10
    /// A body must bring `bodyBytesPerSecond` in every window of this length. Short enough to shed a slow body within 15 s.
    public var bodyWindowSeconds = 5
    /// A mobile link at its worst gives some 1,000 octets/s; half of that is no longer a client but a hold-up.
    public var bodyBytesPerSecond = 500
    /// A kept connection without a request. Longer than the 60 s nginx uses towards a back end is wasted, shorter costs races.
    public var idleSeconds = 60
    /// While answer octets wait, the client must take `answerBytesPerSecond` in every window of this length; else it is cut off.
    public var answerWindowSeconds = 20
    /// The same measure as for bodies.
    public var answerBytesPerSecond = 500
    /// What the kernel may hold of an answer before it is on its way. More would be memory that slow readers take and no limit here sees, and
    /// the kernel would report room only long after the client has taken octets.
    public var maximumUnsentBytes = 128 << 10
    /// After the last answer the client's octets are read and dropped for so long, else a reset could destroy the answer (RFC 9112 9.6).
    public var lingerSeconds = 2
    /// During a stop an idle connection may still bring a request that was on its way: it is answered with Connection: close. So long a stream
    /// may still be ended, too.
    public var drainIdleSeconds = 1
    /// Answers that stream, all lanes together: a fifth of the connections, for a stream never becomes idle and makes room for nobody. Beyond
    /// it: 503.
    public var maximumStreams = 2_000
    /// Octets that one stream may hold for a client that does not take them, beside what is on its way (`maximumOutputBytes` and one piece,
    /// `maximumUnsentBytes`): some thousand events. Beyond it the client is cut off.
    public var maximumStreamBytes = 256 << 10
    /// All lanes together; each costs a descriptor and a few kB. Beyond it, whoever has been idle longest makes room for a new client; when
    /// nobody is idle, clients wait in the kernel's queue.
    public var maximumConnections = 10_000
    /// So long a kept connection is left alone even when room is needed: its client may just be sending the next request.
    public var protectedIdleSeconds = 1
    /// Requests whose handler has not replied, all lanes together: the queue in front of the writer. As many more may wait for the decision
    /// about their head. Beyond it: 503.
    public var maximumRequestsInProcess = 4_096
    /// Octets of bodies held at one time, all lanes together, by requests that arrive or are in process: one largest body. With what the rest
    /// of the process needs (the writer's page cache is 64 MB) it stays below 256 MB. Beyond it: 503, before the body is read when its length
    /// is known.
    public var maximumHeldBodyBytes = 128 << 20
    /// Octets of answers that wait for clients to read them, all lanes together; slow readers must not pile them up. One content in several
    /// answers counts once. Beyond it a large answer becomes a 503, and who takes no small ones is cut off.
    public var maximumHeldAnswerBytes = 64 << 20
    /// A body is kept in pieces of this size: a single array would be copied as it grows, and held twice while it is.
    public var bodyPieceBytes = 1 << 20
    /// What one connection may send before the others of its lane have their turn: some 50 microseconds of copying.
    public var maximumTurnBytes = 256 << 10
    /// After so many octets of large bodies and answers were let go and the lane is at rest, the heap is trimmed.
    public var trimBytes = 16 << 20
    /// Answers collected for pipelined requests before they are sent; also what one slow reader may hold beside one answer.
    public var maximumOutputBytes = 64 << 10

    /// The defaults above.
    public init() {}
}
