import Foundation
import TestSupport
import Testing

/// Every file is in the folder of its area, which is the same in every target, or in the folder of its mechanism.
@Suite struct RoomTests {
    /// The areas of personal budgeting, in the order of a case.
    static let areas: Set<String> = [
        "Access", "People", "Case", "Needs", "Prices", "Plan", "Decision", "Money", "ServiceData", "FollowUp",
    ]

    /// The folders of a target besides the areas.
    static let mechanisms: [String: Set<String>] = [
        "PersonalBudgeting": ["Values", "Work"],
        "Store": ["Engine", "Chain", "Migrations"],
        "API": ["Request", "Operation", "Representation", "Problem", "Contract", "Changes"],
    ]

    /// The test targets with the targets they test. The integration tests start the whole program with a harness.
    static let tested: [String: String] = ["PersonalBudgetingTests": "PersonalBudgeting", "StoreTests": "Store", "APITests": "API"]
    static let harness: Set<String> = ["Harness", "Process"]

    /// The one file at the root of a target, where a reader begins.
    static let frontDoors: [String: String] = [
        "PersonalBudgeting": "Work.swift", "Store": "Database.swift", "API": "Operations.swift", "HTTPServer": "Server.swift",
        "SQL": "SQL.swift", "SQLiteEngine": "SQLiteEngine.swift", "DemoCounty": "DemoCounty.swift", "avain": "Avain.swift",
    ]

    /// A folder with more files than this must be split.
    static let mostFiles = 40

    /// Nouns whose files are in different areas, with the reason.
    static let movedNouns: [String: String] = [:]

    @Test("the domain, the store and the API have a folder for every area, and other folders only for their own mechanisms")
    func targetsHaveAreas() throws {
        for (target, mechanisms) in RoomTests.mechanisms {
            #expect(try RoomTests.folders("Sources/\(target)") == RoomTests.areas.union(mechanisms), "\(target)")
        }
    }

    @Test("tests are in the folder of the area or the mechanism that they test") func testsHaveAreas() throws {
        for (target, source) in RoomTests.tested {
            let known = RoomTests.areas.union(RoomTests.mechanisms[source] ?? [])
            #expect(try RoomTests.folders("Tests/\(target)").subtracting(known) == [], "\(target)")
        }
        let known = RoomTests.mechanisms.values.reduce(RoomTests.areas.union(RoomTests.harness)) { $0.union($1) }
        #expect(try RoomTests.folders("Tests/IntegrationTests").subtracting(known) == [])
        for target in RoomTests.tested.keys + ["IntegrationTests"] {
            #expect(try RoomTests.files("Tests/\(target)").filter { $0.folder.isEmpty }.map(\.name) == [], "\(target)")
        }
    }

    @Test("the root of a target has its front door file and no other") func onlyFrontDoorIsLoose() throws {
        for target in try RoomTests.folders("Sources") {
            let loose = try RoomTests.files("Sources/\(target)").filter { $0.folder.isEmpty }.map(\.name)
            #expect(loose == RoomTests.frontDoors[target].map { [$0] } ?? [], "\(target)")
        }
    }

    @Test("no folder has more than 40 files") func foldersAreSmall() throws {
        for root in ["Sources", "Tests"] {
            let counts = Dictionary(grouping: try RoomTests.files(root), by: \.folder).mapValues(\.count)
            #expect(counts.count > 10)
            for (folder, count) in counts { #expect(count <= RoomTests.mostFiles, "\(root)/\(folder) has \(count) files") }
        }
    }

    @Test("the files of a noun are in the same area in every target") func nounsHaveOneArea() throws {
        let endings = [("PersonalBudgeting", ""), ("Store", "Table"), ("Store", "Store"), ("API", "API")]
        var areas: [String: Set<String>] = [:]
        var found: [String: Int] = [:]
        for (target, ending) in endings {
            for file in try RoomTests.files("Sources/\(target)") where file.name.hasSuffix("\(ending).swift") {
                guard RoomTests.areas.contains(file.folder) else { continue }
                areas[String(file.name.dropLast(ending.count + ".swift".count)), default: []].insert(file.folder)
                found[target, default: 0] += 1
            }
        }
        #expect(found.values.allSatisfy { $0 > 50 } && found.count == 3, "\(found)")
        let parted = areas.filter { $0.value.count > 1 }
        for (noun, areas) in parted { #expect(RoomTests.movedNouns[noun] != nil, "\(noun) is in \(areas.sorted())") }
        #expect(Set(RoomTests.movedNouns.keys).subtracting(parted.keys) == [], "the list names nouns that are in one area")
    }

    // MARK: Reading the folders

    /// The folders directly below a folder of the package.
    static func folders(_ path: String) throws -> Set<String> {
        let folder = projectRoot.appending(path: path)
        let found = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.isDirectoryKey])
        return Set(try found.filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }.map(\.lastPathComponent))
    }

    /// The Swift files below a folder of the package, each with its folder relative to that one.
    static func files(_ path: String) throws -> [(folder: String, name: String)] {
        let found = try FileManager.default.subpathsOfDirectory(atPath: projectRoot.appending(path: path).path)
        return found.filter { $0.hasSuffix(".swift") && !$0.contains(".build/") }.sorted().map { file in
            let parts = file.split(separator: "/")
            return (folder: parts.dropLast().joined(separator: "/"), name: String(parts.last ?? ""))
        }
    }
}
