import API
import ArgumentParser

/// The command line. The subcommands are in the folder Commands.
@main
struct Avain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "avain", abstract: "The service of personal budgeting (henkilökohtainen budjetointi).", version: apiVersion,
        subcommands: [
            Serve.self, Keys.self, Backup.self, Restore.self, Verify.self, Migrate.self, RotateKeys.self, PrintOpenAPI.self,
            GenerateCounty.self,
        ])
}
