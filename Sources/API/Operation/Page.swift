import Crypto
import JSON
import PersonalBudgeting

/// Seals cursors. A cursor belongs to one caller and one query. Callers can neither forge nor read it: with a sort by name it contains a
/// client's name, in a path that proxies log.
struct Sealer: Sendable {
    private let nonceKey: SymmetricKey
    private let key: SymmetricKey

    init(secret: [UInt8]) {
        let secret = SymmetricKey(data: secret)
        func derived(_ name: String) -> SymmetricKey {
            SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(name.utf8), using: secret))
        }
        nonceKey = derived("cursor nonce")
        key = derived("cursor")
    }

    func seal(_ position: String, for context: String) throws -> String {
        // Derived from the sealed content, so that the same page has the same cursor and the same entity tag. Each nonce serves one message
        // only, as it must.
        let nonce = HMAC<SHA256>.authenticationCode(for: Array("\(context)\u{1E}\u{1E}\(position)".utf8), using: nonceKey)
        let box = try AES.GCM.seal(
            Array(position.utf8), using: key, nonce: AES.GCM.Nonce(data: Array(nonce.prefix(12))), authenticating: Array(context.utf8))
        return Base64URL.encode(Array(box.nonce) + Array(box.ciphertext) + Array(box.tag))
    }

    /// Returns the position in a cursor; nil if the cursor was not made for this context.
    func open(_ cursor: String, for context: String) -> String? {
        guard cursor.utf8.count <= Sealer.longestCursor, let octets = Base64URL.decode(cursor),
            let box = try? AES.GCM.SealedBox(combined: octets),
            let position = try? AES.GCM.open(box, using: key, authenticating: Array(context.utf8))
        else { return nil }
        return String(decoding: position, as: UTF8.self)
    }

    /// In octets. The longest position is that of a search: a word of 60 letters of four octets each, and an id.
    static let longestCursor = 512
}

/// A page of a list.
struct Page<Element> {
    /// Changed when parts of them are masked (`Mask`).
    var items: [Element]
    /// The position of the next page; nil at the end.
    let next: String?
    let total: Int?
    /// The names of what the items refer to; nil if the caller has not asked for them.
    var names: [NamedThing]?

    /// Returns the same page with its elements transformed.
    func map<Other>(_ make: (Element) throws -> Other) rethrows -> Page<Other> {
        Page<Other>(items: try items.map(make), next: next, total: total, names: names)
    }

    /// - Parameter isNamed: whether the list takes `include=names`.
    static func view(_ name: String, _ element: View<Element>, isNamed: Bool = false) -> View<Page<Element>> {
        let names = isNamed ? [ViewMember<Page<Element>>("names", view: .optional(.list(NamedThing.view))) { $0.names }] : []
        return View<Page<Element>>(
            "\(name)Page",
            [
                ViewMember("items", view: .list(element)) { $0.items },
                ViewMember("next", .optional(.text(1...Sealer.longestCursor, .line))) { $0.next },
                ViewMember("total", .optional(.integer(0...Int64.max))) { $0.total.map(Int64.init) },
            ] + names)
    }
}

extension Page: Sendable where Element: Sendable {}

/// The parameters of every list.
let pageParameters: [QueryParameter] = [
    .count("limit", "The most items in an answer", 1...200, standard: 50),
    QueryParameter(
        "after", "The cursor: the value of `next` in the previous page",
        schema: .text(17...Sealer.longestCursor, format: "cursor", pattern: "^[A-Za-z0-9_-]+$")
    ) {
        (1...Sealer.longestCursor).contains($0.utf8.count)
            ? nil
            : LocalText(
                fi: "täytyy olla edellisen sivun antama jatkokohta", sv: "måste vara den fortsättningspunkt som föregående sida gav",
                en: "must be a cursor")
    },
    QueryParameter(
        "count", "`exact` adds the total, which needs a count",
        schema: Schema([
            ("type", .string("string")), ("description", .string("How the total of a list is counted")),
            ("enum", .array([.string("exact")])),
        ]).named("TotalCount")
    ) {
        // The only value is a code. It stands in every language, because a translation of it cannot be sent.
        $0 == "exact" ? nil : LocalText(fi: "täytyy olla ”exact”", sv: "måste vara ”exact”", en: "must be exact")
    },
]

extension AdmittedCall {
    /// Returns the value of a required query parameter.
    /// - Throws: `BadQuery` if the value is missing or cannot be read, because the table does not declare the parameter as required.
    func required<Value>(_ name: String, _ read: (String) -> Value?) throws -> Value {
        guard let value = query[name].flatMap(read) else { throw BadQuery([BadQuery.Fault(name, "required", .required)]) }
        return value
    }

    var limit: Int { query["limit"].flatMap(plainNumber) ?? 50 }

    /// The context of a cursor: the caller, the path and the filters.
    private var cursorContext: String {
        let filters = query.filter { !["limit", "after", "count", "pretty"].contains($0.key) }.sorted { $0.key < $1.key }
        return "\(actor.userID)\u{1E}\(head.path)\u{1E}\(filters.map { "\($0.key)=\($0.value)" }.joined(separator: "&"))"
    }

    /// The position from the cursor. The page begins after it.
    func position() throws -> String? {
        guard let cursor = query["after"] else { return nil }
        guard let position = sealer.open(cursor, for: cursorContext) else {
            throw BadQuery([
                BadQuery.Fault(
                    "after", "bad_cursor",
                    LocalText(
                        fi: "jatkokohta ei kuulu tähän luetteloon; aloita ilman sitä",
                        sv: "fortsättningspunkten hör inte till denna lista; börja utan den",
                        en: "is not a cursor of this list; begin without it"))
            ])
        }
        return position
    }

    /// Returns a cursor of this list for a position.
    func sealed(_ position: String) throws -> String { try sealer.seal(position, for: cursorContext) }

    /// Returns the requested page of the matching entities in a repository, in one of the orders of the list.
    /// - Parameters:
    ///   - visible: the clients whose rows the list shows, if it covers several clients.
    ///   - found: the identities that the list is limited to, found in another way than by filters; nil for any.
    func list<Kept: Repository>(
        _ repository: Kept, _ filters: [Filter<Kept.Entity>], _ sorts: [ListSort<Kept.Entity>],
        in visible: VisibleClients = .everybody, among found: [ID<Kept.Entity>]? = nil
    ) throws -> Page<Kept.Entity> {
        let order = order(sorts)
        var ids = self.ids(Kept.Entity.self)
        if let found {
            let asked = ids.map { Set($0) }
            ids = found.filter { asked?.contains($0) ?? true }
        }
        let total = query["count"] == nil ? nil : try repository.count(ListQuery(filters: filters, ids: ids, visible: visible))
        let listed = try repository.list(
            ListQuery(filters: filters, ids: ids, visible: visible, order: order, after: try position(), limit: limit + 1))
        return try page(listed, total: total) { repository.cursor(of: $0, in: order) }
    }

    /// Returns a page from up to one element more than requested.
    func page<Element>(_ found: consuming [Element], total: Int? = nil, position: (Element) -> String) throws -> Page<Element> {
        // Moved and cut off, because a copy of fifty clients costs as much as writing them.
        var items = found
        let hasMore = items.count > limit
        while items.count > limit { items.removeLast() }
        return Page(items: items, next: hasMore ? try items.last.map { try sealed(position($0)) } : nil, total: total)
    }

    /// Returns the answer of a list, with a link to the next page.
    func answer<Element>(_ page: Masked<Page<Element>>, _ view: View<Page<Element>>) -> Answer {
        var answer = Answer.value(page, view, capacity: 512 * (page.value.items.count + 1))
        if let next = page.value.next {
            let others = query.filter { $0.key != "after" }.sorted { $0.key < $1.key }
            let parameters = others.map { "\($0.key)=\(percentEncoded($0.value))" } + ["after=\(next)"]
            answer.headers.append(("Link", "<\(head.path)?\(parameters.joined(separator: "&"))>; rel=\"next\""))
        }
        return answer
    }
}

/// Returns a query value with all but the unreserved characters escaped (RFC 3986, 2.3).
func percentEncoded(_ text: String) -> String {
    var encoded: [UInt8] = []
    for octet in text.utf8 {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: encoded.append(octet)
        default: encoded += [0x25, hexadecimalDigits[Int(octet >> 4)], hexadecimalDigits[Int(octet & 0xF)]]
        }
    }
    return String(decoding: encoded, as: UTF8.self)
}

private let hexadecimalDigits = Array("0123456789ABCDEF".utf8)

/// Faults of the query string (400).
struct BadQuery: Error {
    struct Fault: Sendable {
        let parameter: String
        let code: String
        let detail: LocalText

        init(_ parameter: String, _ code: String, _ detail: LocalText) {
            self.parameter = parameter
            self.code = code
            self.detail = detail
        }
    }

    let faults: [Fault]
    init(_ faults: [Fault]) { self.faults = faults }
}
