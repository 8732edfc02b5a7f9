/// Why bytes are not the JSON that was wanted.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, as a sentence part: "expected ':' after a member name".
  package let reason: String
  /// Where, in bytes from the start.
  package let offset: Int

  package init(reason: String, offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  package var description: String { "\(reason) at byte \(offset)" }
}
