import CCurl
import Dispatch
import Glibc

/// A child process with its standard output on a pipe and its standard error in a file.
///
/// Does not use Foundation's `Process`, which needs a run loop to notice an end, and inherits the blocked signals of the thread that
/// starts it.
final class ChildProcess: Sendable {
    let pid: pid_t
    /// The reading end of the child's standard output; -1 when it goes to the error file.
    private let output: Int32

    /// - Parameters:
    ///   - arguments: the path of the program and its arguments.
    ///   - input: the descriptor that becomes the child's standard input; `/dev/null` by default.
    ///   - environment: variables added to those of the test run.
    init(_ arguments: [String], input: Int32? = nil, errorsTo path: String, environment: [String: String] = [:]) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw ProcessFault("pipe: \(errno)") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        // The child must not keep connections and pipes of the tests open.
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)

        // The child gets no blocked or ignored signals from the thread that runs the test, and a process group of its own. Ctrl-C in the
        // terminal then reaches only the test run, and the guard ends the child.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var standard = sigset_t()
        sigemptyset(&standard)
        for number in [SIGTERM, SIGINT, SIGHUP, SIGPIPE, SIGCHLD] { sigaddset(&standard, number) }
        posix_spawnattr_setsigdefault(&attributes, &standard)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

        var variables = ChildProcess.ownEnvironment().merging(environment) { $1 }
        // A crash must end the process at once, because the backtracer can take minutes.
        variables["SWIFT_BACKTRACE"] = "enable=no"
        var made: pid_t = 0
        let result = ChildProcess.withCStrings(arguments) { words in
            ChildProcess.withCStrings(variables.map { "\($0.key)=\($0.value)" }) { settings in
                posix_spawn(&made, arguments[0], &actions, &attributes, words, settings)
            }
        }
        close(ends[1])
        guard result == 0 else {
            close(ends[0])
            throw ProcessFault("cannot start \(arguments[0]): \(String(cString: strerror(result)))")
        }
        pid = made
        output = ends[0]
    }

    deinit { close(output) }

    /// The next bytes of standard output; empty at its end.
    /// - Throws: `ProcessFault` if nothing arrives in so many seconds.
    func read(withinSeconds seconds: Int) throws -> [UInt8] {
        var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, Int32(seconds * 1000)) > 0 else { throw ProcessFault("process \(pid) said nothing for \(seconds) s") }
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = Glibc.read(output, &buffer, buffer.count)
        return Array(buffer.prefix(max(0, count)))
    }

    /// All of standard output until its end.
    func readToEnd(withinSeconds seconds: Int) throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let some = try read(withinSeconds: seconds)
            if some.isEmpty { return all }
            all += some
        }
    }

    func signal(_ number: Int32) { Glibc.kill(pid, number) }

    /// Waits for the end, once. Kills a process that does not end in time.
    /// - Returns: the exit code, or minus the number of the signal that ended it.
    func wait(withinSeconds seconds: Int = 30) -> Int32 {
        var status: Int32 = 0
        let late = DispatchWorkItem { [pid] in Glibc.kill(pid, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds), execute: late)
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        late.cancel()
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : -signal
    }

    private static func ownEnvironment() -> [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return variables
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var copies = texts.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeMutableBufferPointer { buffer in
            withExtendedLifetime(texts) { body(buffer.baseAddress ?? UnsafeMutablePointer.allocate(capacity: 1)) }
        }
    }
}

/// A process that could not be started or did not do what the test waited for.
struct ProcessFault: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
