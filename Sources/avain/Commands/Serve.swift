import API
import ArgumentParser
import DemoCounty
import Dispatch
import Foundation
import HTTPServer
import Logging
import PersonalBudgeting
import Store

/// Serves the API until SIGTERM or SIGINT, then finishes the requests in progress.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve the API.")

    @OptionGroup var file: DatabaseOption
    @OptionGroup var new: NewDatabaseOption
    @Option(help: "Address and port; port 0 takes any free port.") var listen = "127.0.0.1:8080"
    @Option(help: "Number of readiness loops, 1 to 256; by default one for each core but one, which is left to the writer.") var lanes: Int?
    @Flag(help: "Fill an empty database with a synthetic county and print keys and a first request.") var demo = false
    @Flag(help: "Let a request set its time with X-Test-Now; never in production.") var testClock = false
    @Option(help: "Seconds to wait until another process closes the database; 10 by default on an inherited socket, else 0.")
    var waitForDatabase: Int?
    @Option(help: "An origin whose pages may read answers, such as https://front.example; may be repeated.") var allowOrigin: [String] = []
    @Option(help: "Requests a second that one user may send, with bursts of five seconds' worth, 1 to 1000000.") var callerLimit = 1_000
    @Option(help: "Seconds between copies of the heads of the logs to FILE.anchors, 1 to 3600; no copy when nothing was written.")
    var anchorEvery = 60
    @Option(help: "Seconds between the end of a verification of the stored data and the next, 1 to 604800.") var verifyEvery = 3_600
    @OptionGroup var backups: BackupOptions
    @Option(help: "Megabytes of the disk that are kept for the access log, so that reads go on when the disk is full, 0 to 1024.")
    var storageReserve = 16
    @Flag(help: "A proxy in front terminates TLS; required for any address but loopback.") var behindProxy = false
    @Option(
        help: ArgumentHelp(
            "A proxy whose X-Forwarded-For or Forwarded is believed, such as 10.0.0.7 or fd00::/64; may be repeated.",
            valueName: "address[/prefix]"))
    var trustedProxy: [String] = []

    func run() throws {
        let inherited = try InheritedSocket.take()
        var (host, port) = try address()
        if let inherited { host = inherited.host }
        let isLoopback = host == "127.0.0.1" || host == "::1" || host == "localhost"
        guard isLoopback || behindProxy else {
            throw Exit.configuration("\(host) is not loopback: a proxy in front must terminate TLS; add --behind-proxy when there is one")
        }
        let patience = waitForDatabase ?? (inherited == nil ? 0 : 10)
        if let wrong = allowOrigin.first(where: { !Origins.isOrigin($0) }) {
            throw Exit.usage("--allow-origin takes an origin such as https://front.example, not \(wrong)")
        }
        guard (1...1_000_000).contains(callerLimit) else { throw Exit.usage("--caller-limit takes 1 to 1000000") }
        let trusted = try trustedProxy.map { text throws -> NetworkRange in
            do throws(NetworkRange.Fault) { return try NetworkRange(text) } catch {
                throw Exit.usage("--trusted-proxy \(error), not \(text)")
            }
        }
        guard (0...3_600).contains(patience) else { throw Exit.usage("--wait-for-database takes 0 to 3600 seconds") }
        LoggingSystem.bootstrap { JSONLinesHandler(label: $0) }
        defer { LogLines.standardError.flush(withinSeconds: 1) }
        guard (0...1_024).contains(storageReserve) else { throw Exit.usage("--storage-reserve takes 0 to 1024 megabytes") }
        guard (1...3_600).contains(anchorEvery) else { throw Exit.usage("--anchor-every takes 1 to 3600 seconds") }
        guard (1...604_800).contains(verifyEvery) else { throw Exit.usage("--verify-every takes 1 to 604800 seconds") }
        let logger = Logger(label: "avain")
        if behindProxy, trusted.isEmpty {
            logger.warning("no --trusted-proxy: the failed sign-ins of all visitors behind the proxy have one limit together")
        }
        let opened = try file.open(mustExist: new.noCreate, waitingSeconds: patience) { logger.warning("\($0)") }
        let database = opened.database
        database.onNotice(StorageNotices(logger: logger).receive)
        try database.keepReserve(bytes: Int64(storageReserve) << 20)
        let anchors = AnchorWriter(database, opened.anchorFile) { logger.error("anchors", metadata: ["error": "\($0)"]) }
        try anchors.begin()
        if demo { try DemoCounty.fillWhereEmpty(database) }
        let keeper = try makeKeeper(opened, logger)
        let service = try makeService(database, keeper, logger, TrustedProxies(trusted))
        let handlers = try makeHandlers(of: service)
        let server = try makeServer(inherited, host, port, handlers)
        port = server.port
        let signals = Signals(stopping: server, of: service)
        database.carryOutRotations(clock: machineNow) { error in
            logger.error("the rotation of the key of national ids is not finished", metadata: ["error": "\(error)"])
        }
        let anchorFile = opened.anchorFile
        database.verifyWhileServing(
            everySeconds: verifyEvery, clock: machineNow,
            anchors: { try anchorFile.read(into: &$0) },
            tell: { logger.critical("the stored data was changed by another hand", metadata: ["finding": "\($0)"]) })
        server.start()
        let timer = anchors.serve(everySeconds: anchorEvery)
        let watch = DatabaseWatch(opened)
        let watching = begin(watch, opened.database, logger)
        let schedule = keeper.serve()
        let ordering = KeyOrderWatch(opened.location.keyOrder, service, logger).serve()
        print("listening on http://\(host.contains(":") ? "[\(host)]" : host):\(port)")
        if demo { try DemoCounty.introduce(database, port: port) }
        fflush(nil)
        signals.wait()
        for timer in [timer, watching, schedule, ordering] { timer.cancel() }
        keeper.stop()
        watch.stop()
        consolidate(database, anchors, logger)
    }

    /// Ends the process when the database file has lost its name: what it would write, no later process would find.
    private func begin(_ watch: DatabaseWatch, _ database: Database, _ logger: Logger) -> any DispatchSourceTimer {
        watch.start { fault in
            logger.critical("the service ends, because its database lost its name", metadata: ["error": "\(fault)"])
            watch.save(database) { done in
                logger.critical("the database without its name", metadata: ["error": "\(done)"])
                _exit(74)
            }
        }
    }

    private func makeKeeper(_ opened: OpenDatabase, _ logger: Logger) throws -> BackupKeeper {
        do {
            return try BackupKeeper(opened, BackupFolder(backups.backupTo, of: opened.location), backups.policy, logger)
        } catch {
            throw Exit.of(error)
        }
    }

    /// Makes the service with its readers for lists and reports.
    private func makeService(
        _ database: Database, _ keeper: BackupKeeper, _ logger: Logger, _ trustedProxies: TrustedProxies
    ) throws -> Service {
        do {
            return try Service(
                storage: database, clock: machineNow, hasTestClock: testClock, logger: logger,
                origins: Origins(allowOrigin), limits: CallerLimits(requestsPerSecond: callerLimit), trustedProxies: trustedProxies,
                status: ServiceStatus(version: apiVersion, engine: database.engineVersion), backups: keeper)
        } catch {
            throw Exit.cannotUse(file.location, error)
        }
    }

    /// Folds the write-ahead log into the database file, so that a copy of the file of a stopped service is complete. Without this nothing
    /// is lost, but the data is in two files.
    ///
    /// The rehearsal of a large import may still hold the writer. After 0.8 seconds the process exits without waiting, and the next open
    /// undoes the rehearsal.
    private func consolidate(_ database: Database, _ anchors: AnchorWriter, _ logger: Logger) {
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            // Nothing may be written after the anchor of the end.
            database.stopRotations()
            anchors.write(.close)
            do { try database.consolidate() } catch StorageFault.busy {
                logger.warning("another program reads the database, so its write-ahead log stays beside it; copy both")
            } catch {
                logger.error("the write-ahead log could not be folded into the database", metadata: ["error": "\(error)"])
                LogLines.standardError.flush(withinSeconds: 0.5)
                _exit(74)
            }
            done.signal()
        }
        if done.wait(timeout: .now() + 0.8) == .timedOut {
            LogLines.standardError.flush(withinSeconds: 0.2)
            _exit(0)
        }
    }

    /// Makes one handler for each lane before any connection is accepted. Where lanes read, each opens the database for itself, so that
    /// every accepted connection can read.
    private func makeHandlers(of service: Service) throws -> [any Handler] {
        // Measured on two cores: one lane answers a third more requests than two lanes, which compete with the writer and wake each other.
        let lanes = lanes ?? max(1, ProcessInfo.processInfo.activeProcessorCount - 1)
        guard (1...256).contains(lanes) else { throw Exit.usage("--lanes takes 1 to 256") }
        do {
            return try (0..<lanes).map { _ in try service.makeHandler() }
        } catch {
            throw Exit.cannotUse(file.location, error)
        }
    }

    private func makeServer(_ inherited: InheritedSocket?, _ host: String, _ port: Int, _ handlers: [any Handler]) throws -> Server {
        do {
            if let inherited { return try Server(inheriting: inherited.descriptor, lanes: handlers.count) { handlers[$0] } }
            return try Server(host: host, port: port, lanes: handlers.count) { handlers[$0] }
        } catch {
            throw Exit.unavailable("cannot listen on \(listen): \(error)")
        }
    }

    private func address() throws -> (String, Int) {
        guard let colon = listen.lastIndex(of: ":"), let port = Int(listen[listen.index(after: colon)...]), (0...65_535).contains(port)
        else {
            throw Exit.usage("--listen takes ADDRESS:PORT, for example 127.0.0.1:8080")
        }
        let host = listen[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        return (host, port)
    }
}

/// The signals of the server. SIGTERM and SIGINT stop it. SIGHUP, SIGPIPE and SIGXFSZ are ignored: a file that may not grow is a fault of
/// storage and must not end the process.
private final class Signals {
    private let done = DispatchSemaphore(value: 0)
    private var sources: [any DispatchSourceSignal] = []

    init(stopping server: Server, of service: Service) {
        for number in [SIGHUP, SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
        // The signals are blocked and not ignored, so that a signal that arrives before its source listens is not lost.
        var blocked = sigset_t()
        sigemptyset(&blocked)
        for number in [SIGTERM, SIGINT] { sigaddset(&blocked, number) }
        pthread_sigmask(SIG_BLOCK, &blocked, nil)
        for number in [SIGTERM, SIGINT] {
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            let done = done
            source.setEventHandler {
                // The server stops first, so that callers who wait get their answers with "Connection: close".
                server.stop(deadlineSeconds: 4) { done.signal() }
                service.stopWaiting()
            }
            source.resume()
            sources.append(source)
        }
    }

    func wait() { done.wait() }
}
