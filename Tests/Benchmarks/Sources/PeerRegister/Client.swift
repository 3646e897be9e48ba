import Foundation
import GRDB

/// A client as the peers store and return it: the members of the service's own answer, in a plain table.
///
/// Instants and dates are text in the table as in the answer, so the peers do not have to format them.
public struct Client: Codable, FetchableRecord, PersistableRecord, Identifiable, Sendable {
    public var id: String
    public var createdAt: String
    public var updatedAt: String
    public var number: String
    public var hetuMasked: String
    public var birthDate: String
    public var givenNames: String
    public var familyName: String
    public var language: String
    /// Nil for protected clients, like the addresses.
    public var municipality: String?
    public var streetAddress: String?
    public var postalCode: String?
    public var postOffice: String?
    public var phone: String?
    public var email: String?
    public var communicationNeed: String?
    public var isProtected: Bool
    public var deathDate: String?
}

extension Client {
    /// At most `limit` clients after an identity, with the identity to continue after.
    public static func page(_ db: Database, after: String?, limit: Int) throws -> ClientPage {
        var request = Client.order(Column("id"))
        if let after { request = request.filter(Column("id") > after) }
        let found = try request.limit(limit + 1).fetchAll(db)
        let items = Array(found.prefix(limit))
        return ClientPage(items: items, next: found.count > limit ? items.last?.id : nil)
    }
}

/// A page of the register.
public struct ClientPage: Codable, Sendable {
    public var items: [Client]
    public var next: String?
}

/// The request body that registers a client.
public struct NewClient: Codable, Sendable {
    public var hetu: String
    public var givenNames: String
    public var familyName: String
    public var language: String
    public var municipality: String
    public var streetAddress: String?
    public var postalCode: String?
    public var postOffice: String?
    public var phone: String?
    public var email: String?
    public var communicationNeed: String?

    /// The new client.
    public func client(at now: Date) -> Client {
        let id = UUID().uuidString.lowercased()
        let moment = now.formatted(.iso8601)
        let century = hetu.dropFirst(6).first.map { "ABCDEF".contains($0) } == true ? "20" : "19"
        let (day, month, year) = (hetu.prefix(2), hetu.dropFirst(2).prefix(2), hetu.dropFirst(4).prefix(2))
        return Client(
            id: id, createdAt: moment, updatedAt: moment, number: "B\(id.suffix(12))", hetuMasked: "\(hetu.prefix(7))***",
            birthDate: "\(century)\(year)-\(month)-\(day)", givenNames: givenNames, familyName: familyName, language: language,
            municipality: municipality, streetAddress: streetAddress, postalCode: postalCode, postOffice: postOffice, phone: phone,
            email: email, communicationNeed: communicationNeed, isProtected: false, deathDate: nil)
    }
}

/// A client with the national id, which is unique and never returned.
public struct RegisteredClient: Encodable, PersistableRecord, Sendable {
    public static let databaseTableName = Client.databaseTableName

    private let hetu: String
    private let client: Client

    public init(hetu: String, client: Client) {
        self.hetu = hetu
        self.client = client
    }

    private enum CodingKeys: String, CodingKey { case hetu }

    public func encode(to encoder: any Encoder) throws {
        try client.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(hetu, forKey: .hetu)
    }
}
