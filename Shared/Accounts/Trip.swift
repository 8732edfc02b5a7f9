package import Core
internal import Cryptography
package import Database
internal import Identity

/// A trip to a consent page, as the sealed `state` tells it on return.
package struct Trip: Sendable {
  package let platform: String
  package let organization: UUID
  package let user: UUID
  let attempt: UUID

  package var scope: Scope { Scope(organization: organization, user: user) }
}

/// A trip whose attempt, or whose choice, was found in the database.
struct OpenTrip {
  let id: UUID
  let platform: String
  let workspace: UUID
  /// Nil for what the version before has begun: nobody finishes it.
  let beginner: Beginner?
}

/// Seals trips into the tokens that travel through browsers.
struct TripSeal {
  enum Purpose: String {
    case consent, choice
  }

  private let key: [UInt8]

  /// `secret` is 32 bytes in base 64; of several, separated by commas, the first.
  init(_ secret: String) throws {
    guard let key = secret.split(separator: ",").first.flatMap({ Base64.decode($0) }) else {
      throw CryptographyError.malformed("the state key is not base 64")
    }
    // A key of its own for each purpose, from one secret.
    self.key = HMAC.sha256(key: key, Array("connection state".utf8))
  }

  func seal(_ trip: Trip, for purpose: Purpose) throws -> String {
    let plain = trip.organization.bytes + trip.attempt.bytes + trip.user.bytes + Array(trip.platform.utf8)
    return Base64.urlEncode(try AESGCM.seal(plain, key: key, context: Array(purpose.rawValue.utf8)))
  }

  /// Throws `staleState` for what was not sealed here for this purpose, and platform when one is expected.
  func open(_ token: String, platform expected: String? = nil, for purpose: Purpose) throws -> Trip {
    guard let sealed = Base64.urlDecode(token),
      let bytes = try? AESGCM.open(sealed, key: key, context: Array(purpose.rawValue.utf8)), bytes.count > 48,
      let organization = UUID(bytes: Array(bytes[0..<16])),
      let attempt = UUID(bytes: Array(bytes[16..<32])), let user = UUID(bytes: Array(bytes[32..<48]))
    else { throw AccountError.staleState }
    let platform = String(decoding: bytes[48...], as: UTF8.self)
    guard expected == nil || expected == platform else { throw AccountError.staleState }
    return Trip(platform: platform, organization: organization, user: user, attempt: attempt)
  }
}
