/// The client register.
public protocol ClientRepository: Repository<Client> {
    /// Keeps a new client with the national id, which is sealed; `insert(_:)` without one is refused.
    /// - Throws: `StorageFault.duplicate` when a client has the same national id or number.
    func insert(_ client: Client, hetu: Hetu) throws
    func find(hetu: Hetu) throws -> Client?
    /// The whole national id, opened, for the few uses that need it; nil when there is no such client.
    /// - Throws: `StorageFault.corrupt` when what is kept was not sealed for this client.
    func hetu(of id: ID<Client>) throws -> Hetu?
    func find(number: String) throws -> Client?
    /// Those whose name answers, each once: first those in whose name every word is found as it is asked for, then those with a slip, each by
    /// the word that was looked up and then in order of creation.
    /// - Parameter cursor: that of the last one seen.
    func search(_ search: NameSearch, in visible: VisibleClients, after cursor: String?, limit: Int) throws -> [FoundClient]
    /// How many a search finds.
    func count(_ search: NameSearch, in visible: VisibleClients) throws -> Int
    /// Sets the care of a client, beside the client and all of the client's cases; no version goes up.
    func assign(_ care: Care, to client: ID<Client>) throws
    /// Sets the mark of a protected client; no version goes up.
    func mark(_ client: ID<Client>, isProtected: Bool) throws
    /// The next free client number.
    func nextNumber() throws -> String
}

/// A client that a search has found, and the cursor of the page after it.
public struct FoundClient: Sendable {
    public let client: Client
    public let cursor: String

    public init(_ client: Client, at cursor: String) {
        self.client = client
        self.cursor = cursor
    }
}
