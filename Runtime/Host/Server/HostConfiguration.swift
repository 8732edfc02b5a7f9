internal import Core
internal import Cryptography
package import HTTPServer
package import HostSigning
package import HostTemplate

/// How a host is run.
package struct HostConfiguration: Sendable {
  /// The directory that relative `CodeUri`s start from: that of the template.
  package var templateDirectory = "."
  /// Where `<LogicalId>` executables are.
  package var binariesDirectory = ".build/release"
  /// Where logs and the times of ticks are kept; must exist.
  package var stateDirectory = ".local"
  package var logDirectory: String { stateDirectory + "/logs" }

  /// The address of the gateway.
  package var host = "127.0.0.1"
  /// Of the gateway; 0 for one of the system's choice.
  package var port = 8080
  /// Names that the gateway is called by, besides `localhost` and IP addresses: those of its public address.
  package var publicNames: [String] = []
  /// Connections to the gateway at the same time.
  package var maxConnections = 20_000
  /// Of the service endpoint, on 127.0.0.1. Queue URLs carry it, so it is chosen before.
  package var servicesPort = 0
  /// The socket that listens on it; nil when the host is to take the port itself.
  package var servicesSocket: ListeningSocket?

  /// Whether environments run as users of their own when the host is root.
  package var isolatesUsers = true
  /// The users that they run as; nil for some that are free.
  package var accounts: AccountBlock?
  /// Addresses of a database of this host alone. Functions that have one of them in a variable are in the group of its
  /// socket's directory (`AccountBlock.databaseGroup`).
  package var databaseURLs: [String] = []

  /// An environment without work is ended after so long.
  package var idleSeconds = 60
  /// How long a start may take (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html).
  package var initLimit = Duration.seconds(10)
  /// Environments of a function for which the template sets no limit.
  package var defaultConcurrency = 10

  /// That of every ARN on this machine.
  package static let account = "000000000000"
  package var region = "local"
  /// The host's own key, which may do everything. Those of functions are derived from it. There is always one that
  /// nobody knows: without a word on it, it is made up and does not outlive the host.
  package var accessKey = "local"
  package var secretKey = Hex.encode(SecureRandom.bytes(20))
  /// What lets a scraper of metrics in, which cannot sign; nil for nobody.
  package var operatorToken: String?

  /// The access keys of the host and of a template's functions.
  package func keys(for template: Template) -> KeyRing {
    KeyRing(
      hostKey: accessKey, secret: secretKey,
      functions: template.functions.map { (name: $0.name, policy: $0.policy) })
  }

  /// Where functions and browsers reach the object store; nil when the template has no bucket.
  package var objectsURL: String?
  /// How long each further attempt of a function at an object's event waits. Lambda makes two
  /// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html).
  package var objectEventPauses: [Duration] = [.seconds(60), .seconds(120)]

  /// How long a failed asynchronous invocation waits for its second run and for its third: Lambda's times.
  package var eventRetryPauses: [Duration] = [.seconds(60), .seconds(120)]

  /// No log lines on standard output.
  package var isQuiet = false
  /// A `platform.report` line for every invocation.
  package var reportsInvocations = false

  package var webSockets = WebSocketLimits()

  package init() {}
}
