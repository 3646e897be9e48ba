import Dispatch
import PersonalBudgeting
import SQL
import Synchronization

/// The one writer: group commit on its own queue.
///
/// `@unchecked Sendable`: the connection is used on `queue` only, the waiting jobs stand behind a lock.
final class Writer: @unchecked Sendable {
    /// A job runs inside the group's transaction and hands back what to do after the commit.
    private struct Job: Sendable {
        let run: @Sendable (UnitOfWork) -> (@Sendable ((any Error)?) -> Void)
        /// Tells the owner that the group failed before the job ran.
        let fail: @Sendable (any Error) -> Void
    }

    /// How many jobs one commit takes at most, so that one group cannot make the others wait without bound.
    private static let groupSize = 512

    private let connection: any WritingConnection
    private let queue = DispatchQueue(label: "avain.writer", qos: .userInitiated)
    private let waiting = Mutex<[Job]>([])

    init(_ connection: any WritingConnection) { self.connection = connection }

    func submit<Result: Sendable>(
        _ job: @escaping @Sendable (any Repositories) throws -> Result, then: @escaping @Sendable (Swift.Result<Result, any Error>) -> Void
    ) {
        let wrapped = Job(
            run: { unit in
                let outcome: Swift.Result<Result, any Error>
                do { outcome = .success(try unit.attempt { try job(unit) }) } catch { outcome = .failure(error) }
                return { commitFault in if let commitFault { then(.failure(commitFault)) } else { then(outcome) } }
            }, fail: { then(.failure($0)) })
        let isFirst = waiting.withLock { jobs in
            jobs.append(wrapped)
            return jobs.count == 1
        }
        // The queue is woken once for a group: whoever finds the list empty wakes it.
        if isFirst { queue.async { [self] in commitGroups() } }
    }

    func perform<Result: Sendable>(_ job: @Sendable (any Repositories) throws -> Result) throws -> Result {
        try queue.sync { try storing { try connection.transaction { try job(UnitOfWork($0)) } } }
    }

    func onConnection<Result>(_ body: (any WritingConnection) throws -> Result) throws -> Result {
        try queue.sync { try storing { try body(connection) } }
    }

    private func commitGroups() {
        while true {
            let group = waiting.withLock { jobs in
                let taken = Array(jobs.prefix(Writer.groupSize))
                jobs.removeFirst(taken.count)
                return taken
            }
            if group.isEmpty { return }
            commit(group)
        }
    }

    private func commit(_ group: [Job]) {
        var replies: [@Sendable ((any Error)?) -> Void] = []
        do {
            try storing {
                try connection.transaction { database in
                    let unit = UnitOfWork(database)
                    for job in group { replies.append(job.run(unit)) }
                }
            }
            for reply in replies { reply(nil) }
        } catch {
            // Nothing of the group is kept. Jobs that did not come to run are told as well.
            for reply in replies { reply(error) }
            for job in group.dropFirst(replies.count) { job.fail(error) }
        }
    }
}
