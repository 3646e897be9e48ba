import CCurl
import Foundation
import Synchronization

/// The real `avain` as built: run once for a command, or serving on a free port of this machine.
///
/// A guard process ends the service and removes its folder when the test run ends, even after a crash.
final class ServiceProcess: Sendable {
    /// The folder of the database and its files.
    let folder: String
    let database: String
    private let arguments: [String]
    private let launcher: [String]
    private let environment: [String: String]
    private let running = Mutex<Running?>(nil)
    private let guardian: Guardian
    private let removesFolder: Bool

    private struct Running {
        let child: ChildProcess
        let base: String
    }

    /// The program, beside the test bundle.
    static let program: String = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return (own as NSString).deletingLastPathComponent + "/avain"
    }()

    /// Prepares a folder for a fresh database. Nothing runs yet.
    /// - Parameters:
    ///   - arguments: additional arguments of `avain serve`.
    ///   - launcher: the words of a program that executes the program and arguments that follow; none by default. It gets the folder first.
    ///   - environment: variables of the serving process.
    init(arguments: [String] = ["--test-clock"], launcher: [String] = [], environment: [String: String] = [:]) throws {
        var template = Array("\(NSTemporaryDirectory())avain-tests-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw ProcessFault("no temporary folder: \(errno)") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        database = folder + "/avain.sqlite"
        self.arguments = arguments
        self.launcher = launcher.isEmpty ? [] : launcher + [folder]
        self.environment = environment
        removesFolder = true
        guardian = try Guardian(folder: folder)
    }

    /// The same program on the database of another instance, for backups and second processes.
    init(database: String, in folder: String, arguments: [String] = ["--test-clock"]) throws {
        self.folder = folder
        self.database = database
        self.arguments = arguments
        launcher = []
        environment = [:]
        removesFolder = false
        guardian = try Guardian(folder: nil)
    }

    deinit {
        kill()
        if removesFolder { try? FileManager.default.removeItem(atPath: folder) }
    }

    /// The address of the service: `http://127.0.0.1:34567`.
    var base: String { running.withLock { $0?.base } ?? "http://127.0.0.1:9" }

    /// Makes a key by the command line. Works only while the service does not run.
    /// - Returns: the token.
    func makeKey(role: String, name: String, unit: String? = nil, client: String? = nil, source: String? = nil) throws -> String {
        var words = ["keys", "create", "--database", database, "--role", role, "--name", name]
        if let unit { words += ["--unit", unit] }
        if let client { words += ["--client", client] }
        if let source { words += ["--source", source] }
        let done = try ServiceProcess.run(words)
        guard done.status == 0 else { throw ProcessFault("avain \(words.joined(separator: " ")): \(done.status)\n\(done.errors)") }
        return done.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Starts the service, and returns when it listens.
    func start(withinSeconds seconds: Int = 60) throws {
        let child = try ChildProcess(
            launcher + [ServiceProcess.program, "serve", "--database", database, "--listen", "127.0.0.1:0", "--lanes", "2"]
                + (arguments.contains("--caller-limit") ? [] : ["--caller-limit", "1000000"])
                // Hundreds of services would each write 16 MB at their start.
                + (arguments.contains("--storage-reserve") ? [] : ["--storage-reserve", "0"]) + arguments,
            errorsTo: errorFile, environment: environment)
        guardian.watch(child.pid)
        var said: [UInt8] = []
        var base: String?
        while base == nil {
            let more: [UInt8]
            do { more = try child.read(withinSeconds: seconds) } catch {
                child.signal(SIGKILL)
                _ = child.wait()
                throw error
            }
            if more.isEmpty { throw ProcessFault("avain serve ended with \(child.wait()):\n\(errors)") }
            said += more
            let lines = String(decoding: said, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            base = lines.first { $0.hasPrefix("listening on ") }.map { String($0.dropFirst("listening on ".count)) }
        }
        let now = Running(child: child, base: base ?? "")
        running.withLock { $0 = now }
    }

    /// Sends SIGTERM and returns the exit code: 0 if the service ended properly, or minus the number of the signal that ended it.
    @discardableResult
    func stop() -> Int32 { end(SIGTERM) }

    /// Sends SIGKILL. As after a crash or a power cut, only what is on disk is left.
    func kill() { _ = end(SIGKILL) }

    /// Waits until the service ends by itself, and returns its exit code.
    func waitForEnd() -> Int32 { end(nil) }

    /// The process id of the service, for other signals; nil if it does not run.
    var pid: pid_t? { running.withLock { $0?.child.pid } }

    /// The standard error of the service, over all its starts.
    var errors: String { (try? text(ofFile: errorFile)) ?? "" }

    /// Returns the standard error as soon as the condition holds: the service writes its log beside its answers.
    func errors(until holds: (String) -> Bool) throws -> String {
        try FileWatch(errorFile).wait(withinSeconds: 30) { holds(errors) }
        return errors
    }

    /// The file of `errors`.
    var errorFile: String { folder + "/errors.txt" }

    private func end(_ signal: Int32?) -> Int32 {
        guard
            let ended = running.withLock({ running in
                defer { running = nil }
                return running
            })
        else { return 0 }
        if let signal { ended.child.signal(signal) }
        let code = ended.child.wait()
        guardian.watch(nil)
        return code
    }

    /// Runs `avain` with these words to its end.
    static func run(_ words: [String], withinSeconds seconds: Int = 60) throws -> Finished {
        try run(program: program, words, withinSeconds: seconds)
    }

    /// Runs a program to its end.
    static func run(program: String, _ words: [String], withinSeconds seconds: Int = 60) throws -> Finished {
        let path = "\(NSTemporaryDirectory())avain-errors-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let child = try ChildProcess([program] + words, errorsTo: path)
        let output: [UInt8]
        do { output = try child.readToEnd(withinSeconds: seconds) } catch {
            child.signal(SIGKILL)
            _ = child.wait()
            throw error
        }
        return Finished(
            status: child.wait(), output: String(decoding: output, as: UTF8.self),
            errors: (try? text(ofFile: path)) ?? "")
    }

    /// The exit code and the output of a command.
    struct Finished {
        let status: Int32
        let output: String
        let errors: String
    }
}

/// A shell that outlives the test run for a moment. When the run ends, even by a crash, the shell kills the service and removes the
/// folder.
private final class Guardian: Sendable {
    private let shell: ChildProcess
    /// The standard input of the shell: the process to watch, line by line. The shell ends when the test run does.
    private let lifeline: Int32

    init(folder: String?) throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw ProcessFault("pipe: \(errno)") }
        defer { close(ends[0]) }
        lifeline = ends[1]
        let script = #"while read -r line; do pid=$line; done; [ -z "$pid" ] || kill -9 "$pid"; [ -z "$1" ] || rm -rf "$1""#
        shell = try ChildProcess(["/bin/sh", "-c", script, "guard", folder ?? ""], input: ends[0], errorsTo: "/dev/null")
    }

    deinit {
        close(lifeline)
        _ = shell.wait()
    }

    /// Names the process to kill; nil for none.
    func watch(_ pid: pid_t?) {
        let line = Array("\(pid.map { "\($0)" } ?? "")\n".utf8)
        _ = write(lifeline, line, line.count)
    }
}
