import Foundation
import JSON
import TestSupport
import Testing

/// Runs `Docs/walkthrough.md` as written: every `sh` block in one shell, in order. Compares every `expect` block with the answer before
/// it.
struct WalkthroughTests {
    @Test("every step of the walkthrough gives the expected answer")
    func walkthroughWorks() throws {
        let root = projectRoot
        let steps = try Walkthrough.steps(in: text(ofFile: root.appending(path: "Docs/walkthrough.md").path))
        #expect(steps.count > 20)
        let folder = FileManager.default.temporaryDirectory.appending(path: "walkthrough-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let states = try Walkthrough.run(steps, in: folder)
        #expect(states.count == steps.count, "the shell stopped after step \(states.count) of \(steps.count)")
        for (step, state) in zip(steps, states) {
            for (name, wanted) in step.members {
                let found = state.member(name)
                #expect(found == wanted, "after\n\(step.commands)\n\(name) is \(found ?? "not there") in\n\(state.answer)")
            }
            if let status = step.status { #expect(state.status == status, "after\n\(step.commands)\nthe answer is\n\(state.answer)") }
        }
    }

    @Test("a broken step is detected")
    func brokenStepIsNoticed() throws {
        let steps = Walkthrough.steps(in: "```sh\necho '{\"a\": [1]}' > answer.json; STATUS=200\n```\n```expect\n200\na.0 = 1\n```\n")
        let folder = FileManager.default.temporaryDirectory.appending(path: "walkthrough-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let state = try #require(try Walkthrough.run(steps, in: folder).first)
        #expect(state.status == "200")
        #expect(state.member("a.0") == "1")
        #expect(state.member("a.1") == nil)
        #expect(state.member("b") == nil)
    }
}

/// The steps of a walkthrough, and the code that runs them.
enum Walkthrough {
    struct Step {
        var commands: String
        var status: String?
        var members: [(String, String)] = []
    }

    /// The status and the answer after a step.
    struct State {
        let status: String
        let answer: String

        /// A member of the answer by its dotted path, as text.
        func member(_ path: String) -> String? {
            guard var value = try? JSONReader.read(Array(answer.utf8)) else { return nil }
            for key in path.split(separator: ".") {
                if let index = Int(key), case .array(let items) = value {
                    guard items.indices.contains(index) else { return nil }
                    value = items[index]
                } else {
                    guard let next = value[String(key)] else { return nil }
                    value = next
                }
            }
            switch value {
            case .string(let text): return text
            case .integer(let number): return "\(number)"
            case .bool(let flag): return flag ? "True" : "False"
            default: return nil
            }
        }
    }

    static func steps(in text: String) -> [Step] {
        var steps: [Step] = []
        var block: (kind: String, lines: [String])?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let (kind, lines) = block {
                    if kind == "sh" { steps.append(Step(commands: lines.joined(separator: "\n"))) }
                    if kind == "expect", var step = steps.popLast() {
                        step.status = lines.first
                        step.members = lines.dropFirst().compactMap { line in
                            guard let equals = line.range(of: " = ") else { return nil }
                            return (String(line[..<equals.lowerBound]), String(line[equals.upperBound...]))
                        }
                        steps.append(step)
                    }
                    block = nil
                } else {
                    block = (String(line.dropFirst(3)), [])
                }
            } else {
                block?.lines.append(String(line))
            }
        }
        return steps
    }

    /// Runs all steps in one shell, which saves its status and answer after each.
    static func run(_ steps: [Step], in folder: URL) throws -> [State] {
        var script = "trap '[ -f serve.pid ] && kill $(cat serve.pid) 2> /dev/null' EXIT\n"
        for (index, step) in steps.enumerated() {
            script +=
                step.commands
                + "\nprintf '%s' \"$STATUS\" > status.\(index); cp answer.json answer.\(index) 2> /dev/null || : > answer.\(index)\n"
        }
        try Data(script.utf8).write(to: folder.appending(path: "script.sh"))
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/bash")
        shell.arguments = ["script.sh"]
        shell.currentDirectoryURL = folder
        shell.environment = ProcessInfo.processInfo.environment.merging(
            ["PORT": "0", "AVAIN_PROGRAM": ServiceProcess.program, "LC_ALL": "C.UTF-8"]) { $1 }
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        try shell.run()
        shell.waitUntilExit()
        return steps.indices.compactMap { index in
            guard let status = try? text(ofFile: folder.appending(path: "status.\(index)").path),
                let answer = try? text(ofFile: folder.appending(path: "answer.\(index)").path)
            else { return nil }
            return State(status: status, answer: answer)
        }
    }
}
