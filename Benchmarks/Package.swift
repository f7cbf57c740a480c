// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that building and testing floe does not build it. See README.md.
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "floe", path: "..")],
    targets: [
        .target(name: "CFloor", linkerSettings: [.linkedLibrary("sqlite3"), .linkedLibrary("pthread")]),
        .executableTarget(
            name: "bench", dependencies: ["CFloor", .product(name: "FloeModules", package: "floe")],
            swiftSettings: [.treatAllWarnings(as: .error)]),
    ]
)
