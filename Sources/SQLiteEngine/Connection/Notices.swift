import SQL
import Synchronization

/// Passes on what the engine notices.
final class Notices: Sendable {
    private let receiver = Mutex<(@Sendable (EngineNotice) -> Void)?>(nil)

    var onNotice: (@Sendable (EngineNotice) -> Void)? {
        get { receiver.withLock { $0 } }
        set { receiver.withLock { $0 = newValue } }
    }

    func post(_ notice: EngineNotice) { onNotice?(notice) }
}
