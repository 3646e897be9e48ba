import API
import ArgumentParser

/// The command line. The subcommands are in the folder Commands.
@main
struct Avain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "avain", abstract: "The service of personal budgeting (henkilökohtainen budjetointi).", version: apiVersion,
        subcommands: [
            Serve.self, Keys.self, Users.self, BackupCommand.self, Restore.self, Drill.self, Verify.self, Migrate.self, RotateKeys.self,
            DestroyText.self, PrintOpenAPI.self,
            GenerateCounty.self,
        ])

    /// Runs the command. Every fault ends it with a sentence and the exit code of its kind.
    static func main() {
        StandardStreams.makeSafe()
        do {
            var command = try parseAsRoot()
            try command.run()
            try Exit.checkOutput()
        } catch {
            // The parser has its own sentences and exits: wrong use, and help.
            exit(withError: exitCode(for: error) == .failure ? Exit.of(error) : error)
        }
    }
}
