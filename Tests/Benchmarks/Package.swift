// swift-tools-version: 6.2
import PackageDescription

/// The peers that `make bench` measures beside the service, each written as its library's users would write it, and the service without
/// its access log. This is a separate manifest, so that building the service does not fetch or build any of it.
let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

let package = Package(
    name: "AvainBenchmarks",
    dependencies: [
        .package(name: "AvainService", path: "../.."),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    ],
    targets: [
        // The table and the records that both Swift peers use.
        .target(name: "PeerRegister", dependencies: [.product(name: "GRDB", package: "GRDB.swift")], swiftSettings: strict),
        .executableTarget(
            name: "HummingbirdPeer",
            dependencies: [
                "PeerRegister",
                .product(name: "Hummingbird", package: "hummingbird"), .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "FlyingFoxPeer",
            dependencies: [
                "PeerRegister",
                .product(name: "FlyingFox", package: "FlyingFox"), .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "UnloggedAvain",
            dependencies: [
                .product(name: "AvainParts", package: "AvainService"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"), .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: strict),
    ]
)
