import ArgumentParser
import PersonalBudgeting
import Store

/// Destroys a text of a log, such as a reason that names the wrong person, while no other process has the database open.
struct DestroyText: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Destroy the reason or the purpose of one row of a log. The row stays, and the chain holds.")

    @OptionGroup var file: DatabaseOption
    @Option(help: "events (reasons), access_log (purposes) or ledger_entries (reasons).") var log: String
    @Option(help: "The number of the row, as the timeline, the access log or the ledger shows it.") var row: Int64
    @Option(help: "One line for the register of destructions: the decision or the rule. No personal data.") var because: String

    func run() throws {
        let reason = try OptionText.line(because, of: "--because", atMost: 200)
        if PersonalTrace(in: reason) != nil { throw Exit.usage("--because must not hold personal data: it is kept for good") }
        let opened = try file.open(mustExist: true)
        do {
            try opened.anchored { try opened.database.destroy(DestroyedText(log: log, row: row), at: machineNow(), because: reason) }
        } catch let fault as DestructionFault {
            throw DestroyText.exit(fault, log, row)
        }
        print("destroyed; backups from before still have the text")
    }

    private static func exit(_ fault: DestructionFault, _ log: String, _ row: Int64) -> ExitCode {
        switch fault {
        case .noLog(let name): Exit.usage("there is no log \(name) with texts; the logs are events, access_log and ledger_entries")
        case .noRow: Exit.noInput("\(log) has no row \(row)")
        case .noText: Exit.noInput("row \(row) of \(log) has no text")
        case .alreadyDestroyed: Exit.noInput("the text of row \(row) of \(log) was destroyed before")
        case .isUnderHash:
            Exit.data(
                "the text of row \(row) of \(log) is in the row itself, where versions before step 16 kept it; it cannot be destroyed")
        }
    }
}
