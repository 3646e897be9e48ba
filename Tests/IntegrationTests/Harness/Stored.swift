/// Reads a database file with the engine's own program beside the service, to know what an answer should show.
struct Stored: Sendable {
    let database: String

    /// The rows of a query, each column as text; null is an empty text.
    func rows(_ sql: String) throws -> [[String]] {
        try run(["-readonly", "-separator", "\u{1F}", database, sql]).split(separator: "\n").map { line in
            line.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// The first column of a query.
    func column(_ sql: String) throws -> [String] { try rows(sql).map { $0[0] } }

    /// Writes what no operation makes. Works only while the service does not run.
    func write(_ sql: String) throws { _ = try run([database, sql]) }

    private func run(_ words: [String]) throws -> String {
        let done = try ServiceProcess.run(program: "/usr/bin/sqlite3", words)
        guard done.status == 0 else { throw ProcessFault("sqlite3: \(done.errors)") }
        return done.output
    }
}
