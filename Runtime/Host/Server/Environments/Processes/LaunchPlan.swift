internal import Glibc
internal import HostSigning
internal import HostTemplate
internal import PrivateFiles

/// How the processes of one function are started.
struct LaunchPlan {
  let executable: String
  let directory: String
  /// Everything but the address of the Runtime API and the name of the log stream, as `NAME=value`.
  let environment: [String]
  /// Whether other users than the host's can run it: every directory above lets them pass.
  let isOpenToAll: Bool
  /// Whether the template tells the function where the host's own database is.
  let reachesDatabase: Bool

  init(_ function: FunctionResource, _ configuration: HostConfiguration, servicesPort: Int) {
    (executable, directory) = Self.place(of: function, configuration)
    isOpenToAll = OpenPath.isRunnable(Self.absolute(executable))
    reachesDatabase = function.environment.contains { variable in
      configuration.databaseURLs.contains { variable.value.contains($0) }
    }
    let key = KeyRing.pair(of: function.name, configuration.secretKey)
    let services = "http://127.0.0.1:\(servicesPort)"
    // These win over the variables of the template, as on Lambda.
    let reserved = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "en_US.UTF-8", "TZ": ":UTC",
      "_HANDLER": function.handler, "LAMBDA_TASK_ROOT": directory, "LAMBDA_RUNTIME_DIR": directory,
      "AWS_LAMBDA_FUNCTION_NAME": function.name, "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": String(function.memory),
      "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/\(function.name)",
      "AWS_LAMBDA_INITIALIZATION_TYPE": function.provisionedConcurrency > 0
        ? "provisioned-concurrency" : "on-demand", "AWS_REGION": configuration.region,
      "AWS_DEFAULT_REGION": configuration.region, "AWS_ACCESS_KEY_ID": key.id,
      "AWS_SECRET_ACCESS_KEY": key.secret, "AWS_ENDPOINT_URL_SQS": services,
      "AWS_ENDPOINT_URL_LAMBDA": services,
    ]
    let logging = function.logLevel.map { ["AWS_LAMBDA_LOG_LEVEL": $0] } ?? [:]
    let objects = configuration.objectsURL.map { ["AWS_ENDPOINT_URL_S3": $0] } ?? [:]
    let own = Dictionary(function.environment.map { ($0.name, $0.value) }) { $1 }
    environment = own.merging(reserved.merging(objects) { $1 }.merging(logging) { $1 }) { _, reserved in
      reserved
    }
    .map { "\($0.key)=\($0.value)" }
  }

  /// The program of a function, whether it is there or not.
  static func program(of function: FunctionResource, _ configuration: HostConfiguration) -> String {
    place(of: function, configuration).program
  }

  static func isThere(_ program: String) -> Bool { access(program, X_OK) == 0 }

  /// A `bootstrap` in the function's own code directory wins over the bundle's binary of its name.
  private static func place(
    of function: FunctionResource, _ configuration: HostConfiguration
  ) -> (program: String, directory: String) {
    let base = absolute(configuration.templateDirectory)
    let code = function.codeURI.map { $0.hasPrefix("/") ? $0 : base + "/" + $0 }
    if let code, isThere(code + "/bootstrap") { return (code + "/bootstrap", code) }
    return ("\(absolute(configuration.binariesDirectory))/\(function.logicalID)", base)
  }

  /// The process starts in another directory than the host's: relative paths would mean something else there.
  private static func absolute(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}
