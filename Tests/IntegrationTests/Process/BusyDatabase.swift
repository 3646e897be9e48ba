import Foundation
import Testing

extension ServiceProcess {
    /// The database of a county that has worked and is stopped, in a folder of its own.
    static func busy() throws -> ServiceProcess {
        let service = try ServiceProcess()
        let busy = try busyFiles.get()
        for (suffix, octets) in [("", busy.database), (".keys", busy.keys), (".anchors", busy.anchors)] {
            let path = service.database + suffix
            #expect(FileManager.default.createFile(atPath: path, contents: octets, attributes: [.posixPermissions: 0o600]))
        }
        return service
    }

    private static let busyFiles = Result<(database: Data, keys: Data, anchors: Data), any Error> {
        let county = try County()
        for _ in 0..<3 {
            let file = try county.openCase()
            try county.worker.command(on: file.path, "start-assessment")
        }
        county.service.stop()
        // A stop leaves one complete file: the journal is empty.
        let journal = try? FileManager.default.attributesOfItem(atPath: county.service.database + "-wal")[.size] as? Int
        #expect(journal ?? 0 == 0)
        let database = county.service.database
        return (
            try Data(contentsOf: URL(filePath: database)), try Data(contentsOf: URL(filePath: database + ".keys")),
            try Data(contentsOf: URL(filePath: database + ".anchors"))
        )
    }

    /// Runs a script in a shell. `$avain` is the program, `$1` the first of the words.
    static func shell(_ script: String, _ words: String..., withinSeconds seconds: Int = 60) throws -> Finished {
        try run(program: "/bin/sh", ["-c", "avain=$0; \(script)", program] + words, withinSeconds: seconds)
    }

    /// Runs a script like `shell`, in a mount namespace of its own, so that it may mount what nobody else sees.
    static func mounting(_ script: String, _ words: String..., withinSeconds seconds: Int = 60) throws -> Finished {
        try run(program: "/usr/bin/unshare", ["-rm", "/bin/sh", "-c", "avain=$0; \(script)", program] + words, withinSeconds: seconds)
    }

    /// Whether this machine lets a test mount.
    static let canMount = (try? mounting("mount -t tmpfs none /mnt").status) == 0

    /// Runs `avain` while strace does something at one of the steps that make data durable (syncs and renames): `signal=KILL:when=3` kills
    /// the process before the third.
    static func disturbed(_ what: String, _ words: [String], withinSeconds seconds: Int = 60) throws -> Finished {
        let calls = "fsync,fdatasync,?rename,?renameat,?renameat2"
        return try run(
            program: "/usr/bin/strace",
            ["-f", "-qq", "-o", "/dev/null", "-e", "trace=\(calls)", "-e", "inject=\(calls):\(what)", program] + words,
            withinSeconds: seconds)
    }

    /// Whether this machine lets a test trace.
    static let canTrace = (try? run(program: "/usr/bin/strace", ["-qq", "-o", "/dev/null", "/bin/true"]).status) == 0
}

/// The names in a folder, sorted.
func names(in folder: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

/// The permissions of a file.
func mode(of path: String) throws -> Int? { try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int }
