import API
import Dispatch
import Logging

/// Looks each second for an order of an administrator's key beside the database, and has the service make the key.
final class KeyOrderWatch: Sendable {
    private let file: KeyOrderFile
    private let service: Service
    private let logger: Logger
    private let queue = DispatchQueue(label: "avain.orders", qos: .utility)

    init(_ file: KeyOrderFile, _ service: Service, _ logger: Logger) {
        self.file = file
        self.service = service
        self.logger = logger
    }

    /// Looks until the timer is cancelled.
    func serve() -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(100))
        timer.setEventHandler { [self] in look() }
        timer.resume()
        return timer
    }

    private func look() {
        do {
            guard let order = try file.take() else { return }
            service.makeAdministratorsKey(tokenHash: order.tokenHash, name: order.name) { [self] outcome in
                // Not on the writer's thread, which must not wait for the file.
                queue.async { [self] in answer(order, outcome) }
            }
        } catch {
            logger.error("an order for an administrator's key was refused", metadata: ["error": "\(error)"])
        }
    }

    private func answer(_ order: KeyOrderFile.Order, _ outcome: Result<String, any Error>) {
        let text: String
        switch outcome {
        case .success(let user):
            logger.critical("an administrator's key was made by an order beside the database", metadata: ["user": "\(user)"])
            text = "made"
        case .failure(let error):
            logger.error("an order for an administrator's key failed", metadata: ["error": "\(error)"])
            text = "it could not be stored"
        }
        do { try file.answer(order, text) } catch {
            logger.error("the answer to an order for an administrator's key failed", metadata: ["error": "\(error)"])
        }
    }
}
