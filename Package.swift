// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors where `SWITCHBOARD_STRICT` is set: in CI, and in `make lint`.
let strict: [SwiftSetting] = Context.environment["SWITCHBOARD_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + strict

let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let coreMetrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")

let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "switchboard",
    products: [
        .executable(name: "scraper", targets: ["Scraper"]),
        .executable(name: "ai-worker", targets: ["AIWorker"]),
        .executable(name: "discord-relay", targets: ["DiscordRelay"]),
        .executable(name: "sheets-sync", targets: ["SheetsSync"]),
        .executable(name: "sandbox", targets: ["Sandbox"]),
        .executable(name: "switchboard-local", targets: ["LocalRun"]),
        .executable(name: "bench", targets: ["Bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CRabbitMQ", path: "Sources/C/CRabbitMQ", pkgConfig: "librabbitmq",
            providers: [.apt(["librabbitmq-dev"])]),
        .systemLibrary(
            name: "CMongoC", path: "Sources/C/CMongoC", pkgConfig: "libmongoc-1.0",
            providers: [.apt(["libmongoc-dev"])]),
        .systemLibrary(
            name: "CCurl", path: "Sources/C/CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CPoll", path: "Sources/C/CPoll"),
        .target(name: "CBusLoop", dependencies: ["CRabbitMQ"], path: "Sources/C/CBusLoop"),
        .target(name: "PollThread", dependencies: ["CPoll"], swiftSettings: settings),
        .target(name: "AMQP", dependencies: ["CRabbitMQ", "PollThread"], swiftSettings: settings),
        .target(name: "Mongo", dependencies: ["CMongoC", "PollThread"], swiftSettings: settings),
        .target(name: "CurlHTTP", dependencies: ["CCurl", "PollThread"], swiftSettings: settings),
        .target(name: "DevTools", swiftSettings: settings),
        .target(name: "Shared", dependencies: [log], swiftSettings: settings),
        .target(name: "Messaging", dependencies: ["Shared", log, metrics], swiftSettings: settings),
        .target(name: "MessagingAMQP", dependencies: ["Messaging", "AMQP", "Shared", log], swiftSettings: settings),
        .target(
            name: "MessagingManagement", dependencies: ["MessagingAMQP", "CurlHTTP", log], swiftSettings: settings),
        .target(name: "Store", dependencies: ["Shared", "Mongo", "Messaging", log, crypto], swiftSettings: settings),
        .target(name: "CheckedYAML", dependencies: [yams], swiftSettings: settings),
        .target(
            name: "ServiceRuntime",
            dependencies: [
                "Messaging", "MessagingAMQP", "MessagingManagement", "AMQP", "CurlHTTP", "Store", "Mongo",
                "PollThread", "Shared", log, metrics, coreMetrics, lifecycle, signals,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ], swiftSettings: settings),
        .executableTarget(
            name: "Scraper",
            dependencies: [
                "CheckedYAML", "DevTools", "ServiceRuntime", "Messaging", "Store", "Mongo", "Shared", log, lifecycle,
                yams, crypto,
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], resources: [.embedInCode("Site/Script")], swiftSettings: settings),
        .executableTarget(
            name: "AIWorker",
            dependencies: [
                "CheckedYAML", "CurlHTTP", "ServiceRuntime", "Messaging", "Store", "Mongo", "Shared", log, metrics,
                lifecycle, crypto, yams, .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], exclude: ["README.md", "Rules/guard.schema.json"], resources: [.embedInCode("Rules/guard.yaml")],
            swiftSettings: settings),
        .executableTarget(
            name: "DiscordRelay",
            dependencies: [
                "CurlHTTP", "ServiceRuntime", "Messaging", "Store", "Mongo", "Shared", log, lifecycle, crypto,
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: settings),
        .executableTarget(
            name: "SheetsSync",
            dependencies: [
                "CurlHTTP", "ServiceRuntime", "Messaging", "Store", "Mongo", "Shared", log, lifecycle,
                .product(name: "JWTKit", package: "jwt-kit"),
            ], swiftSettings: settings),
        .executableTarget(
            name: "Sandbox",
            dependencies: [
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "FlyingFox", package: "FlyingFox"), .product(name: "FlyingSocks", package: "FlyingFox"),
                crypto, .product(name: "CryptoExtras", package: "swift-crypto"), signals,
            ], exclude: ["README.md"],
            resources: [.embedInCode("Site/Web"), .embedInCode("Discord/Web"), .embedInCode("Google/Web")],
            swiftSettings: settings),
        .executableTarget(
            name: "LocalRun",
            dependencies: [
                "AMQP", "CurlHTTP", "Mongo", "Shared", "Store", signals, subprocess, systemPackage,
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ], swiftSettings: settings),
        .executableTarget(
            name: "Bench",
            dependencies: [
                "CBusLoop", "AMQP", "Messaging", "MessagingAMQP", "Mongo", "PollThread", "Shared", "Store", log,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: settings),
        .target(
            name: "TestSupport", dependencies: ["Store", "Mongo", "Shared"], path: "Tests/TestSupport",
            swiftSettings: settings),
        .target(
            name: "MessagingAcceptance", dependencies: ["Messaging", "Shared"], path: "Tests/MessagingAcceptance",
            swiftSettings: settings),
        .target(
            name: "TestNetwork", dependencies: ["PollThread"], path: "Tests/TestNetwork", swiftSettings: settings),
        .testTarget(name: "PollThreadTests", dependencies: ["PollThread"], swiftSettings: settings),
        .testTarget(
            name: "AMQPTests", dependencies: ["TestNetwork", "AMQP", "PollThread"], swiftSettings: settings),
        .testTarget(name: "MongoTests", dependencies: ["Mongo"], swiftSettings: settings),
        .testTarget(name: "CurlHTTPTests", dependencies: ["CurlHTTP"], swiftSettings: settings),
        .testTarget(name: "DevToolsTests", dependencies: ["DevTools"], swiftSettings: settings),
        .testTarget(name: "SharedTests", dependencies: ["Shared"], swiftSettings: settings),
        .testTarget(
            name: "MessagingTests", dependencies: ["MessagingAcceptance", "Messaging", "Shared"],
            swiftSettings: settings),
        .testTarget(
            name: "MessagingAMQPTests",
            dependencies: [
                "MessagingAcceptance", "TestNetwork", "MessagingManagement", "MessagingAMQP", "Messaging", "AMQP",
                "CurlHTTP", "Shared", log, subprocess, systemPackage,
            ], swiftSettings: settings),
        .testTarget(
            name: "StoreTests", dependencies: ["TestSupport", "Store", "Messaging", "Mongo", "Shared", log],
            swiftSettings: settings),
        .testTarget(name: "BenchTests", dependencies: ["Bench"], swiftSettings: settings),
        .testTarget(
            name: "BackboneTests",
            dependencies: [
                "TestSupport", "Store", "Mongo", "MessagingAMQP", "Messaging", "AMQP", "Shared", log,
            ], swiftSettings: settings),
        .testTarget(
            name: "ServiceRuntimeTests", dependencies: ["ServiceRuntime", "Shared", log, metrics, coreMetrics],
            swiftSettings: settings),
        .testTarget(
            name: "ScraperTests",
            dependencies: [
                "TestSupport", "Scraper", "Sandbox", "DevTools", "ServiceRuntime", "Messaging", "Store", "Mongo",
                "CheckedYAML", "Shared", log,
            ], exclude: ["Snapshots"], swiftSettings: settings),
        .testTarget(
            name: "AIWorkerTests",
            dependencies: [
                "TestSupport", "AIWorker", "CheckedYAML", "CurlHTTP", "ServiceRuntime", "Messaging", "Store", "Mongo",
                "Shared", log,
            ], exclude: ["Guard/Corpora"],
            swiftSettings: settings),
        .testTarget(
            name: "DiscordRelayTests",
            dependencies: [
                "TestSupport", "DiscordRelay", "Sandbox", "CurlHTTP", "Messaging", "ServiceRuntime", "Store", "Mongo",
                "Shared", log,
                crypto,
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ], swiftSettings: settings),
        .testTarget(
            name: "SheetsSyncTests",
            dependencies: [
                "TestSupport", "SheetsSync", "Sandbox", "CurlHTTP", "Messaging", "ServiceRuntime", "Store", "Mongo",
                "Shared", log,
                .product(name: "JWTKit", package: "jwt-kit"),
            ], swiftSettings: settings),
        .testTarget(
            name: "SandboxTests",
            dependencies: [
                "Sandbox", .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"), crypto,
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ], swiftSettings: settings),
        .testTarget(
            name: "LocalRunTests",
            dependencies: [
                "LocalRun", "Shared", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ], swiftSettings: settings),
        .testTarget(
            name: "InfrastructureTests", dependencies: ["Shared", yams, subprocess, systemPackage],
            swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                subprocess, systemPackage, "Mongo", "Shared", "Store", "TestSupport", "Scraper", "AIWorker",
                "DiscordRelay", "SheetsSync", "Sandbox", "LocalRun",
            ], swiftSettings: settings),
    ]
)
