/// A transfer that brought no answer.
package struct TransferError: Error, Sendable, CustomStringConvertible {
  package enum Kind: Sendable {
    /// No byte of the request left: it cannot have had an effect.
    case notSent
    /// The address leads to where the policy lets nobody connect; it cannot have had an effect.
    case refusedAddress
    /// The time ran out after the request was sent: it may have had its effect.
    case timedOut
    /// The connection broke after the request was sent: it may have had its effect.
    case interrupted
    /// The answer passed the size allowed; the request had its effect.
    case tooLarge
  }

  package let kind: Kind
  /// libcurl's words; holds no secret.
  package let reason: String

  package var description: String { reason }
}
