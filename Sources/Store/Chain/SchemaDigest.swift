import Crypto
import PersonalBudgeting
import SQL

/// The digest of the schema: a keyed code for each table, index, trigger and view. So a trigger or a unique index that another hand removed or
/// changed is named before anything is served.
enum SchemaDigest {
    private static let secret = "schema"
    private static let codeLength = 8

    /// Stores the present schema as the right one. Called in the transaction that changes the schema.
    static func keep(_ unit: UnitOfWork) throws {
        let key = unit.keyring.current
        let codes = try codes(unit, key.rowKey)
        var octets = RowDigest.octets(UInt16(truncatingIfNeeded: key.version))
        for (name, code) in codes.sorted(by: { $0.key < $1.key }) { octets += Array(name.utf8) + [0] + code }
        try Secrets.keep(secret, octets, unit)
    }

    /// Returns what was changed in the schema since the service last changed it. Empty if nothing was.
    static func findings(_ unit: UnitOfWork) throws -> [Finding] {
        guard let octets = try Secrets.find(secret, unit), octets.count > 2, let kept = read(octets[2...]),
            let key = unit.keyring.key(Int(octets[0]) << 8 | Int(octets[1]))
        else { return [Finding("schema", "its digest is missing")] }
        let found = try codes(unit, key.rowKey)
        let names = Set(kept.keys).union(found.keys).sorted()
        return names.compactMap { name in
            switch (kept[name], found[name]) {
            case (nil, _): Finding("schema", "\(name) was added")
            case (_, nil): Finding("schema", "\(name) is missing")
            case (let kept?, let found?): kept == found ? nil : Finding("schema", "\(name) was changed")
            }
        }
    }

    /// Returns the code of each object by its kind and name.
    private static func codes(_ unit: UnitOfWork, _ key: SymmetricKey) throws -> [String: [UInt8]] {
        Dictionary(
            try unit.connection.schemaTexts().map { object in
                let name = "\(object.kind) \(object.name)"
                var code = HMAC<SHA256>(key: key)
                code.update(data: Array("schema\u{0}\(name)\u{0}\(object.table)\u{0}\(object.sql)".utf8))
                return (name, Array(code.finalize().prefix(codeLength)))
            }, uniquingKeysWith: +)
    }

    private static func read(_ octets: ArraySlice<UInt8>) -> [String: [UInt8]]? {
        var codes: [String: [UInt8]] = [:]
        var rest = octets
        while !rest.isEmpty {
            guard let end = rest.firstIndex(of: 0), rest.endIndex - end > codeLength else { return nil }
            codes[String(decoding: rest[..<end], as: UTF8.self)] = Array(rest[end + 1...end + codeLength])
            rest = rest[(end + 1 + codeLength)...]
        }
        return codes
    }
}
