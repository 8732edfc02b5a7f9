internal import Core
internal import Cryptography
internal import OpenID

/// A log-in that waits for its second factor. Nothing of it is kept before that was given, so it carries along what is to
/// be done then.
struct LogInChallenge {
  /// Long enough to find the telephone.
  static let lifetime = Duration.seconds(5 * 60)

  let user: UUID
  let expiresAt: Instant
  /// A digest of what the log-in rests on: it ends when password, address, second factors or providers change.
  let facts: [UInt8]
  /// Of who came by a provider.
  let arrival: SignInArrival?

  init(for user: UUID, _ facts: [UInt8], _ arrival: SignInArrival?, at now: Instant) {
    self.user = user
    expiresAt = now + Self.lifetime
    self.facts = facts
    self.arrival = arrival
  }

  func isGood(for facts: [UInt8], at now: Instant) -> Bool {
    now < expiresAt && constantTimeEqual(self.facts, facts)
  }
}

/// Somebody whom a provider has signed in.
struct SignInArrival {
  let provider: String
  let identity: OpenIDIdentity
}

/// As it is sealed.
extension LogInChallenge {
  var json: JSON {
    var object: JSONObject = [
      "user": JSON(describing: user), "expires_at": .integer(expiresAt.seconds),
      "facts": .string(Base64.urlEncode(facts)),
    ]
    if let arrival {
      object["provider"] = .string(arrival.provider)
      object["issuer"] = .string(arrival.identity.issuer)
      object["subject"] = .string(arrival.identity.subject)
      // It is for show; one that is longer than addresses are would make the challenge so.
      object["email"] = JSON(arrival.identity.email.flatMap { $0.utf8.count <= 254 ? $0 : nil })
      object["is_email_verified"] = .bool(arrival.identity.isEmailVerified)
    }
    return .object(object)
  }

  init?(_ json: JSON) {
    guard let user = json["user"]?.string.flatMap({ UUID($0) }), let seconds = json["expires_at"]?.integer,
      let facts = json["facts"]?.string.flatMap({ Base64.urlDecode($0) })
    else { return nil }
    self.user = user
    expiresAt = Instant(seconds: seconds)
    self.facts = facts
    arrival = SignInArrival(json)
  }
}

extension SignInArrival {
  fileprivate init?(_ json: JSON) {
    guard let provider = json["provider"]?.string, let issuer = json["issuer"]?.string,
      let subject = json["subject"]?.string
    else { return nil }
    self.provider = provider
    identity = OpenIDIdentity(
      issuer: issuer, subject: subject, email: json["email"]?.string,
      isEmailVerified: json["is_email_verified"]?.bool ?? false, name: nil)
  }
}
