/// The client register (row 1).
public protocol ClientRepository: Repository<Client> {
    /// Inserts a new client with the national id, which is sealed. `insert(_:)`, which has no national id, is refused.
    /// - Throws: `StorageFault.duplicate` when a client has the same national id or number.
    func insert(_ client: Client, hetu: Hetu) throws
    func find(hetu: Hetu) throws -> Client?
    /// Returns the whole national id, decrypted, for the few uses that need it; nil if there is no such client.
    /// - Throws: `StorageFault.corrupt` when the stored national id was not sealed for this client.
    func hetu(of id: ID<Client>) throws -> Hetu?
    func find(number: String) throws -> Client?
    /// Returns the clients whose names match, each once: first the names in which every word of the search is found as written, then the
    /// names with a slip. Both groups are ordered by the word that was looked up, then by creation.
    /// - Parameter cursor: the cursor of the last client of the previous page.
    func search(_ search: NameSearch, in visible: VisibleClients, after cursor: String?, limit: Int) throws -> [FoundClient]
    /// Returns how many clients a search finds.
    func count(_ search: NameSearch, in visible: VisibleClients) throws -> Int
    /// Assigns the care of a client, on the client and on all cases of the client. No version is raised.
    func assign(_ care: Care, to client: ID<Client>) throws
    /// Sets whether the client is protected. No version is raised.
    func mark(_ client: ID<Client>, isProtected: Bool) throws
    /// Returns the next free client number.
    func nextNumber() throws -> String
}

/// A client found by a search, and the cursor of the page that follows the client.
public struct FoundClient: Sendable {
    public let client: Client
    public let cursor: String

    public init(_ client: Client, at cursor: String) {
        self.client = client
        self.cursor = cursor
    }
}
