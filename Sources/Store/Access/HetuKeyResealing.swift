import Dispatch
import PersonalBudgeting
import SQL
import Synchronization

/// Carries out a rotation of the key of national ids, on a queue of its own: the new version into the key file and only then into use; then
/// what is sealed under older versions, some at a time. It is opened and sealed beside the writer, which only puts it in place.
///
/// Each step is one commit, so whatever cuts it off, the next start goes on from there.
///
/// A second process would carry out the same rotation: it would need a lock that the database keeps, and word of the new version.
final class HetuKeyResealing: Sendable {
    /// How many one commit puts in place: each is one row found by its identity, so that what else waits for the commit hardly notices.
    private static let sliceLength = 200

    private let writer: Writer
    private let keyFile: any HetuKeyFile
    private let makeReader: @Sendable () throws -> any ReadingConnection
    private let queue = DispatchQueue(label: "avain.hetu-key-resealing", qos: .utility)

    /// - Parameter makeReader: opens a connection for one rotation; between them it would only hold memory.
    init(_ writer: Writer, _ keyFile: any HetuKeyFile, makeReader: @escaping @Sendable () throws -> any ReadingConnection) {
        self.writer = writer
        self.keyFile = keyFile
        self.makeReader = makeReader
    }

    /// Carries out what is asked for, later; nothing where nothing is.
    func wake(_ clock: @escaping @Sendable () -> Instant, _ report: @escaping @Sendable (any Error) -> Void) {
        queue.async { [self] in
            do { try run(clock) } catch { report(error) }
        }
    }

    /// The same, waiting for the end of it.
    func perform(_ clock: @escaping @Sendable () -> Instant) throws { try queue.sync { try run(clock) } }

    private func run(_ clock: @escaping @Sendable () -> Instant) throws {
        let rotation = try write { try HetuKeyRotationStore($0.connection).first(HetuKeyRotation.underWay) }
        guard var rotation else { return }
        if rotation.state == .requested { rotation = try begin(rotation, clock) }
        let key = writer.keyring.current
        let reader = try makeReader()
        try withExtendedLifetime(reader) {
            for sealed in SealedHetus.all { try reseal(sealed, under: key, reader.connection) }
            // Nothing new comes under an older version, so that what is counted here stays so.
            for sealed in SealedHetus.all {
                let left = try sealed.counts(reader.connection).filter { $0.key != key.version }.reduce(0) { $0 + $1.value }
                if left > 0 { throw HetuKeyRotationFault.left(left, table: sealed.table) }
            }
        }
        try finish(rotation, key, clock)
    }

    /// Makes the new version and takes it into use.
    private func begin(_ rotation: HetuKeyRotation, _ clock: @escaping @Sendable () -> Instant) throws -> HetuKeyRotation {
        let current = writer.keyring.current.version
        let kept = try keyFile.read() ?? []
        // One that is there already was made by a run that was cut off before it came into use.
        var master = kept.filter { $0.version > current }.max { $0.version < $1.version }
        if master == nil {
            master = HetuMasterKey.fresh(after: current)
            try keyFile.write(kept + [master].compactMap(\.self))
        }
        guard let master else { throw HetuKeyFault.noVersion(current + 1) }
        let key = HetuKey(master)
        let keyring = writer.keyring
        // Between the commit and what comes after it nothing else is written: no version is in use that the database does not know.
        return try write(
            { unit in
                var begun = rotation
                begun.state = .resealing
                begun.toVersion = key.version
                try HetuKeyring.insert(key, unit.connection)
                return try HetuKeyResealing.update(begun, at: clock(), in: unit)
            }, committed: { keyring.begin(key) })
    }

    private func finish(_ rotation: HetuKeyRotation, _ key: HetuKey, _ clock: @escaping @Sendable () -> Instant) throws {
        _ = try write { unit in
            var done = rotation
            done.state = .done
            try unit.connection.execute("DELETE FROM hetu_keys WHERE version < ?", [.integer(Int64(key.version))])
            return try HetuKeyResealing.update(done, at: clock(), in: unit)
        }
    }

    /// Keeps the new state with its event, which is of whoever asked.
    private static func update(_ rotation: HetuKeyRotation, at now: Instant, in unit: UnitOfWork) throws -> HetuKeyRotation {
        var rotation = rotation
        let from = try HetuKeyRotationStore(unit.connection).require(rotation.id).state
        rotation.record.version += 1
        rotation.record.updatedAt = now
        try HetuKeyRotationStore(unit.connection).update(rotation)
        try unit.events.append(
            Event(
                at: now, userID: rotation.requestedBy, role: .admin, clientID: nil, caseID: nil, noun: HetuKeyRotation.noun,
                nounID: "\(rotation.id)", verb: rotation.state == .done ? "completed" : "begun", fromState: from.rawValue,
                toState: rotation.state.rawValue, reason: nil))
        return rotation
    }

    private func reseal(_ sealed: SealedHetus, under key: HetuKey, _ connection: any Connection) throws {
        var after = ""
        while true {
            let entries = try sealed.entries(after: after, limit: HetuKeyResealing.sliceLength, connection)
            guard let last = entries.last else { return }
            after = last.id
            let replacements = try entries.compactMap { entry -> (entry: SealedHetus.Entry, hetu: Hetu, sealed: [UInt8])? in
                guard HetuKey.version(of: entry.sealed) != key.version else { return nil }
                // What cannot be opened stays as it is: it is counted at the end, and `avain verify` names it.
                guard let hetu = writer.keyring.open(entry.sealed, at: sealed.place(entry.id)) else { return nil }
                return (entry, hetu, try key.seal(hetu, at: sealed.place(entry.id)))
            }
            if replacements.isEmpty { continue }
            try write { unit in
                for (entry, hetu, renewed) in replacements {
                    try sealed.replace(entry, with: hetu, sealed: renewed, under: key, unit.connection)
                }
            }
        }
    }

    /// Writes with whatever else waits for the writer, and waits for the commit.
    /// - Parameter committed: done right after the commit, before anything else is written.
    private func write<Result: Sendable>(
        _ job: @escaping @Sendable (UnitOfWork) throws -> Result, committed: @escaping @Sendable () -> Void = {}
    ) throws -> Result {
        let done = DispatchSemaphore(value: 0)
        let outcome = Outcome<Result>()
        writer.submit(job) { result in
            if case .success = result { committed() }
            outcome.value.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard let result = outcome.value.withLock({ $0 }) else { throw StorageFault.busy }
        return try result.get()
    }
}

/// Where the writer hands over what came of a job.
private final class Outcome<Value: Sendable>: Sendable {
    let value = Mutex<Result<Value, any Error>?>(nil)
}

/// Why a rotation of the key is not done.
public enum HetuKeyRotationFault: Error, Equatable {
    /// So many national ids of a table could not be opened and stay sealed under an older version.
    case left(Int, table: String)
}
