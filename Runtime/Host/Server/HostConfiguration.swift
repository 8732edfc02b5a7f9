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
  /// Of the service endpoint, on 127.0.0.1. Queue URLs carry it, so it is chosen before.
  package var servicesPort = 0

  /// An environment without work is ended after so long.
  package var idleSeconds = 60
  /// Environments of a function for which the template sets no limit.
  package var defaultConcurrency = 10

  package var region = "local"
  /// Credentials that functions sign their calls with. The host accepts any.
  package var accessKey = "local"
  package var secretKey = "local"

  /// No log lines on standard output.
  package var isQuiet = false
  /// A `platform.report` line for every invocation.
  package var reportsInvocations = false

  package init() {}
}
