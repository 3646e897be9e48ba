import SQL
import Synchronization

/// What an engine has noticed so far.
final class NoticeList: Sendable {
    private let noted = Mutex<[EngineNotice]>([])

    var all: [EngineNotice] { noted.withLock { $0 } }

    func receive(_ notice: EngineNotice) { noted.withLock { $0.append(notice) } }
}
