// swift-tools-version: 6.2
import PackageDescription

/// What every module of ours is built with: Swift 6, visible imports, no warnings.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let hummingbird: [Target.Dependency] = ["Hummingbird", "HummingbirdCore", "HummingbirdTLS", "HummingbirdHTTP2"].map {
    .product(name: $0, package: "hummingbird")
}
let nio: [Target.Dependency] =
    ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket", "NIOTLS"].map { .product(name: $0, package: "swift-nio") }
    + [
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
        .product(name: "NIOHTTP2", package: "swift-nio-http2"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
    ]

/// What the package in Benchmarks/ measures.
let modules: Product = .library(name: "FloeModules", targets: ["FloeCore", "FloeSystem", "FloeStore", "FloeTasks", "FloeAgent", "FloeHub"])

let package = Package(
    name: "floe",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "floe", targets: ["Floe"]), modules],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .systemLibrary(name: "CPcre2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .target(name: "CCurl"),
        .target(name: "CPostgres"),
        .target(name: "CSpawn"),
        .target(name: "CWebapp"),
        .target(name: "FloeCore", swiftSettings: strict),
        .target(
            name: "FloeConfig", dependencies: ["FloeCore", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict),
        .target(
            name: "FloeSystem",
            dependencies: [
                "FloeCore", "CCurl", "CPcre2", "CSpawn", crypto, log, .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: strict),
        .target(
            name: "FloeStore",
            dependencies: [
                "FloeCore", "FloeSystem", "CPostgres", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(name: "FloeTasks", dependencies: ["FloeCore", "FloeSystem", log], swiftSettings: strict),
        .target(name: "FloeAgent", dependencies: ["FloeCore", "FloeSystem", "FloeAPI", log], swiftSettings: strict),
        .target(name: "FloeHub", dependencies: ["FloeCore", "FloeConfig", "FloeSystem", log], swiftSettings: strict),
        .target(
            name: "FloeAPI", dependencies: ["FloeCore", log, .product(name: "AsyncHTTPClient", package: "async-http-client")] + nio,
            swiftSettings: strict),
        .target(
            name: "FloeServer",
            dependencies: ["FloeCore", "FloeAPI", "FloeHub", "FloeSystem", "CWebapp", crypto, lifecycle, log] + hummingbird + nio,
            swiftSettings: strict),
        .executableTarget(
            name: "Floe",
            dependencies: [
                "FloeCore", "FloeConfig", "FloeSystem", "FloeStore", "FloeTasks", "FloeAPI", "FloeAgent", "FloeHub",
                "FloeServer", argumentParser, lifecycle, log,
            ],
            swiftSettings: strict),

        .target(name: "FloeTesting", dependencies: ["FloeCore", "FloeSystem"], path: "Tests/FloeTesting", swiftSettings: strict),
        .testTarget(name: "FloeCoreTests", dependencies: ["FloeCore", "FloeTesting"], swiftSettings: strict),
        .testTarget(name: "FloeConfigTests", dependencies: ["FloeConfig", "FloeCore", "FloeTesting"], swiftSettings: strict),
        .testTarget(name: "FloeSystemTests", dependencies: ["FloeSystem", "FloeCore", "FloeTesting"], swiftSettings: strict),
        .testTarget(
            name: "FloeStoreTests",
            dependencies: ["FloeStore", "FloeSystem", "FloeCore", "FloeTesting", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .testTarget(
            name: "FloeTasksTests", dependencies: ["FloeTasks", "FloeAgent", "FloeSystem", "FloeCore", "FloeTesting", log],
            swiftSettings: strict),
        .testTarget(
            name: "FloeHubTests",
            dependencies: ["FloeHub", "FloeStore", "FloeSystem", "FloeConfig", "FloeCore", "FloeTesting"],
            swiftSettings: strict),
        .testTarget(
            name: "FloeServerTests",
            dependencies: ["FloeServer", "FloeAPI", "FloeHub", "FloeStore", "FloeSystem", "FloeCore", "FloeTesting", lifecycle, log] + nio,
            swiftSettings: strict),
        .testTarget(name: "HouseTests", dependencies: ["FloeTesting"], swiftSettings: strict),
        .testTarget(
            name: "Scenarios", dependencies: ["Floe", "FloeTesting", "FloeSystem", "FloeConfig", "FloeCore"], swiftSettings: strict),
        .testTarget(
            name: "Browser", dependencies: ["Floe", "FloeTesting", "FloeSystem"], exclude: ["driver"], swiftSettings: strict),
    ]
)
