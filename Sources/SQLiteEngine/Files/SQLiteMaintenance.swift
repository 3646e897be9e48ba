import SQL

extension SQLiteWriter: Maintenance {
    func tidy() -> Int? {
        let refill = reserve.tidy(logPages: log.length)
        do {
            return [refill, try log.tidy()].compactMap(\.self).min()
        } catch SQLFault.full {
            // The reserve says so, where there is one.
            return 1_000
        } catch SQLFault.notDurable {
            return nil
        } catch {
            notices.post(.tidyingFailed("\(error)"))
            return 1_000
        }
    }

    var allowsStandingViews: Bool { log.isShort }

    func keepReserve(bytes: Int64) { reserve.keep(bytes: bytes) }

    var isFull: Bool { reserve.isFull }

    func proveWriting() throws {
        try transaction { connection in
            // SQLite writes the page of this number even if the number stays the same.
            let kept = try connection.first(.userVersion, []) { try $0.integer(0) } ?? 0
            try connection.run(script: "PRAGMA user_version = \(kept)")
        }
    }

    func consolidate() throws { try log.empty() }

    func compact() throws {
        // VACUUM builds the new file in memory, like all temporary data. A temporary file would be one more place where names are left.
        try waiting { try connection.run(script: "VACUUM") }
        try consolidate()
    }

    func integrityFindings(between pause: () throws -> Void) throws -> [IntegrityFinding] {
        try connection.paced(by: pause) { IntegrityCheck(connection).findings() }
    }
}
