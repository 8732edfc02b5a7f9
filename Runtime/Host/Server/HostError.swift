/// Why a host cannot run.
package struct HostError: Error, Sendable, CustomStringConvertible {
  package let problems: [String]

  package var description: String { problems.joined(separator: "\n") }
}
