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

/// What joins a feature to the runtime, for the functions that have to do with it.
func wiring(_ feature: String, uses dependencies: [Target.Dependency]) -> Target {
  library(
    "Wiring\(feature)", at: "Shared/Wiring\(feature)",
    uses: ["Core", "LambdaRuntime", "Wiring"] + dependencies)
}

/// One function: its folder is `Functions/<feature>/<name>`, its binary and its template id are `name`.
func function(_ name: String, in feature: String, uses dependencies: [Target.Dependency] = []) -> Target {
  .executableTarget(
    name: name, dependencies: ["LambdaRuntime", "Wiring"] + dependencies,
    path: "Functions/\(feature)/\(name)",
    linkerSettings: [.unsafeFlags(["-Xlinker", "--gc-sections"])])
}

/// A program of Runtime/ or Tests/.
func program(
  _ name: String, at path: String, uses dependencies: [Target.Dependency], besides files: [String] = []
) -> Target {
  .executableTarget(name: name, dependencies: dependencies, path: path, exclude: files)
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
  .systemLibrary(name: "CText", path: "Shared/CText"),
  library("Core", at: "Shared/Core", uses: ["CText"]),
  library("HTTPClient", at: "Shared/HTTPClient", uses: ["Core", "CCurl"]),
  library("Database", at: "Shared/Database", uses: ["Core", "CPostgres"]),
  library("Platforms", at: "Shared/Platforms", uses: ["Core", "Cryptography", "HTTPClient"]),
  library("Signature", at: "Shared/Signature", uses: ["Core", "Cryptography"]),
  library("Queues", at: "Shared/Queues", uses: ["Core", "HTTPClient", "Signature"]),
  library("Objects", at: "Shared/Objects", uses: ["Core", "HTTPClient", "Signature"]),
  .target(
    name: "Migrations", dependencies: ["Database"], path: "Shared/Migrations",
    resources: [
      .embedInCode("SQL/0001_identity.sql"), .embedInCode("SQL/0002_publishing.sql"),
      .embedInCode("SQL/0003_inbox.sql"), .embedInCode("SQL/0004_security.sql"),
      .embedInCode("SQL/0005_common_passwords.sql"), .embedInCode("SQL/0006_live.sql"),
      .embedInCode("SQL/0007_organizations.sql"), .embedInCode("SQL/0008_second_factors.sql"),
      .embedInCode("SQL/0009_sign_in.sql"), .embedInCode("SQL/0010_api_keys.sql"),
      .embedInCode("SQL/0012_platforms.sql"), .embedInCode("SQL/0013_accounts.sql"),
      .embedInCode("SQL/0014_media.sql"), .embedInCode("SQL/0016_privacy.sql"),
      .embedInCode("SQL/0017_heavy.sql"), .embedInCode("SQL/0018_preflight.sql"),
      .embedInCode("SQL/0019_take_down.sql"), .embedInCode("SQL/0020_media_variants.sql"),
      .embedInCode("SQL/0021_registration.sql"), .embedInCode("SQL/0022_second_factor_demand.sql"),
      .embedInCode("SQL/0023_doors.sql"), .embedInCode("SQL/0024_trails.sql"),
      .embedInCode("SQL/0025_links.sql"), .embedInCode("SQL/0026_keys_of_persons.sql"),
      .embedInCode("SQL/0027_trips.sql"), .embedInCode("SQL/0028_standing.sql"),
      .embedInCode("SQL/0029_claims.sql"), .embedInCode("SQL/0030_media_quota.sql"),
      .embedInCode("SQL/0031_begun.sql"), .embedInCode("SQL/0032_replayed_headers.sql"),
      .embedInCode("SQL/0033_beginnings.sql"), .embedInCode("SQL/0036_waiting.sql"),
      .embedInCode("SQL/0038_partly_out.sql"), .embedInCode("SQL/0039_granted_scopes.sql"),
      .embedInCode("SQL/0040_media_coding.sql"), .embedInCode("SQL/0042_identity_in_use.sql"),
      .embedInCode("SQL/0043_held_sessions.sql"),
    ]),
  library("Description", at: "Shared/Description", uses: ["Core", "Cryptography"]),
  library("Audit", at: "Shared/Audit", uses: ["Core", "Database"]),
  library("Outbox", at: "Shared/Outbox", uses: ["Core", "Database", "Queues"]),
  library("Limits", at: "Shared/Limits", uses: ["Core", "Database"]),
  library("OpenID", at: "Shared/OpenID", uses: ["Core", "Cryptography", "HTTPClient"]),
  library("Mail", at: "Shared/Mail", uses: ["Core", "HTTPClient"]),
  library(
    "Identity", at: "Shared/Identity",
    uses: ["Audit", "Core", "Cryptography", "Database", "Limits", "Mail", "OpenID", "Outbox"]),
  library(
    "Accounts", at: "Shared/Accounts",
    uses: ["Audit", "Core", "Cryptography", "Database", "Identity", "Platforms"]),
  .systemLibrary(name: "CChildProcess", path: "Shared/CChildProcess"),
  library("ChildProcess", at: "Shared/ChildProcess", uses: ["CChildProcess", "Core"]),
  library("Transcoding", at: "Shared/Transcoding", uses: ["ChildProcess", "Core", "Platforms"]),
  library(
    "MediaLibrary", at: "Shared/MediaLibrary",
    uses: [
      "ChildProcess", "Core", "Database", "Identity", "Objects", "Outbox", "Platforms", "Transcoding",
    ]),
  library(
    "Posts", at: "Shared/Posts",
    uses: ["Accounts", "Core", "Database", "MediaLibrary", "Outbox", "Platforms"]),
  library(
    "Publishing", at: "Shared/Publishing",
    uses: [
      "Accounts", "Audit", "Core", "Cryptography", "Database", "Identity", "MediaLibrary", "Outbox",
      "Platforms", "Posts",
    ]),
  library(
    "Live", at: "Shared/Live",
    uses: ["Core", "Database", "HTTPClient", "Identity", "Outbox", "Posts", "Signature"]),
  library("Vault", at: "Shared/Vault", uses: ["Audit", "Core", "Cryptography", "Database"]),
  library(
    "Privacy", at: "Shared/Privacy",
    uses: ["Audit", "Core", "Database", "Identity", "Limits", "Objects", "Outbox"]),
  library("Inbox", at: "Shared/Inbox", uses: ["Core", "Cryptography", "Database", "Outbox"]),
  library("Idempotency", at: "Shared/Idempotency", uses: ["Core", "Cryptography", "Database"]),
  library(
    "Wiring", at: "Shared/Wiring",
    uses: [
      "Audit", "Core", "Cryptography", "Database", "Idempotency", "Identity", "LambdaRuntime", "Limits",
      "Objects", "Outbox", "Queues", "Signature",
    ]),
  wiring("Identity", uses: ["Audit", "Database", "Identity", "Mail", "OpenID"]),
  wiring("Accounts", uses: ["Accounts", "Database", "Platforms"]),
  wiring("Media", uses: ["Database", "MediaLibrary"]),
  wiring("Posts", uses: ["Posts", "Publishing"]),
  wiring("Publishing", uses: ["Database", "Identity", "Publishing", "WiringAccounts"]),
  wiring("Privacy", uses: ["Database", "Identity", "Privacy"]),
  .systemLibrary(name: "CMemory", path: "Runtime/CMemory"),
  library("LambdaRuntime", at: "Runtime/Lambda", uses: ["CMemory", "Core", "HTTPClient"]),
  library("Cryptography", at: "Shared/Cryptography", uses: ["Core", "COpenSSL"]),
]

let host: [Target] = [
  .systemLibrary(name: "CProcess", path: "Runtime/Host/CProcess"),
  library(
    "HTTPServer", at: "Runtime/HTTPServer",
    uses: ["Cryptography"] + nio),
  library("HostRights", at: "Runtime/Host/Rights", uses: ["Core"]),
  library(
    "HostTemplate", at: "Runtime/Host/Template",
    uses: ["Core", "HostRights", .product(name: "Yams", package: "Yams")]),
  library("PrivateFiles", at: "Runtime/PrivateFiles"),
  library(
    "HostDatabase", at: "Runtime/Host/Database",
    uses: ["PrivateFiles", .product(name: "GRDB", package: "GRDB.swift")]),
  library(
    "HostQueues", at: "Runtime/Host/Queues",
    uses: [
      "Core", "Cryptography", "HostDatabase", "HostRights", "HostSigning",
      .product(name: "GRDB", package: "GRDB.swift"),
    ] + nio),
  library(
    "HostSigning", at: "Runtime/Host/Signing", uses: ["Core", "Cryptography", "HostRights", "Signature"]),
  library(
    "HostObjects", at: "Runtime/Host/Objects",
    uses: [
      "Core", "Cryptography", "HTTPServer", "HostDatabase", "HostRights", "HostSigning", "PrivateFiles",
      "Signature",
      .product(name: "GRDB", package: "GRDB.swift"),
    ] + nio),
  library("HostSchedules", at: "Runtime/Host/Schedules", uses: ["Core"]),
  library(
    "Host", at: "Runtime/Host/Server",
    uses: [
      "Core", "Cryptography", "CProcess", "HTTPClient", "HTTPServer", "HostDatabase", "HostObjects",
      "HostQueues", "HostRights", "HostSchedules", "HostSigning", "HostTemplate", "PrivateFiles",
      .product(name: "GRDB", package: "GRDB.swift"),
      .product(name: "NIOWebSocket", package: "swift-nio"),
    ] + nio),
  program(
    "clientnest", at: "Runtime/Host/CommandLine",
    uses: [
      "CProcess", "Core", "Cryptography", "HTTPClient", "HTTPServer", "Host", "HostObjects", "HostQueues",
      "HostSigning", "HostTemplate", "PrivateFiles", "Signature", arguments,
    ]),
  program(
    "sandbox", at: "Runtime/Sandbox",
    uses: ["Core", "Cryptography", "HTTPServer", "PrivateFiles", arguments] + nio),
]

let functions: [Target] = [
  function("RegisterUser", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("LogIn", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("RefreshSession", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("ShowCurrentUser", in: "Identity", uses: ["Identity"]),
  function("LogOut", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("ListSessions", in: "Identity", uses: ["Core", "Identity"]),
  function("EndSession", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("EndAllSessions", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("ChangePassword", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("ChangeEmail", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("BeginSignIn", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("CompleteSignIn", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("LinkSignIn", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("ListSignIns", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("UnlinkSignIn", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("ListTokenKeys", in: "Identity", uses: ["Core", "Identity"]),
  function("CompleteLogIn", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("StepUpSession", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("AddSecondFactor", in: "Identity", uses: ["Core", "Identity", "WiringIdentity"]),
  function("ConfirmSecondFactor", in: "Identity", uses: ["Core", "Identity", "WiringIdentity"]),
  function("ListSecondFactors", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("RemoveSecondFactor", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("ReplaceRecoveryCodes", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("RequestVerification", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("RequestPasswordReset", in: "Identity", uses: ["Core", "Identity", "WiringIdentity"]),
  function("OpenLink", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("UseLink", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("SendMail", in: "Identity", uses: ["Identity", "WiringIdentity"]),
  function("CreateOrganization", in: "Organizations", uses: ["Identity", "WiringIdentity"]),
  function("UpdateOrganization", in: "Organizations", uses: ["Identity", "WiringIdentity"]),
  function("SwitchOrganization", in: "Organizations", uses: ["Core", "Identity", "WiringIdentity"]),
  function("ListMembers", in: "Organizations", uses: ["Identity"]),
  function("UpdateMember", in: "Organizations", uses: ["Identity", "WiringIdentity"]),
  function("RemoveMember", in: "Organizations", uses: ["Identity", "WiringIdentity"]),
  function("TransferOwnership", in: "Organizations", uses: ["Identity", "WiringIdentity"]),
  function("CreateInvitation", in: "Organizations", uses: ["Identity", "WiringIdentity"]),
  function("ListInvitations", in: "Organizations", uses: ["Identity"]),
  function("RevokeInvitation", in: "Organizations", uses: ["Identity", "WiringIdentity"]),
  function("ListWorkspaces", in: "Organizations", uses: ["Identity"]),
  function("CreateWorkspace", in: "Organizations", uses: ["Identity", "WiringIdentity"]),
  function("UpdateWorkspace", in: "Organizations", uses: ["Identity", "WiringIdentity"]),
  function("CreateAPIKey", in: "Keys", uses: ["Identity", "WiringIdentity"]),
  function("ListAPIKeys", in: "Keys", uses: ["Identity"]),
  function("RotateAPIKey", in: "Keys", uses: ["Identity", "WiringIdentity"]),
  function("RevokeAPIKey", in: "Keys", uses: ["Identity", "WiringIdentity"]),
  function("ListEvents", in: "Audit", uses: ["Audit", "Core", "Identity"]),
  function("VerifyAuditLog", in: "Audit", uses: ["Audit"]),
  function("ConnectAccount", in: "Accounts", uses: ["Accounts", "Core", "Identity", "WiringAccounts"]),
  function("CompleteConnection", in: "Accounts", uses: ["Accounts", "WiringAccounts"]),
  function("ChooseAccounts", in: "Accounts", uses: ["Accounts", "Core", "WiringAccounts"]),
  function("CheckAccount", in: "Accounts", uses: ["Accounts", "Identity", "WiringAccounts"]),
  function(
    "ListAccountOptions", in: "Accounts",
    uses: ["Accounts", "Core", "Identity", "Platforms", "WiringAccounts"]),
  function("DisconnectAccount", in: "Accounts", uses: ["Accounts", "Identity", "WiringAccounts"]),
  function("RefreshTokens", in: "Accounts", uses: ["Accounts", "Audit", "Publishing", "WiringAccounts"]),
  function("CreateUpload", in: "Media", uses: ["Identity", "MediaLibrary", "WiringMedia"]),
  function("ProbeUpload", in: "Media", uses: ["MediaLibrary", "WiringMedia"]),
  function("MakeVariant", in: "Media", uses: ["MediaLibrary", "WiringMedia"]),
  function("ExpireUploads", in: "Media", uses: ["MediaLibrary", "WiringMedia"]),
  function("ListMedia", in: "Media", uses: ["Identity", "MediaLibrary", "WiringMedia"]),
  function("ShowMedia", in: "Media", uses: ["Identity", "MediaLibrary", "WiringMedia"]),
  function("UpdateMedia", in: "Media", uses: ["Core", "Identity", "MediaLibrary", "WiringMedia"]),
  function("DeleteMedia", in: "Media", uses: ["Identity", "MediaLibrary", "WiringMedia"]),
  function("ListAccounts", in: "Accounts", uses: ["Accounts", "Identity"]),
  function("CreatePost", in: "Posts", uses: ["Identity", "Posts", "Publishing", "WiringPublishing"]),
  function("PreflightPost", in: "Posts", uses: ["Core", "Identity", "Posts", "WiringAccounts"]),
  function("ShowPost", in: "Posts", uses: ["Core", "Identity", "Posts", "WiringPosts"]),
  function("ListPosts", in: "Posts", uses: ["Identity", "Posts"]),
  function(
    "UpdatePost", in: "Posts", uses: ["Identity", "Posts", "Publishing", "WiringPosts", "WiringPublishing"]),
  function("DeletePost", in: "Posts", uses: ["Identity", "Publishing", "WiringPosts", "WiringPublishing"]),
  function(
    "SchedulePost", in: "Posts",
    uses: ["Core", "Identity", "Posts", "Publishing", "WiringPosts", "WiringPublishing"]),
  function(
    "PublishPost", in: "Posts", uses: ["Identity", "Posts", "Publishing", "WiringPosts", "WiringPublishing"]),
  function(
    "CancelPost", in: "Posts", uses: ["Identity", "Posts", "Publishing", "WiringPosts", "WiringPublishing"]),
  function(
    "RetryDelivery", in: "Publishing",
    uses: ["Identity", "Posts", "Publishing", "WiringPosts", "WiringPublishing"]),
  function(
    "ResolveDelivery", in: "Publishing",
    uses: ["Identity", "Posts", "Publishing", "WiringPosts", "WiringPublishing"]),
  function("DispatchDueDeliveries", in: "Publishing", uses: ["Publishing", "WiringPublishing"]),
  function("PreflightDueDeliveries", in: "Publishing", uses: ["Audit", "Publishing", "WiringAccounts"]),
  function(
    "TakeDownDelivery", in: "Publishing",
    uses: ["Identity", "Posts", "Publishing", "WiringPosts", "WiringPublishing"]),
  function("RemoveDelivery", in: "Publishing", uses: ["Publishing", "WiringAccounts", "WiringPublishing"]),
  function(
    "PublishDelivery", in: "Publishing",
    uses: ["Publishing", "WiringAccounts", "WiringMedia", "WiringPublishing"]),
  function(
    "ReconcileDeliveries", in: "Publishing",
    uses: ["Live", "Publishing", "WiringAccounts", "WiringPublishing"]),
  function("ReceiveMetaWebhook", in: "Inbox", uses: ["Inbox"]),
  function("StoreComment", in: "Inbox", uses: ["Inbox"]),
  function("ListComments", in: "Inbox", uses: ["Identity", "Inbox"]),
  function("OpenLiveConnection", in: "Live", uses: ["Identity", "Live"]),
  function("CloseLiveConnection", in: "Live", uses: ["Live"]),
  function("AnswerLiveMessage", in: "Live", uses: ["Core", "Live"]),
  function("PushLiveUpdates", in: "Live", uses: ["Live", "Posts"]),
  function("ListConsents", in: "Privacy", uses: ["Core", "Identity", "Privacy", "WiringPrivacy"]),
  function("GiveConsent", in: "Privacy", uses: ["Privacy", "WiringPrivacy"]),
  function("WithdrawConsent", in: "Privacy", uses: ["Privacy", "WiringPrivacy"]),
  function("RequestPersonalExport", in: "Privacy", uses: ["Identity", "Privacy", "WiringPrivacy"]),
  function("ShowPersonalExport", in: "Privacy", uses: ["Identity", "Privacy", "WiringPrivacy"]),
  function("RequestOrganizationExport", in: "Privacy", uses: ["Identity", "Privacy", "WiringPrivacy"]),
  function("ShowOrganizationExport", in: "Privacy", uses: ["Identity", "Privacy", "WiringPrivacy"]),
  function("RequestPersonalErasure", in: "Privacy", uses: ["Identity", "WiringIdentity", "WiringPrivacy"]),
  function("CancelPersonalErasure", in: "Privacy", uses: ["Identity", "WiringIdentity"]),
  function(
    "RequestOrganizationErasure", in: "Privacy", uses: ["Identity", "WiringIdentity", "WiringPrivacy"]),
  function("CancelOrganizationErasure", in: "Privacy", uses: ["Identity", "WiringIdentity"]),
  function("MakeExport", in: "Privacy", uses: ["Privacy"]),
  function("EraseDue", in: "Privacy", uses: ["Audit", "Privacy"]),
  function("PruneExpired", in: "Privacy", uses: ["Privacy"]),
  function("ShowStatus", in: "Operations", uses: ["Core", "Outbox", "Publishing"]),
  function("RotateKeys", in: "Operations", uses: ["Audit", "Cryptography", "Vault"]),
  function("ShowDescription", in: "Operations", uses: ["Description"]),
  function("ShowNotFound", in: "Operations"),
  function("Migrate", in: "Operations", uses: ["Core", "Migrations"]),
]

let tests: [Target] = [
  library("Harness", at: "Tests/Harness", uses: ["Core", "Cryptography", "HTTPClient", "Signature"]),
  library("NaivePublishing", at: "Tests/Faults/NaivePublishing", uses: ["Core", "Platforms"]),
  program(
    "NaivePublishDelivery", at: "Tests/Faults/NaivePublishDelivery",
    uses: [
      "LambdaRuntime", "NaivePublishing", "Publishing", "Wiring", "WiringAccounts", "WiringPublishing",
    ]),
  program(
    "NaiveReconcileDeliveries", at: "Tests/Faults/NaiveReconcileDeliveries",
    uses: [
      "LambdaRuntime", "NaivePublishing", "Publishing", "Wiring", "WiringAccounts", "WiringPublishing",
    ]),
  program("faults", at: "Tests/Faults/Run", uses: ["Core", "Harness", arguments] + nio),
  program("fuzz", at: "Tests/Fuzz/Run", uses: ["Core", "Harness", arguments]),
  program(
    "durability", at: "Tests/Faults/Durability",
    uses: [
      "Core", "HTTPServer", "Harness", "HostObjects", "HostQueues", "HostRights", "HostSigning", "Signature",
      arguments,
    ] + nio),
  program(
    "bench", at: "Tests/Bench",
    uses: ["Core", "Cryptography", "Harness", "ObjectFixtures", "Signature", arguments],
    besides: [
      "api.py", "create_post.lua", "echo.py", "Floor", "hello.py", "invoke.lua", "queues.lua",
      "RuntimeServer",
    ]),
  program("floor", at: "Tests/Bench/Floor", uses: ["CCurl"]),
  program("runtimeserver", at: "Tests/Bench/RuntimeServer", uses: []),
  program(
    "HelloHost", at: "Tests/HelloHost",
    uses: ["Core", "Harness", "Host", "HostQueues", "HostTemplate", arguments]),
  program("Hello", at: "Tests/RuntimeFixtures/Hello", uses: ["Core", "LambdaRuntime"]),
  library(
    "TestSupport", at: "Tests/Support",
    uses: ["Core", "Database", "HTTPServer", "Harness", "Migrations"] + nio),
  program("EchoRequest", at: "Tests/RuntimeFixtures/EchoRequest", uses: ["Core", "LambdaRuntime"]),
  program("EchoEvent", at: "Tests/RuntimeFixtures/EchoEvent", uses: ["Core", "LambdaRuntime"]),
  program("ConsumeMessage", at: "Tests/RuntimeFixtures/ConsumeMessage", uses: ["Core", "LambdaRuntime"]),
  program("EchoBytes", at: "Tests/RuntimeFixtures/EchoBytes", uses: ["LambdaRuntime"]),
  program("StreamBytes", at: "Tests/RuntimeFixtures/StreamBytes", uses: ["Core", "LambdaRuntime"]),
  program(
    "KeepConnection", at: "Tests/RuntimeFixtures/KeepConnection",
    uses: ["Core", "HTTPClient", "LambdaRuntime"]),
  library("ObjectFixtures", at: "Tests/ObjectFixtures/Server", uses: ["Core", "Harness", "Signature"]),
  program(
    "ServeObjects", at: "Tests/ObjectFixtures/ServeObjects", uses: ["HostObjects", "HostSigning", arguments]),
  suite("LambdaRuntimeTests", uses: ["Core", "Harness", "LambdaRuntime"]),
  suite("CoreTests", uses: ["Core"]),
  suite("CryptographyTests", uses: ["Core", "Cryptography"]),
  suite(
    "PlatformsTests",
    uses: ["Core", "Description", "Harness", "HTTPClient", "HTTPServer", "Platforms", "TestSupport"]),
  suite("QueuesTests", uses: ["Core", "HTTPServer", "Queues", "Signature", "TestSupport"]),
  suite("ObjectsTests", uses: ["Core", "Harness", "ObjectFixtures", "Objects", "Signature"]),
  suite("OpenIDTests", uses: ["Core", "Cryptography", "HTTPServer", "OpenID", "TestSupport"]),
  suite(
    "PrivacyTests",
    uses: [
      "Audit", "Core", "Cryptography", "Database", "Harness", "Identity", "ObjectFixtures", "Objects",
      "Privacy",
      "TestSupport", "Vault",
    ]),
  suite("PostsTests", uses: ["Core", "Platforms", "Posts"]),
  suite("InboxTests", uses: ["Core", "Inbox", "Outbox"]),
  suite(
    "MediaTests",
    uses: ["ChildProcess", "Core", "Harness", "MediaLibrary", "Objects", "Platforms", "Transcoding"]),
  suite(
    "IdentityTests",
    uses: ["Audit", "Core", "Cryptography", "Database", "Harness", "Identity", "Limits", "TestSupport"]),
  suite(
    "PublishingTests",
    uses: [
      "Accounts", "Audit", "Core", "Cryptography", "Database", "HTTPServer", "Harness", "Identity", "Outbox",
      "Platforms", "Posts", "Publishing", "Queues", "Signature", "TestSupport",
    ] + nio),
  suite("SigningTests", uses: ["Core", "Cryptography", "HostRights", "HostSigning", "Signature"]),
  suite("DatabaseTests", uses: ["Core", "Database", "Harness", "Migrations", "TestSupport"]),
  suite("BundleTests", uses: ["Harness"]),
  suite("BlackBoxTests", uses: ["Core", "Cryptography", "Description", "Harness", "Identity"]),
  suite("SchedulesTests", uses: ["Core", "Harness", "HostSchedules"]),
  suite(
    "HostTests",
    uses: [
      "Core", "Cryptography", "HTTPServer", "Harness", "Host", "HostObjects", "HostQueues", "HostRights",
      "HostSigning", "HostTemplate", "ObjectFixtures", "PrivateFiles", "Signature",
    ] + nio),
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
  // `make run` needs neither suites nor benches.
  targets: libraries + host + functions
    + (Context.environment["CLIENTNEST_WITHOUT_TESTS"] == nil ? tests : []))

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
