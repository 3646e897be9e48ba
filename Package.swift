// swift-tools-version: 6.2
import PackageDescription

/// All targets use Swift 6 language mode (complete concurrency checking) and treat warnings as errors.
let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

let package = Package(
    name: "AvainService",
    products: [
        .executable(name: "avain", targets: ["avain"]),
        // The benchmarks assemble the same parts without the access log (Tests/Benchmarks).
        .library(name: "AvainParts", targets: ["API", "Store", "SQLiteEngine", "HTTPServer", "PersonalBudgeting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    ],
    targets: [
        // The domain, JSON, the HTTP server and SQL do not depend on each other.
        .target(name: "PersonalBudgeting", resources: [.embedInCode("Values/municipalities.txt")], swiftSettings: strict),
        .target(name: "JSON", swiftSettings: strict),
        .systemLibrary(name: "CEpoll"),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "HTTPServer", dependencies: ["CEpoll"], swiftSettings: strict),
        .target(name: "SQL", swiftSettings: strict),
        // The tables, in SQL that any engine runs.
        .target(
            name: "Store",
            dependencies: ["PersonalBudgeting", "SQL", .product(name: "Crypto", package: "swift-crypto")],
            resources: [.embedInCode("Migrations")], swiftSettings: strict),
        .target(
            name: "SQLiteEngine",
            dependencies: [
                "CSQLite", "SQL", .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ], swiftSettings: strict),
        .target(
            name: "API",
            dependencies: [
                "PersonalBudgeting", "JSON", "HTTPServer", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: strict),
        // Clients with whole histories, made through the domain, for the demo, the tests and the benchmarks.
        .target(name: "DemoCounty", dependencies: ["PersonalBudgeting"], swiftSettings: strict),
        .executableTarget(
            name: "avain",
            dependencies: [
                "API", "DemoCounty", "Store", "SQL", "SQLiteEngine", "HTTPServer", "JSON", "PersonalBudgeting",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: strict),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"], path: "Tests/JSONTests", swiftSettings: strict),
        .testTarget(name: "PersonalBudgetingTests", dependencies: ["PersonalBudgeting", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "HTTPServerTests", dependencies: ["HTTPServer"], swiftSettings: strict),
        .testTarget(
            name: "StoreTests",
            dependencies: ["CSQLite", "DemoCounty", "Store", "SQL", "SQLiteEngine", "PersonalBudgeting", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "APITests",
            dependencies: [
                "API", "HTTPServer", "JSON", "PersonalBudgeting", "SQL", "SQLiteEngine", "Store", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: strict),
        // Runs the real process and calls it by libcurl over real sockets.
        .systemLibrary(name: "CCurl", path: "Tests/CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .testTarget(
            name: "IntegrationTests",
            dependencies: ["CCurl", "JSON", "PersonalBudgeting", "SQL", "SQLiteEngine", "Store", "avain", "TestSupport"],
            exclude: ["Harness/schema15.sql.gz"], swiftSettings: strict),
        // Shared by the tests: seeds and the folder of the package.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "TidyTests", dependencies: ["TestSupport"], swiftSettings: strict),
    ]
)
