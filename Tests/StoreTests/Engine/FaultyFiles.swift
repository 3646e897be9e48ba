import CSQLite
import Foundation
import Synchronization

/// Faults of database files, injected between SQLite and the disk. Only files in a folder whose name contains `avain-faulty` are affected.
enum FaultyFiles {
    /// What happens at a call of the disk.
    enum Fault: Sendable {
        /// The disk does not confirm a sync.
        case syncs
        /// A write reports an I/O error.
        case writes
        /// The disk has no room beyond so many bytes of the file.
        case fullBeyond(Int64)
    }

    private struct State {
        var faults: [String: Fault] = [:]
        /// The paths of the open files, by the address of SQLite's structure.
        var paths: [UInt: String] = [:]
        var original: Methods?
    }

    /// SQLite's own methods. Files with and without locks have other tables, but the same methods to sync and to write.
    private struct Methods: @unchecked Sendable {
        let open:
            @convention(c) (
                UnsafeMutablePointer<sqlite3_vfs>?, UnsafePointer<CChar>?, UnsafeMutablePointer<sqlite3_file>?, Int32,
                UnsafeMutablePointer<Int32>?
            ) -> Int32
        let own: UnsafeMutablePointer<sqlite3_vfs>
        var sync: (@convention(c) (UnsafeMutablePointer<sqlite3_file>?, Int32) -> Int32)?
        var write: (@convention(c) (UnsafeMutablePointer<sqlite3_file>?, UnsafeRawPointer?, Int32, sqlite3_int64) -> Int32)?
        /// The changed tables, by the address of SQLite's own.
        var changed: [UInt: UnsafeMutablePointer<sqlite3_io_methods>] = [:]
    }

    private static let state = Mutex(State())

    /// Makes a folder whose files can fail.
    static func makeFolder() throws -> URL {
        _ = registered
        let folder = FileManager.default.temporaryDirectory.appending(path: "avain-faulty-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Makes one file fail until it is healed.
    static func fail(_ path: String, _ fault: Fault) { state.withLock { $0.faults[path] = fault } }

    static func heal(_ path: String) { state.withLock { $0.faults[path] = nil } }

    /// Puts itself in place of SQLite's own access to files.
    private static let registered: Void = {
        guard let own = sqlite3_vfs_find(nil), let open = own.pointee.xOpen else { return }
        state.withLock { $0.original = Methods(open: open, own: own) }
        let made = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        made.initialize(to: own.pointee)
        made.pointee.zName = UnsafePointer(strdup("avain-faulty"))
        made.pointee.xOpen = { _, name, file, flags, outFlags in FaultyFiles.open(name, file, flags, outFlags) }
        sqlite3_vfs_register(made, 1)
    }()

    private static func open(
        _ name: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32, _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let original = state.withLock({ $0.original }) else { return SQLITE_CANTOPEN }
        let code = original.open(original.own, name, file, flags, outFlags)
        guard code == SQLITE_OK, let file, let name, let methods = file.pointee.pMethods else { return code }
        let path = String(cString: name)
        guard path.contains("avain-faulty") else { return code }
        state.withLock { state in
            let place = UInt(bitPattern: methods)
            if state.original?.changed[place] == nil {
                state.original?.sync = methods.pointee.xSync
                state.original?.write = methods.pointee.xWrite
                let changed = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
                changed.initialize(to: methods.pointee)
                changed.pointee.xSync = { file, flags in FaultyFiles.sync(file, flags) }
                changed.pointee.xWrite = { file, octets, count, place in FaultyFiles.write(file, octets, count, place) }
                state.original?.changed[place] = changed
            }
            state.paths[UInt(bitPattern: file)] = path
            file.pointee.pMethods = state.original?.changed[place].map { UnsafePointer($0) }
        }
        return code
    }

    private static func plan(_ file: UnsafeMutablePointer<sqlite3_file>?) -> (Fault?, Methods?) {
        state.withLock { state in (state.paths[UInt(bitPattern: file)].flatMap { state.faults[$0] }, state.original) }
    }

    private static func sync(_ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32) -> Int32 {
        let (fault, methods) = plan(file)
        if case .syncs = fault { return SQLITE_IOERR | 4 << 8 }
        return methods?.sync?(file, flags) ?? SQLITE_MISUSE
    }

    private static func write(
        _ file: UnsafeMutablePointer<sqlite3_file>?, _ octets: UnsafeRawPointer?, _ count: Int32, _ place: sqlite3_int64
    ) -> Int32 {
        let (fault, methods) = plan(file)
        switch fault {
        case .writes: return SQLITE_IOERR | 3 << 8
        case .fullBeyond(let end) where place + Int64(count) > end: return SQLITE_FULL
        default: return methods?.write?(file, octets, count, place) ?? SQLITE_MISUSE
        }
    }
}
