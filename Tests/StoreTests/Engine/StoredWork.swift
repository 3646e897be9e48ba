import Foundation
import PersonalBudgeting
import SQLiteEngine
import Store
import Synchronization

/// The domain on a database of its own in a temporary folder, which is removed with it.
final class StoredWork {
    let database: Database
    /// The database file, for access that bypasses the domain.
    let path: String
    let keyFile = KeyInMemory()
    private let folder: URL

    /// - Parameter isRecorded: whether the statements are recorded for the check against PostgreSQL. False for a test with SQL that only SQLite
    ///   knows.
    init(isRecorded: Bool = true) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "avain-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "t.sqlite").path
        database = try Database(engine: isRecorded ? SQLiteEngine(recorded: path) : SQLiteEngine(path: path), keyFile: keyFile)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Does a unit of work as the administrator, at 09:00 UTC of a day.
    func work<Result: Sendable>(on day: String, _ body: @escaping @Sendable (Work) throws -> Result) throws -> Result {
        guard let now = Instant("\(day)T09:00:00Z") else { throw CocoaError(.formatting) }
        let actor = Actor(userID: ID(high: 1, low: 1), name: "Anna", role: .admin)
        return try database.writeAndWait { repositories in
            try body(Work(repositories: repositories, actor: actor, now: now, identifiers: Identifiers()))
        }
    }

    /// Opens a case under a regional model with the given rules.
    func openCase(monitoringRequired: Bool, carryOver: RegionalModel.CarryOverPolicy = .none) throws -> Case {
        try work(on: "2026-03-02") { work in
            let rules = RegionalModel.Rules(
                decidingAuthority: .officeHolder, authorityName: "v", officeHolderLimit: .zero, fourEyesAbove: .zero,
                allowedBases: [.entitlement], allowedServiceTypes: [], excludedPurposes: [], carryOver: carryOver, carryOverValue: 0,
                tolerancePercent: 0, reallocationPercent: 0, trialMaximumDays: 1, reviewIntervalMonths: 6,
                monitoringRequired: monitoringRequired, administrationModes: [.countyManaged], requiredForms: [])
            let model = try work.draftModel(
                code: "malli",
                RegionalModel.Details(
                    name: "m", county: "06", validFrom: .earliest, validTo: nil, goals: nil, contact: "c", rules: rules))
            let other = Actor(userID: work.newID(), name: "o", role: .decisionMaker)
            let second = Work(repositories: work.repositories, actor: other, now: work.now, identifiers: Identifiers())
            _ = try second.transition(.bringIntoForce, model, reason: nil)
            guard let hetu = Hetu.make(birthDate: work.today.addingClamped(days: -12_000), sign: "-", number: 900) else {
                throw CocoaError(.formatting)
            }
            let client = try work.register(
                hetu: hetu,
                Client.Details(givenNames: "Aino", familyName: "Ääkkönen", language: .finnish, municipality: try municipality()))
            return try work.openCase(
                for: client,
                Case.Opening(
                    contactAt: work.today, channel: .phone, applicantRole: .client, applicationReceivedAt: nil, isUrgent: false),
                details: Case.Details(unitID: nil, responsibleWorkerID: nil, otherServices: []), modelCode: nil)
        }
    }

    final class Identifiers: IdentifierSource {
        func next<Entity>(at now: Instant) -> ID<Entity> {
            ID.make(
                milliseconds: UInt64(now.microseconds / 1000), random: .random(in: 0...0xFFF), random2: .random(in: 0...UInt64(Int64.max)))
        }
    }
}

extension SQLiteEngine {
    /// An engine whose statements are recorded for the check against PostgreSQL (`make postgresql`). Handwritten SQL of tests is not recorded.
    init(recorded path: String) { self.init(path: path, statements: .ofEnvironment) }
}

/// A key file in memory.
final class KeyInMemory: HetuKeyFile {
    private let keys: Mutex<[HetuMasterKey]?>

    init(_ keys: [HetuMasterKey]? = nil) { self.keys = Mutex(keys) }

    func read() -> [HetuMasterKey]? { keys.withLock { $0 } }

    func write(_ keys: [HetuMasterKey]) { self.keys.withLock { $0 = keys } }
}

private func municipality() throws -> MunicipalityCode {
    guard let code = MunicipalityCode("837") else { throw CocoaError(.formatting) }
    return code
}
