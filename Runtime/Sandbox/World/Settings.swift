/// What the command line decides once for all platforms.
struct Settings: Sendable {
  /// The keys of one registered application.
  struct Application: Sendable {
    let id: String
    let secret: String
  }

  /// Where a platform reports events to, and the word it proves itself with when it registers.
  struct Subscription: Sendable {
    let url: String
    let verifyToken: String
  }

  /// By the name of the platform.
  let applications: [String: Application]
  /// By the name of the provider that signs people in.
  let signInApplications: [String: Application]
  let subscription: Subscription?
  /// The word by which whoever runs the sandbox is known, besides their user; nil when there is none.
  let operatorToken: String?
  let enforcesRateLimits: Bool
  /// How long media stay "in progress".
  let processingTime: Duration
  let ledgerFile: String?
  let stateFile: String?

  /// The keys registered for a platform; made-up ones when the command line names none.
  func application(of platform: String) -> Application {
    applications[platform] ?? Application(id: "sandbox-\(platform)", secret: "sandbox-\(platform)-secret")
  }
}
