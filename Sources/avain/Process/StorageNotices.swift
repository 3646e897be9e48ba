import Foundation
import Logging
import SQL

/// Writes what the engine notices by itself to the log, and ends the process when the disk has lost data.
struct StorageNotices: Sendable {
    let logger: Logger

    /// The time in which waiting callers get their answers before the process ends, in seconds. The whole end takes less than a second.
    private static let grace = 0.3

    func receive(_ notice: EngineNotice) {
        switch notice {
        case .notDurable(let detail):
            logger.critical(
                "the disk did not confirm that data is durable: the service ends, and acknowledges nothing more",
                metadata: ["error": "\(detail)"])
            DispatchQueue.global(qos: .userInteractive).asyncAfter(deadline: .now() + StorageNotices.grace) {
                LogLines.standardError.flush(withinSeconds: 0.3)
                _exit(74)
            }
        case .foreignCommit(let count):
            logger.error(
                "another program has written to the database; rows may have been changed by hand: run avain verify",
                metadata: ["count": "\(count)"])
        case .logHeld(let seconds, let bytes, let holder):
            logger.warning(
                "the write-ahead log cannot be emptied and grows, because of a reader",
                metadata: ["seconds": "\(seconds)", "bytes": "\(bytes)", "holder": "\(holder)"])
        case .logEmptied(let seconds, let bytes):
            logger.notice(
                "the write-ahead log is emptied again", metadata: ["seconds": "\(seconds)", "largestBytes": "\(bytes)"])
        case .writingHeld(let seconds, let holder):
            logger.error(
                "another program holds the database for writing; nothing can be stored",
                metadata: ["seconds": "\(seconds)", "holder": "\(holder)"])
        case .writingFree(let seconds):
            logger.notice("the database can be written again", metadata: ["seconds": "\(seconds)"])
        case .full(let left):
            logger.error(
                "the disk is full: data is refused, and only the access log goes on, in its reserve", metadata: ["bytesLeft": "\(left)"])
        case .roomAgain: logger.notice("the disk has room again: data is stored")
        case .tidyingFailed(let detail):
            logger.error("the write-ahead log could not be moved into the database file", metadata: ["error": "\(detail)"])
        }
    }
}
