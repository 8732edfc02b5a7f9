package import Core
internal import Glibc
internal import Synchronization

/// The whole bundle on this machine, as `clientnest up` runs it, with a state directory of its own.
package final class RunningBundle: Sendable {
  package let directory: String
  package let url: String
  private let arguments: [String]
  private let variables: [String: String]
  private let process = Mutex<ChildProcess?>(nil)
  private let remembered = Mutex(0)

  /// Where the built executables lie.
  package static let binaries = ".build/release"

  /// Where the host takes the functions from: `CLIENTNEST_BINARIES` names those that were packaged.
  package static var functions: String {
    getenv("CLIENTNEST_BINARIES").map { String(cString: $0) } ?? binaries
  }

  /// Quotas that no test reaches by being many clients at one address.
  private static let quotas = Dictionary(
    uniqueKeysWithValues: [
      "AddressRequestsPerMinute", "UserRequestsPerMinute", "KeyRequestsPerMinute",
      "OrganizationRequestsPerMinute", "ThrottleRate", "ThrottleBurst",
    ].map { ($0, "1000000") })

  /// Starts it and returns when it serves. `settings` are template parameters. Without a word on them, requests are
  /// hardly limited. `variables` are the host's own, besides those of this process.
  package init(
    settings: [String: String] = [:], arguments: [String] = [], variables: [String: String] = [:]
  ) throws {
    self.variables = variables
    directory = TemporaryDirectory.path("state")
    let port = try freePort()
    url = "http://127.0.0.1:\(port)"
    self.arguments =
      [
        "up", "--no-demo", "--quiet", "--port", "\(port)", "--state-dir", directory, "--binaries",
        Self.functions,
      ]
      + Self.quotas.merging(settings) { _, given in given }.sorted { $0.key < $1.key }.flatMap {
        ["--set", "\($0.key)=\($0.value)"]
      } + arguments
    let id = Interruption.remember { [weak self] in try self?.dispose() }
    remembered.withLock { $0 = id }
    do {
      try start()
    } catch {
      try dispose()
      throw error
    }
  }

  /// One that is there for `body` only.
  package static func with(
    settings: [String: String] = [:], arguments: [String] = [], _ body: (RunningBundle) throws -> Void
  ) throws {
    let bundle = try RunningBundle(settings: settings, arguments: arguments)
    do {
      try body(bundle)
    } catch {
      try bundle.dispose()
      throw error
    }
    try bundle.dispose()
  }

  /// Ends it, by force when it does not end by itself, and removes its state.
  package func dispose() throws {
    do {
      try stop()
    } catch {
      try crash()
    }
    try TemporaryDirectory.remove(directory)
    unlink(output)
    Interruption.forget(remembered.withLock { $0 })
  }

  /// What the host printed.
  var output: String { directory + ".out" }

  package func start() throws {
    let child = try ChildProcess(
      Self.binaries + "/clientnest", arguments, variables: variables, output: output)
    process.withLock { $0 = child }
    _ = try wait(for: "ready line in \(output)", upTo: .seconds(60)) { () -> Bool? in
      let text = try TextFile.read(output)
      if child.exitStatus() != nil { throw Timeout(description: "clientnest ended: \(text)") }
      return text.contains("ready: ") ? true : nil
    }
  }

  /// Ends it as Ctrl-C does.
  package func stop() throws { try process.withLock { $0 }?.end() }

  /// Ends it as a crash does: nothing is finished, nothing is told.
  package func crash() throws { try process.withLock { $0 }?.end(SIGKILL) }

  package var processIdentifier: Int32 { process.withLock { $0?.identifier ?? 0 } }

  /// The address of the host's own services: SQS, Lambda's Invoke, its state.
  package func servicesURL() throws -> String { "http://127.0.0.1:\(try record("services_port"))" }

  package func sandboxURL() throws -> String { "http://127.0.0.1:\(try record("sandbox_port"))" }

  /// Calls the host's services with its own key.
  package func host() throws -> HostCaller {
    HostCaller(try servicesURL(), secretKey: try parameter("HostSecretKey"))
  }

  /// One of the parameters that the host keeps.
  package func parameter(_ name: String) throws -> String {
    guard let value = try JSON(parsing: TextFile.read(directory + "/parameters.json"))[name]?.string else {
      throw Timeout(description: "parameters.json has no \(name)")
    }
    return value
  }

  /// Invokes a function by name, as the scheduler would.
  @discardableResult
  package func invoke(_ function: String, _ event: JSON = [:]) throws -> Client.Answer {
    try host().invoke(function, event)
  }

  /// Replaces the faults of the sandbox.
  package func setFaults(_ faults: JSON) throws {
    let answer = try Client(sandboxURL()).post("/faults", faults)
    guard answer.status < 300 else { throw Timeout(description: "faults answered \(answer.text)") }
  }

  /// Runs a command of the command line against this bundle.
  package func command(_ arguments: [String]) throws -> (status: Int32, output: String) {
    try ChildProcess.run(Self.binaries + "/clientnest", arguments + ["--state-dir", directory])
  }

  private func record(_ member: String) throws -> Int64 {
    guard let value = try JSON(parsing: TextFile.read(directory + "/host.json"))[member]?.integer else {
      throw Timeout(description: "host.json has no \(member)")
    }
    return value
  }
}

/// A port of the loopback address that nothing listens on at the moment. It is below those from which the kernel
/// takes one for each outgoing connection (`man 7 ip`): with many of these it would soon be taken again.
package func freePort() throws -> Int {
  for _ in 0..<100 {
    let port = UInt16.random(in: 10_000..<20_000)
    if isFree(port) { return Int(port) }
  }
  throw Timeout(description: "no free port")
}

private func isFree(_ port: UInt16) -> Bool {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(descriptor) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
      bind(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }
  }
}
