package import HostRights
package import Signature

/// A signature that is right.
package struct VerifiedSignature: Sendable {
  /// Who made it.
  package let principal: Principal
  package let key: SigningKey
  /// `20261121T093000Z`.
  package let timestamp: String
  /// In hexadecimal; the signatures of chunks are chained to it.
  package let signature: String
  package let isPresigned: Bool
}
