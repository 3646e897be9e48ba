import Dispatch
import PersonalBudgeting
import SQL
import Synchronization

/// Carries out rotations of the key of national ids on its own queue. It first writes the new version to the key file and only then puts it
/// into use. Then it reseals the ids of older versions, some at a time: it opens and seals them beside the writer, and the writer only
/// stores the result.
///
/// Each step is one commit. After an interruption the next start continues with the next step.
///
/// A second process would carry out the same rotation. It would need a lock in the database and a notice of the new version.
final class HetuKeyResealing: Sendable {
    /// The number of ids that one commit replaces. Each is one row found by its identity, so other jobs in the commit are hardly delayed.
    private static let sliceLength = 200

    private let writer: Writer
    private let keyFile: any HetuKeyFile
    private let makeReader: @Sendable () throws -> any ReadingConnection
    private let queue = DispatchQueue(label: "avain.hetu-key-resealing", qos: .utility)
    private let isStopping = Atomic(false)

    /// - Parameter makeReader: opens a connection for one rotation. Between rotations a connection would only occupy memory.
    init(_ writer: Writer, _ keyFile: any HetuKeyFile, makeReader: @escaping @Sendable () throws -> any ReadingConnection) {
        self.writer = writer
        self.keyFile = keyFile
        self.makeReader = makeReader
    }

    /// Starts the requested rotation and returns at once. Does nothing if none is requested.
    func wake(_ clock: @escaping @Sendable () -> Instant, _ report: @escaping @Sendable (any Error) -> Void) {
        queue.async { [self] in
            do { try run(clock) } catch is Stopped {} catch { report(error) }
        }
    }

    /// Ends the rotation after the commit that is under way, and waits for it. The next start continues the rotation.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        queue.sync {}
    }

    private struct Stopped: Error {}

    /// Carries out the requested rotation and waits for its end.
    func perform(_ clock: @escaping @Sendable () -> Instant) throws { try queue.sync { try run(clock) } }

    private func run(_ clock: @escaping @Sendable () -> Instant) throws {
        let rotation = try write { try HetuKeyRotationStore($0).first(HetuKeyRotation.underWay) }
        guard var rotation else { return }
        if rotation.state == .requested { rotation = try begin(rotation, clock) }
        if let version = rotation.toVersion { try use(version) }
        let key = writer.keyring.current
        let reader = try makeReader()
        try withExtendedLifetime(reader) {
            for sealed in SealedHetus.all { try reseal(sealed, under: key, reader.connection) }
            // Nothing is sealed under an older version any more, so these counts cannot grow.
            for sealed in SealedHetus.all {
                let left = try sealed.counts(reader.connection).filter { $0.key != key.version }.reduce(0) { $0 + $1.value }
                if left > 0 { throw HetuKeyRotationFault.left(left, table: sealed.table) }
            }
        }
        try finish(rotation, key, clock)
    }

    /// Puts the version of a rotation into use, if a commit of unknown outcome began the rotation and this process does not use it yet.
    private func use(_ version: Int) throws {
        guard version > writer.keyring.current.version else { return }
        guard let master = try keyFile.read()?.first(where: { $0.version == version }) else { throw HetuKeyFault.noVersion(version) }
        writer.keyring.begin(HetuKey(master))
    }

    /// Makes the new version and puts it into use.
    private func begin(_ rotation: HetuKeyRotation, _ clock: @escaping @Sendable () -> Instant) throws -> HetuKeyRotation {
        let current = writer.keyring.current.version
        let kept = try keyFile.read() ?? []
        // A newer version in the file comes from a run that was interrupted before it put the version into use.
        var master = kept.filter { $0.version > current }.max { $0.version < $1.version }
        if master == nil {
            master = HetuMasterKey.fresh(after: current)
            try keyFile.write(kept + [master].compactMap(\.self))
        }
        guard let master else { throw HetuKeyFault.noVersion(current + 1) }
        let key = HetuKey(master)
        let keyring = writer.keyring
        // Nothing is written between the commit and `committed`, so no version is in use that the database does not know.
        return try write(
            { unit in
                var begun = rotation
                begun.state = .resealing
                begun.toVersion = key.version
                try HetuKeyring.insert(key, unit)
                return try HetuKeyResealing.update(begun, at: clock(), in: unit)
            }, committed: { keyring.begin(key) })
    }

    private func finish(_ rotation: HetuKeyRotation, _ key: HetuKey, _ clock: @escaping @Sendable () -> Instant) throws {
        _ = try write { unit in
            var done = rotation
            done.state = .done
            try HetuKeyring.retire(before: key.version, unit)
            return try HetuKeyResealing.update(done, at: clock(), in: unit)
        }
    }

    /// Stores the new state with its event. The event names the user who requested the rotation.
    private static func update(_ rotation: HetuKeyRotation, at now: Instant, in unit: UnitOfWork) throws -> HetuKeyRotation {
        var rotation = rotation
        let from = try HetuKeyRotationStore(unit).require(rotation.id).state
        rotation.record.version += 1
        rotation.record.updatedAt = now
        try HetuKeyRotationStore(unit).update(rotation)
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
                // An id that cannot be opened is left unchanged. It is counted at the end, and `avain verify` names it.
                guard let hetu = writer.keyring.open(entry.sealed, at: sealed.binding(entry.id)) else { return nil }
                return (entry, hetu, try key.seal(hetu, at: sealed.binding(entry.id)))
            }
            if replacements.isEmpty { continue }
            try write { unit in
                for (entry, hetu, renewed) in replacements {
                    try sealed.replace(entry, with: hetu, sealed: renewed, under: key, unit)
                }
            }
        }
    }

    /// Writes in a group with the other waiting jobs, and waits for the commit.
    /// - Parameter committed: called directly after the commit, before anything else is written.
    private func write<Result: Sendable>(
        _ job: @escaping @Sendable (UnitOfWork) throws -> Result, committed: @escaping @Sendable () -> Void = {}
    ) throws -> Result {
        if isStopping.load(ordering: .acquiring) { throw Stopped() }
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

/// Holds the result of a job of the writer.
private final class Outcome<Value: Sendable>: Sendable {
    let value = Mutex<Result<Value, any Error>?>(nil)
}

/// Why a rotation of the key did not complete.
public enum HetuKeyRotationFault: Error, Equatable {
    /// The number of national ids of a table that could not be opened and stay sealed under an older version.
    case left(Int, table: String)
}
