internal import Core
internal import Glibc
internal import Harness

/// Templates and looks that the tests of execution environments share.
enum EnvironmentHost {
  /// A function `Probe` with one environment; `properties` are added to it, one per line.
  static func template(
    _ properties: [String] = [], variables: [String: String] = [:], besides resources: String = ""
  ) -> String {
    let values = variables.map { "\($0.key): \"\($0.value)\"" }.joined(separator: ", ")
    let lines = properties.map { "\n      " + $0 }.joined()
    return """
      Resources:
        Probe:
          Type: AWS::Serverless::Function
          Properties:
            CodeUri: Tests/ProbeFunction
            MemorySize: 256
            ReservedConcurrentExecutions: 1
            Environment: {Variables: {\(values)}}\(lines)
      \(resources.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
      """
  }

  /// The processes that were started with a variable, `NAME=value`.
  static func processes(with variable: String) throws -> [Int32] {
    try TextFile.names(in: "/proc").compactMap { Int32($0) }.filter { process in
      let environment = try? TextFile.read("/proc/\(process)/environ")
      return environment?.split(separator: "\0").contains { $0 == variable } ?? false
    }
  }
}
