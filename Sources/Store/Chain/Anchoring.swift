import PersonalBudgeting
import SQL

/// The newest lines of the anchors, which the database keeps: the last one, and those before it that the file may lack.
struct KeptAnchors {
    /// The number of the newest line; 0 if there is none yet.
    let number: Int64
    /// Oldest first; empty in a database of an older program.
    let lines: [String]

    /// Returns the lines that the file may lack.
    /// - Parameter last: the last line of the file; nil if there is none, or it is not known.
    func waiting(after last: String?) -> [String] {
        guard let last else { return lines }
        if let place = lines.firstIndex(of: last) { return Array(lines[(place + 1)...]) }
        // A file with later lines belongs to a database in whose place an older copy was put.
        return Anchor(line: last).map { $0.number >= number } ?? false ? [] : lines
    }
}

/// Writes the anchors into the database. Each line is there, and durable, before it is in the file: a line that only the file had could be lost
/// by a failed sync and would look as if somebody had removed it; a start or an end that nobody could register would look as if somebody
/// had added rows while no process served.
extension Database {
    /// The number of lines beyond which a service that cannot write the file makes no line for each minute.
    private static let mostWaiting = 60

    /// Makes a line with the present heads of the chains and keeps it.
    /// - Parameters:
    ///   - kind: a `serving` line is made only if the heads have changed since the line before, a `destruction` only if texts were destroyed.
    ///   - last: the last line of the file; nil if there is none, or it cannot be read.
    /// - Returns: the lines that the file may lack, oldest first, with the new one.
    /// - Throws: `StorageFault`. The line is then not made.
    public func addAnchor(_ kind: Anchor.Kind, at now: Instant, after last: String?) throws -> [String] {
        let filed = last.flatMap { owner(ofAnchor: $0) == .thisDatabase ? $0 : nil }
        return try storing { try inTransaction { try add(kind, at: now, after: filed, $0) } }
    }

    private func add(_ kind: Anchor.Kind, at now: Instant, after filed: String?, _ unit: UnitOfWork) throws -> [String] {
        let connection = unit.connection
        let kept = try Database.keptAnchors(connection)
        // A backup that is put in another place does not bring lines along: there the file begins with the restore.
        var lines = kind == .restore && filed == nil ? [] : kept.waiting(after: filed)
        let heads = try Chain.all.map { try $0.head(connection) }
        var destruction: Int64?
        var number = max(kept.number, filed.flatMap { Anchor(line: $0)?.number } ?? 0)
        var newest = lines.last ?? filed ?? kept.lines.last

        func append(_ kind: Anchor.Kind, _ destroyed: Anchor.Destroyed? = nil) {
            number += 1
            let anchor = Anchor(
                number: number, at: now, kind: kind, database: seal.database, heads: heads, destroyed: destroyed,
                previous: newest.map { Anchor.digest(of: $0) } ?? Anchor.noPrevious)
            let line = anchor.text(sealedBy: seal)
            lines.append(line)
            newest = line
        }

        let before = newest.flatMap { Anchor(line: $0) }
        let count = lines.count
        // A clock that was set back closes no month. The rows after a restore belong to the file of the restore.
        let isNewMonth = kind != .restore && before.map { "\($0.at)".prefix(7) < "\(now)".prefix(7) } ?? false
        switch kind {
        case .serving where before?.heads == heads || lines.count >= Database.mostWaiting: break
        case .destruction:
            let register = DestructionRegister(unit: unit)
            while let found = try register.after(destruction ?? register.lastAnchored, limit: Anchor.Destroyed.most) {
                append(kind, Anchor.Destroyed(first: found.first, texts: found.texts))
                destruction = found.first + Int64(found.texts.count) - 1
            }
        default:
            if isNewMonth { append(.month) }
            append(kind)
        }
        if lines.count > count {
            try connection.execute(
                "UPDATE anchors SET line = ?, text = ?", [.integer(number), .text(lines.joined(separator: "\n"))])
        }
        if let destruction { try DestructionRegister(unit: unit).noteAnchored(destruction) }
        return lines
    }

    /// Returns the chains that no longer contain the head that a line names. This check is quick; `verify` reads all rows.
    /// - Parameter line: a line of this database.
    public func chainsThatLeft(_ line: String) throws -> [String] {
        guard let anchor = Anchor(line: line) else { return [] }
        return try onConnection { writer in
            try writer.transaction { connection in
                try zip(Chain.all, anchor.heads).filter { chain, head in
                    guard head.sequence > 0 else { return false }
                    let hash = try connection.first("SELECT hash FROM \(chain.table) WHERE sequence = ?", [.integer(head.sequence)]) {
                        try $0.blob(0)
                    }
                    return hash != head.hash
                }.map(\.0.table)
            }
        }
    }

    static func keptAnchors(_ connection: any Connection) throws -> KeptAnchors {
        let kept = try connection.first("SELECT line, text FROM anchors", []) { (number: try $0.integer(0), text: try $0.textOrNil(1)) }
        return KeptAnchors(number: kept?.number ?? 0, lines: kept?.text?.split(separator: "\n").map(String.init) ?? [])
    }

    /// Returns an empty record for reading this database's anchors.
    public func anchorRecord() -> AnchorRecord { AnchorRecord(sealedBy: seal) }

    private var seal: AnchorSeal { AnchorSeal(secret: secret) }
}
