import Foundation
import TestSupport
import Testing

/// Rules of Docs/architecture.md that the compiler does not check, checked in the sources.
@Suite struct TidyTests {
    /// The modules that a target may import besides the standard library: ours first, then those of the toolchain and of Package.swift.
    static let imports: [String: Set<String>] = [
        "PersonalBudgeting": [],
        "JSON": ["Foundation"],
        "SQL": ["Synchronization"],
        "HTTPServer": ["CEpoll", "Dispatch", "Glibc", "Synchronization"],
        "Store": ["PersonalBudgeting", "SQL", "Crypto", "Dispatch", "Glibc", "Synchronization"],
        "SQLiteEngine": ["CSQLite", "SQL", "GRDB", "GRDBSQLite", "Dispatch", "Foundation", "Glibc", "Synchronization"],
        "API": ["PersonalBudgeting", "JSON", "HTTPServer", "Crypto", "Logging", "Dispatch", "Foundation", "Synchronization"],
        "DemoCounty": ["PersonalBudgeting"],
        "avain": [
            "API", "DemoCounty", "Store", "SQL", "SQLiteEngine", "HTTPServer", "JSON", "PersonalBudgeting", "ArgumentParser", "Logging",
            "Crypto", "Dispatch", "Foundation", "Synchronization",
        ],
        "CEpoll": [],
        "CSQLite": [],
    ]

    /// The files that turn off the compiler's concurrency check, and why that is safe.
    static let unchecked: [String: String] = [
        "Sources/API/Request/LaneHandler.swift": "a lane's reader is used on the lane's own queue only, once it is made",
        "Sources/API/Request/ReadingQueue.swift": "the reader is used on its own queue only, once it is made",
        "Sources/HTTPServer/Connection/AdmissionDecision.swift":
            "the decision is written before the one atomic exchange that hands it over",
        "Sources/HTTPServer/Connection/Reply.swift": "the response is written before the one atomic exchange that hands it over",
        "Sources/SQLiteEngine/Log/LogPins.swift":
            "the connection is used on the writer's queue, and elsewhere only while an atomic flag says so",
        "Sources/Store/Chain/Verifier.swift": "a cycle is used on the verifier's queue only",
        "Sources/Store/Engine/Writer.swift": "the connection is used on the writer's queue only, and waiting jobs are behind a lock",
    ]

    @Test("a target imports only the modules that the table allows") func importsObeyTheTable() throws {
        for source in try TidyTests.sources() {
            let allowed = try #require(TidyTests.imports[source.target], "the table has no row for the target \(source.target)")
            for (number, line) in source.code {
                guard let module = TidyTests.imported(line) else { continue }
                #expect(allowed.contains(module), "\(source.path):\(number) imports \(module)")
            }
        }
    }

    @Test("every module that the table allows a target is imported by one of its files") func tableIsTight() throws {
        let sources = try TidyTests.sources()
        // The executable links modules that it does not import.
        for (target, modules) in TidyTests.imports where target != "avain" {
            let used = Set(sources.filter { $0.target == target }.flatMap { $0.code.compactMap { TidyTests.imported($0.line) } })
            #expect(modules.subtracting(used) == [], "\(target)")
        }
    }

    @Test("every folder of Sources is a target of the table") func everyTargetIsKnown() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: TidyTests.root + "/Sources").filter { !$0.hasPrefix(".") }
        #expect(Set(folders) == Set(TidyTests.imports.keys))
    }

    @Test("only files of the list turn off the compiler's concurrency check") func uncheckedIsListed() throws {
        var found: Set<String> = []
        for source in try TidyTests.sources() {
            for (number, line) in source.code {
                for mark in ["@unchecked Sendable", "nonisolated(unsafe)", "@preconcurrency"] where line.contains(mark) {
                    #expect(TidyTests.unchecked[source.path] != nil, "\(source.path):\(number) has \(mark)")
                    found.insert(source.path)
                }
            }
        }
        #expect(Set(TidyTests.unchecked.keys).subtracting(found) == [], "the list names files that do not need it")
    }

    @Test("no code traps on purpose, and no FIXME, TODO or XXX is left") func noTrapsAndNoLeftovers() throws {
        let traps = ["try!", "as!", "fatalError(", "preconditionFailure(", "assertionFailure(", "unsafeBitCast(", ".unsafelyUnwrapped"]
        for source in try TidyTests.sources() {
            for (number, line) in source.code {
                for trap in traps where line.contains(trap) {
                    #expect(TidyTests.allowedTraps["\(source.path) \(trap)"] != nil, "\(source.path):\(number) has \(trap)")
                }
            }
            for (number, line) in source.lines {
                for leftover in ["FIXME", "TODO", "XXX"] { #expect(!line.contains(leftover), "\(source.path):\(number) has \(leftover)") }
            }
        }
    }

    /// Traps that are allowed, by file and trap, since no request can reach them.
    static let allowedTraps: [String: String] = [:]

    @Test("no type is named Manager, Helper or Util") func namesSaySomething() throws {
        for source in try TidyTests.sources() {
            for (number, line) in source.code {
                for word in ["Manager", "Helper", "Util"] {
                    let kinds = ["class ", "struct ", "enum ", "actor ", "protocol "]
                    guard kinds.contains(where: { line.contains($0) }), line.contains(word) else { continue }
                    #expect(!TidyTests.words(line).contains { $0.hasSuffix(word) || $0.hasSuffix(word + "s") }, "\(source.path):\(number)")
                }
            }
        }
    }

    @Test("every noun with states is in the tests that compare its commands with the table and with the operations")
    func statefulNounsAreListed() throws {
        let tests = try ["PersonalBudgetingTests/Work/CommandTests.swift", "APITests/Operation/CommandsTests.swift"].map {
            try String(contentsOfFile: "\(TidyTests.root)/Tests/\($0)", encoding: .utf8)
        }
        var found = 0
        for source in try TidyTests.sources() {
            for (number, line) in source.code where line.hasPrefix("public struct ") && line.hasSuffix("Stateful {") {
                let name = TidyTests.words(line)[2]
                for test in tests { #expect(test.contains("\(name).self"), "\(source.path):\(number)") }
                found += 1
            }
        }
        #expect(found >= 20)
    }

    @Test("no string names a column outside Store") func columnsAreFields() throws {
        let filters = ["equal", "oneOf", "moreThan", "atMost", "atLeastOrAbsent", "isAbsent", "words"]
        let marks = filters.map { ".\($0)(\"" } + ["column: \"", "field: \"", "ListOrder(\""]
        for source in try TidyTests.sources() where !["Store", "SQLiteEngine"].contains(source.target) {
            for (number, line) in source.code {
                for mark in marks { #expect(!line.contains(mark), "\(source.path):\(number) has \(mark)") }
                let isNamedTwice = line.firstRange(of: /ListSort(<\w+>)?\("\w+", "/) != nil
                #expect(!isNamedTwice, "\(source.path):\(number) orders by a column")
            }
        }
    }

    @Test("the store uses nothing of SQLite alone") func storeIsPortable() throws {
        for source in try TidyTests.sources() where source.target == "Store" {
            for (number, line) in source.code {
                for mark in ["PRAGMA", "sqlite_", "SQLITE_"] { #expect(!line.contains(mark), "\(source.path):\(number) has \(mark)") }
            }
        }
    }

    @Test("every table is in the list that is checked when a database is opened") func tablesAreListed() throws {
        let sources = try TidyTests.sources().filter { $0.target == "Store" }
        let list = try #require(sources.first { $0.path.hasSuffix("Engine/Tables.swift") })
        let listed = list.code.map(\.line).joined(separator: "\n")
        var found = 0
        for (number, line) in sources.flatMap(\.code) {
            guard let table = line.firstMatch(of: /static let (\w+) = Table\(/) else { continue }
            found += 1
            #expect(listed.firstMatch(of: try Regex(">\\.\(table.1)\\b")) != nil, "\(table.1) (\(number)) is not in \(list.path)")
        }
        #expect(found > 50)
    }

    /// The files that make a `Masked` value, and those that make a body without one: problems, pages and documents of the service.
    static let masking: [String: Set<String>] = [
        "Masked(": ["Sources/API/Access/Masked.swift"],
        ".withoutCall(": ["Sources/API/Problem/ProblemPage.swift", "Sources/API/ServiceData/ServiceDataAPI.swift"],
        ".ofTheService(": [
            "Sources/API/Request/Open.swift", "Sources/API/Problem/Problem.swift", "Sources/API/Problem/ProblemPage.swift",
        ],
    ]

    @Test("answers are made of masked values, and only the masking makes masked values") func answersAreMasked() throws {
        var found: [String: Set<String>] = [:]
        for source in try TidyTests.sources() where source.target == "API" {
            for (number, line) in source.code {
                for (call, places) in TidyTests.masking where TidyTests.calls(call, in: line) {
                    #expect(places.contains(source.path), "\(source.path):\(number) calls \(call)")
                    found[call, default: []].insert(source.path)
                }
            }
        }
        #expect(found == TidyTests.masking, "the table names files that do not need it")
        let masking = try #require(try TidyTests.sources().first { $0.path == "Sources/API/Access/Masked.swift" })
        let initialisers = masking.code.filter { TidyTests.words($0.line).contains { $0.hasPrefix("init(") } }
        #expect(initialisers.count == 1 && initialisers.allSatisfy { $0.line.contains("fileprivate init(") })
    }

    /// Whether a line calls exactly this name, not a longer one with the same ending.
    static func calls(_ call: String, in line: Substring) -> Bool {
        line.ranges(of: call).contains { range in
            call.hasPrefix(".") || line[..<range.lowerBound].last.map { !$0.isLetter } ?? true
        }
    }

    // MARK: Reading the sources

    static let root = projectRoot.path

    struct Source {
        let path: String
        let target: String
        let lines: [(number: Int, line: Substring)]
        /// The lines without comments.
        var code: [(number: Int, line: Substring)] {
            lines.filter { !$0.line.drop { $0 == " " }.hasPrefix("//") }
        }
    }

    static func sources() throws -> [Source] {
        guard let files = FileManager.default.enumerator(atPath: root + "/Sources") else { return [] }
        let found = try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") || $0.hasSuffix(".h") }.sorted().map { file in
            let text = try String(contentsOfFile: "\(root)/Sources/\(file)", encoding: .utf8)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
                (number: $0.offset + 1, line: $0.element)
            }
            return Source(path: "Sources/" + file, target: String(file.prefix { $0 != "/" }), lines: lines)
        }
        #expect(found.count > 50, "the sources were not found in \(root)")
        return found
    }

    /// The module of an import line, also of `import struct Foundation.Data` and `@testable import JSON`.
    static func imported(_ line: Substring) -> String? {
        let parts = words(line)
        guard let place = parts.firstIndex(of: "import"), parts[..<place].allSatisfy({ $0.hasPrefix("@") || accessLevels.contains($0) })
        else {
            return nil
        }
        let named = parts[(place + 1)...].first { !importKinds.contains($0) }
        return named.map { String($0.prefix { $0 != "." }) }
    }

    private static let accessLevels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    private static let importKinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]

    static func words(_ line: Substring) -> [Substring] { line.split { $0 == " " || $0 == "\t" || $0 == ":" || $0 == "{" } }
}
