import API
import PersonalBudgeting
import Store

extension OpenDatabase {
    /// Reads without writing.
    func read<Result>(_ body: (any Repositories) throws -> Result) throws -> Result { try database.writeAndWait(body) }

    /// Changes the database as the administrator at the command line, with an anchor before and after.
    /// - Throws: an exit code for a refusal, after its sentence on standard error.
    func change<Result>(_ body: (Work) throws -> Result) throws -> Result {
        let identifiers = TimeOrderedIdentifiers(after: try database.lastMillisecond())
        let now = machineNow()
        do {
            return try anchored {
                try database.writeAndWait { repositories in
                    try body(Work(repositories: repositories, actor: .commandLine, now: now, identifiers: identifiers))
                }
            }
        } catch let refusal as Refusal {
            throw Exit.of(refusal)
        }
    }
}
