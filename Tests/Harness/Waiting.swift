internal import Core

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A condition that did not come true in time.
package struct Timeout: Error, CustomStringConvertible {
  package let description: String

  package init(description: String) { self.description = description }
}

/// Asks again and again until there is an answer, at most for `limit`.
package func wait<Value>(
  for what: @autoclosure () throws -> String, upTo limit: Duration, every pause: Duration = .milliseconds(20),
  _ ask: () throws -> Value?
) throws -> Value {
  let deadline = Instant.now() + limit
  while true {
    if let value = try ask() { return value }
    guard Instant.now() < deadline else { throw Timeout(description: "no \(try what()) within \(limit)") }
    usleep(UInt32(pause.microseconds))
  }
}
