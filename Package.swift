// swift-tools-version: 6.2
import PackageDescription

// The whole build as one table: a line per target. Settings that hold for all are applied at the end.

/// A library of Shared/ or Runtime/.
func library(_ name: String, at path: String, uses dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: path)
}

/// A C library of the system, seen through a module map of a few lines.
func system(_ name: String, pkgConfig: String, debian package: String) -> Target {
  .systemLibrary(
    name: name, path: "Shared/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// One function: its folder is `Functions/<feature>/<name>`, its binary and its template id are `name`.
func function(_ name: String, in feature: String, uses dependencies: [Target.Dependency] = []) -> Target {
  .executableTarget(
    name: name, dependencies: ["LambdaRuntime", "Wiring"] + dependencies,
    path: "Functions/\(feature)/\(name)",
    linkerSettings: [.unsafeFlags(["-static-stdlib", "-Xlinker", "--gc-sections"])])
}

/// A program of Runtime/ or Tests/.
func program(_ name: String, at path: String, uses dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, path: path)
}

/// A test suite: its folder is `Tests/<name>`.
func suite(_ name: String, uses dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, path: "Tests/\(name)")
}

let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
]

let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let libraries: [Target] = [
  system("CCurl", pkgConfig: "libcurl", debian: "libcurl4-openssl-dev"),
  system("CPostgres", pkgConfig: "libpq", debian: "libpq-dev"),
  system("COpenSSL", pkgConfig: "openssl", debian: "libssl-dev"),
  library("Core", at: "Shared/Core"),
  library("HTTPClient", at: "Shared/HTTPClient", uses: ["Core", "CCurl"]),
  library("Database", at: "Shared/Database", uses: ["Core", "CPostgres"]),
  library("Platforms", at: "Shared/Platforms", uses: ["Core", "Cryptography", "HTTPClient"]),
  library("Queues", at: "Shared/Queues", uses: ["Core", "Cryptography", "HTTPClient"]),
  .target(
    name: "Migrations", dependencies: ["Database"], path: "Shared/Migrations",
    resources: [
      .embedInCode("SQL/0001_identity.sql"), .embedInCode("SQL/0002_publishing.sql"),
      .embedInCode("SQL/0003_inbox.sql"),
    ]),
  library("Identity", at: "Shared/Identity", uses: ["Core", "Cryptography", "Database"]),
  library("Accounts", at: "Shared/Accounts", uses: ["Core", "Cryptography", "Database", "Platforms"]),
  library("Posts", at: "Shared/Posts", uses: ["Accounts", "Core", "Database", "Platforms"]),
  library(
    "Publishing", at: "Shared/Publishing",
    uses: ["Accounts", "Core", "Cryptography", "Database", "Identity", "Platforms", "Posts", "Queues"]),
  library("Inbox", at: "Shared/Inbox", uses: ["Core", "Cryptography", "Database"]),
  library("Idempotency", at: "Shared/Idempotency", uses: ["Core", "Cryptography", "Database"]),
  library(
    "Wiring", at: "Shared/Wiring",
    uses: [
      "Accounts", "Core", "Database", "Idempotency", "Identity", "Inbox", "LambdaRuntime", "Platforms",
      "Posts", "Publishing", "Queues",
    ]),
  library("LambdaRuntime", at: "Runtime/Lambda", uses: ["Core", "HTTPClient"]),
  library("Cryptography", at: "Shared/Cryptography", uses: ["Core", "COpenSSL"]),
]

let host: [Target] = [
  .systemLibrary(name: "CProcess", path: "Runtime/Host/CProcess"),
  library(
    "HTTPServer", at: "Runtime/HTTPServer", uses: nio + [.product(name: "NIOSSL", package: "swift-nio-ssl")]),
  library(
    "HostTemplate", at: "Runtime/Host/Template", uses: ["Core", .product(name: "Yams", package: "Yams")]),
  library(
    "HostQueues", at: "Runtime/Host/Queues",
    uses: ["Core", "Cryptography", .product(name: "GRDB", package: "GRDB.swift")] + nio),
  library(
    "Host", at: "Runtime/Host/Server",
    uses: ["Core", "CProcess", "HTTPServer", "HostTemplate", "HostQueues"] + nio),
  program(
    "clientnest", at: "Runtime/Host/CommandLine",
    uses: ["CProcess", "Core", "Cryptography", "HTTPClient", "Host", "HostQueues", "HostTemplate", arguments]),
  program("sandbox", at: "Runtime/Sandbox", uses: ["Core", "Cryptography", "HTTPServer", arguments] + nio),
]

let functions: [Target] = [
  function("RegisterUser", in: "Identity", uses: ["Identity"]),
  function("LogIn", in: "Identity", uses: ["Identity"]),
  function("RefreshSession", in: "Identity", uses: ["Core", "Identity"]),
  function("ShowCurrentUser", in: "Identity", uses: ["Identity"]),
  function("ConnectAccount", in: "Accounts", uses: ["Accounts", "Core", "Identity"]),
  function("CompleteConnection", in: "Accounts", uses: ["Accounts"]),
  function("ListAccounts", in: "Accounts", uses: ["Accounts", "Identity"]),
  function("CreatePost", in: "Posts", uses: ["Identity", "Posts", "Publishing"]),
  function("ShowPost", in: "Posts", uses: ["Core", "Identity", "Posts"]),
  function("ListPosts", in: "Posts", uses: ["Identity", "Posts"]),
  function("UpdatePost", in: "Posts", uses: ["Identity", "Posts", "Publishing"]),
  function("DeletePost", in: "Posts", uses: ["Identity", "Publishing"]),
  function("SchedulePost", in: "Posts", uses: ["Core", "Identity", "Posts", "Publishing"]),
  function("PublishPost", in: "Posts", uses: ["Identity", "Posts", "Publishing"]),
  function("CancelPost", in: "Posts", uses: ["Identity", "Posts", "Publishing"]),
  function("RetryDelivery", in: "Publishing", uses: ["Identity", "Posts", "Publishing"]),
  function("ResolveDelivery", in: "Publishing", uses: ["Identity", "Posts", "Publishing"]),
  function("DispatchDueDeliveries", in: "Publishing", uses: ["Publishing"]),
  function("PublishDelivery", in: "Publishing", uses: ["Publishing"]),
  function("ReconcileDeliveries", in: "Publishing", uses: ["Publishing"]),
  function("ReceiveMetaWebhook", in: "Inbox", uses: ["Inbox"]),
  function("StoreComment", in: "Inbox", uses: ["Inbox"]),
  function("ListComments", in: "Inbox", uses: ["Identity", "Inbox"]),
  function("ShowStatus", in: "Operations"),
  function("Migrate", in: "Operations", uses: ["Core", "Migrations"]),
]

let tests: [Target] = [
  library("Harness", at: "Tests/Harness", uses: ["Core", "HTTPClient"]),
  library("NaivePublishing", at: "Tests/Faults/NaivePublishing", uses: ["Core", "Platforms"]),
  program(
    "NaivePublishDelivery", at: "Tests/Faults/NaivePublishDelivery",
    uses: ["LambdaRuntime", "NaivePublishing", "Publishing", "Wiring"]),
  program(
    "NaiveReconcileDeliveries", at: "Tests/Faults/NaiveReconcileDeliveries",
    uses: ["LambdaRuntime", "NaivePublishing", "Publishing", "Wiring"]),
  program("faults", at: "Tests/Faults/Run", uses: ["Core", "Harness"]),
  program("bench", at: "Tests/Bench", uses: ["Core", "Harness"]),
  library(
    "TestSupport", at: "Tests/Support",
    uses: ["Core", "Database", "HTTPServer", "Harness", "Migrations"] + nio),
  program("EchoRequest", at: "Tests/RuntimeFixtures/EchoRequest", uses: ["Core", "LambdaRuntime"]),
  program("EchoEvent", at: "Tests/RuntimeFixtures/EchoEvent", uses: ["Core", "LambdaRuntime"]),
  program("ConsumeMessage", at: "Tests/RuntimeFixtures/ConsumeMessage", uses: ["Core", "LambdaRuntime"]),
  suite("LambdaRuntimeTests", uses: ["Core", "Harness"]),
  suite("CoreTests", uses: ["Core"]),
  suite("CryptographyTests", uses: ["Core", "Cryptography"]),
  suite("PlatformsTests", uses: ["Core", "HTTPClient", "HTTPServer", "Platforms", "TestSupport"]),
  suite("QueuesTests", uses: ["Core", "HTTPServer", "Queues", "TestSupport"]),
  suite("PostsTests", uses: ["Core", "Platforms", "Posts"]),
  suite("IdentityTests", uses: ["Core", "Cryptography", "Database", "Identity", "TestSupport"]),
  suite(
    "PublishingTests",
    uses: [
      "Accounts", "Core", "Cryptography", "Database", "HTTPServer", "Harness", "Identity", "Platforms",
      "Posts", "Publishing", "Queues", "TestSupport",
    ]),
  suite("DatabaseTests", uses: ["Core", "Database", "Migrations", "TestSupport"]),
  suite("BlackBoxTests", uses: ["Core", "Cryptography", "Harness"]),
  suite("HostTests", uses: ["Core", "Harness", "Host", "HostQueues", "HostTemplate"]),
]

let package = Package(
  name: "ClientNest",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: libraries + host + functions + tests)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
}

// What is deployed. Tasks and regular expressions would bring their engines, 2.3 MB, into every function: without
// the implicit imports the compiler refuses them. With a section per function the linker keeps only what is used,
// and the same sources make the same objects in every directory.
for target in libraries + functions where target.type != .system {
  target.swiftSettings?.append(
    .unsafeFlags([
      "-Xfrontend", "-disable-implicit-concurrency-module-import",
      "-Xfrontend", "-disable-implicit-string-processing-module-import",
      "-Xfrontend", "-function-sections", "-file-prefix-map", "\(Context.packageDirectory)=.",
    ]))
}
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
