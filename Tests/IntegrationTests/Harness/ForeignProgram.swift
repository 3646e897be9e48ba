import CCurl
import Glibc
import Synchronization

/// Another program that has the database of a service open: a sqlite3 shell in the middle of a transaction.
final class ForeignProgram: Sendable {
    private let shell: ChildProcess
    /// The standard input of the shell. Closing it ends the shell and its transaction.
    private let commands: Mutex<Int32>

    /// - Parameter script: what the shell does before it waits, such as `BEGIN IMMEDIATE`.
    init(on service: ServiceProcess, holding script: String) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw ProcessFault("pipe: \(errno)") }
        defer { close(ends[0]) }
        let end = ends[1]
        commands = Mutex(end)
        shell = try ChildProcess(["/usr/bin/sqlite3", service.database], input: ends[0], errorsTo: service.folder + "/shell.txt")
        let octets = Array("\(script);\n.print held\n".utf8)
        guard write(end, octets, octets.count) == octets.count else { throw ProcessFault("write: \(errno)") }
        var said: [UInt8] = []
        while !said.suffix(5).elementsEqual("held\n".utf8) {
            let more = try shell.read(withinSeconds: 10)
            guard !more.isEmpty else { throw ProcessFault("sqlite3: \((try? text(ofFile: service.folder + "/shell.txt")) ?? "")") }
            said += more
        }
    }

    deinit { release() }

    /// Runs one statement in a shell that waits for the service where it must.
    @discardableResult
    static func run(_ sql: String, on service: ServiceProcess) throws -> String {
        let done = try ServiceProcess.run(program: "/usr/bin/sqlite3", ["-cmd", ".timeout 10000", service.database, sql])
        guard done.status == 0 else { throw ProcessFault("sqlite3: \(done.errors)") }
        return done.output
    }

    /// The process id of the shell.
    var pid: pid_t { shell.pid }

    /// Ends the transaction and the shell.
    func release() {
        commands.withLock { commands in
            guard commands >= 0 else { return }
            close(commands)
            commands = -1
            _ = shell.wait()
        }
    }
}
