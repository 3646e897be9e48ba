import Foundation

/// Standard input, output and error of the process.
enum StandardStreams {
    /// Makes the streams safe before anything else is opened. A stream that was closed by whoever started the process would otherwise have
    /// its number given to the next file, such as the database, and messages would be written into it. A reader that has gone, and a file
    /// that may not grow, are faults of the write that meets them and must not end the process.
    static func makeSafe() {
        for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
        while true {
            let opened = open("/dev/null", O_RDWR)
            guard opened >= 0 else { return }
            if opened > STDERR_FILENO {
                close(opened)
                return
            }
        }
    }
}
