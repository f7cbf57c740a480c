// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that building and testing floe does not build it. See README.md.
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "floe", path: ".."), .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .target(name: "CFloor", linkerSettings: [.linkedLibrary("sqlite3"), .linkedLibrary("pthread")]),
        .executableTarget(
            name: "bench",
            dependencies: [
                "CFloor", .product(name: "floe", package: "floe"), .product(name: "FloeModules", package: "floe"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: [.treatAllWarnings(as: .error)]),
    ]
)
