import API
import ArgumentParser
import Dispatch
import Foundation
import HTTPServer
import Logging
import PersonalBudgeting
import SQLiteEngine
import Store

/// The service as `avain serve` composes it, over storage that drops the log rows of reads. Shows what a read costs without the access log.
///
/// The product has no such switch.
@main
struct UnloggedAvain: ParsableCommand {
    @Option var database: String
    @Option var port: Int
    @Option(help: "How many readiness loops; one for each core but one by default, as in the product.") var lanes: Int?

    func run() throws {
        let lock = try DatabaseLock(databasePath: database)
        let kept = try Database(engine: SQLiteEngine(path: database), keyFile: KeptKey(path: database + ".keys"))
        let service = try Service(
            storage: UnloggedStorage(kept: kept), clock: { Instant(clampingMicroseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) },
            hasTestClock: false, logger: Logger(label: "avain"), status: ServiceStatus(version: apiVersion, engine: kept.engineVersion))
        let handlers = try (0..<(lanes ?? max(1, ProcessInfo.processInfo.activeProcessorCount - 1))).map { _ in try service.makeHandler() }
        let server = try Server(host: "127.0.0.1", port: port, lanes: handlers.count) { handlers[$0] }
        signal(SIGPIPE, SIG_IGN)
        server.start()
        // No shutdown is needed: the driver ends the process.
        withExtendedLifetime((lock, server)) { dispatchMain() }
    }
}

/// The key file that the product made beside the database; read-only here.
struct KeptKey: HetuKeyFile {
    let path: String

    func read() throws -> [HetuMasterKey]? {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let parts = line.split(separator: " ")
            guard parts.count == 2, let version = Int(parts[0]) else { return nil }
            let digits = parts[1].compactMap(\.hexDigitValue)
            return HetuMasterKey(
                version: version, octets: stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
        }
    }

    func write(_ keys: [HetuMasterKey]) throws { throw HetuKeyFault.unusable("is not written here") }
}

/// Storage that does not keep the access-log rows of reads.
struct UnloggedStorage: Storage {
    let kept: Database

    var readPlace: ReadPlace { kept.readPlace }
    var secret: [UInt8] { kept.secret }
    var changes: Int { kept.changes }
    var callerChanges: Int { kept.callerChanges }
    var verification: VerificationReport { kept.verification }
    var condition: StorageCondition { kept.condition }

    func whenChanged(from changes: Int, _ then: @escaping @Sendable () -> Void) -> Int { kept.whenChanged(from: changes, then) }
    func stopWaiting(_ ticket: Int) { kept.stopWaiting(ticket) }
    func lastMillisecond() throws -> UInt64 { try kept.lastMillisecond() }

    func makeReader() throws -> any StorageReader { try kept.makeReader() }

    func write<Result: Sendable>(
        _ job: @escaping @Sendable (any Repositories) throws -> Result, then: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void
    ) {
        kept.write(job, then: then)
    }

    /// Drops the log rows of a read.
    func record(_ entries: [AccessEntry], then: @escaping @Sendable ((any Error)?) -> Void) { then(nil) }
}
