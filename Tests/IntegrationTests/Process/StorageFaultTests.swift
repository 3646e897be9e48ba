import Foundation
import TestSupport
import Testing

/// Short forms of the checks in `Tests/Endurance` that make the disk fail, cut the power and kill the process. `Docs/reliability.md` has the
/// long forms.
///
/// The checks run one after another, because each of them uses all cores.
@Suite(.serialized, .enabled(if: !isSanitized, "the layer replaces the functions that a sanitizer replaces"))
struct StorageFaultTests {
    @Test("operations on files fail, once or for good, and no acknowledged write is lost (row 117)") func failingOperations() throws {
        try check("io_points.py", ["--points", "6", "--scenarios", "serve", "restore"])
    }

    @Test("the layer that makes operations fail sees each call that the kernel sees (row 117)", .enabled(if: ServiceProcess.canTrace))
    func layerSeesAll()
        throws
    {
        try check("io_points.py", ["--check-with-strace", "1", "--scenarios", "serve"])
    }

    @Test("the power fails, and what is left of the disk has every acknowledged write (row 117)") func powerCuts() throws {
        try check("power_cuts.py", ["--images", "8", "--per-run", "6", "--runs", "busy", "failing"])
    }

    @Test("the model of the disk keeps what was synced (row 117)") func modelOfTheDisk() throws {
        try check("check_disk.py", [])
    }

    @Test("a fault of the disk and a kill after it make verify accuse nobody (row 117)") func falseAccusations() throws {
        try check("false_accusations.py", ["--faults", "3", "--scenarios", "serve"])
    }

    @Test("the process is killed under load, and the ledger of acknowledged writes is complete (rows 86 and 117)") func kills() throws {
        try check("kills.py", ["--kills", "3", "--writes", "100", "--verify-every", "4"])
    }

    /// Runs a check in a folder of its own. A check exits with 0 if it found no fault.
    private func check(_ script: String, _ options: [String]) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "avain-faults-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = projectRoot.appending(path: "Tests/Endurance/\(script)").path
        let program = ["--program", ServiceProcess.program, "--results", folder.appending(path: "results.jsonl").path]
        let words = ["python3", "-B", path] + program + options
        let done = try ServiceProcess.run(program: "/usr/bin/env", words, withinSeconds: 120)
        #expect(done.status == 0, "\(done.output)\(done.errors)")
    }
}

/// Whether the test run and the programs that it starts are built with a sanitizer (scripts/sanitize).
private let isSanitized = ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains { ProcessInfo.processInfo.environment[$0] != nil }
