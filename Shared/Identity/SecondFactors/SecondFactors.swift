package import Audit
package import Core
internal import Cryptography
package import Database
internal import Limits

/// What a person does with their own second factors.
package struct SecondFactors {
  private static let limit = 10

  private let session: Session
  private let store: SecondFactorStore
  private let person: AccessToken
  private let box: FactorBox
  private let origin: Origin
  private let log: AuditLog
  private let notices: SecurityNotices

  /// The session's role may see every person's factors.
  package init(_ session: Session, of person: AccessToken, _ box: FactorBox, from origin: Origin) {
    self.session = session
    store = SecondFactorStore(session)
    self.person = person
    self.box = box
    self.origin = origin
    log = AuditLog(session, origin)
    notices = SecurityNotices(session, from: origin)
  }

  /// Makes the secret of an authenticator app. It counts when a code of it was given to `confirm`; whatever was begun
  /// before and not confirmed is gone.
  package func enrol(named name: String) throws -> JSON {
    guard let email = try IdentityStore(session: session).findCredentials(of: person.user)?.email else {
      throw IdentityError.wrongToken
    }
    let id = UUID.v7()
    // As long as the digest, as RFC 4226 §4 recommends.
    let secret = SecureRandom.bytes(20)
    let sealed = try box.seal(secret, of: id)
    try session.transaction {
      try store.lock(person.user)
      try store.deletePending(of: person.user)
      guard try store.insert(id, of: person.user, name: name, sealed: sealed, limit: Self.limit) else {
        throw SecondFactorError.tooMany
      }
      try log.record(.secondFactorBegun, in: person.user, by: person.user, on: "second_factor:\(id)")
    }
    return [
      "id": JSON(describing: id), "name": .string(name), "secret": .string(Base32.encode(secret)),
      "otpauth_url": .string(AuthenticatorKey.url(secret, email: email)),
    ]
  }

  /// Shows by a code that the secret arrived. With the first factor come the recovery codes.
  package func confirm(_ id: UUID, code: String, at now: Instant = .now()) throws -> JSON {
    let limits = LogInLimits.factor(of: person.user, from: origin)
    try RateLimiter(session).take(limits)
    guard let sealed = try store.findPending(id, of: person.user) else {
      throw Problem.notFound("second factor")
    }
    guard let step = TimeBasedCode(secret: try box.open(sealed, of: id)).step(of: code, at: now) else {
      throw Self.wrongCode
    }
    try RateLimiter(session).clear(limits.map(\.key))
    return try session.transaction {
      try store.lock(person.user)
      let isFirst = try !store.hasConfirmed(of: person.user)
      guard let factor = try store.confirm(id, of: person.user, step: step) else {
        throw Problem.notFound("second factor")
      }
      try log.record(
        .secondFactorAdded, in: person.user, by: person.user, on: "second_factor:\(id)",
        after: ["name": factor["name"] ?? .null])
      try notices.tell(person.user, .secondFactorAdded(name: factor["name"]?.string ?? ""))
      let recoveryCodes: JSON = try isFirst ? makeCodes() : .null
      return ["second_factor": factor, "recovery_codes": recoveryCodes]
    }
  }

  package func list() throws -> JSON {
    [
      "data": .array(try store.list(of: person.user)),
      "recovery_codes_left": JSON(try store.countCodes(of: person.user)),
    ]
  }

  /// With the last factor the recovery codes go too.
  package func remove(_ id: UUID) throws {
    try session.transaction {
      try store.lock(person.user)
      guard let name = try store.delete(id, of: person.user) else { throw Problem.notFound("second factor") }
      if try !store.hasConfirmed(of: person.user) { try store.deleteCodes(of: person.user) }
      try log.record(
        .secondFactorRemoved, in: person.user, by: person.user, on: "second_factor:\(id)",
        before: ["name": .string(name)])
      try notices.tell(person.user, .secondFactorRemoved(name: name))
    }
  }

  /// Makes new recovery codes; the old ones are good no longer.
  package func replaceCodes() throws -> JSON {
    try session.transaction {
      try store.lock(person.user)
      guard try store.hasConfirmed(of: person.user) else { throw SecondFactorError.none }
      return ["recovery_codes": try makeCodes()]
    }
  }

  private func makeCodes() throws -> JSON {
    let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode.make() }
    try store.deleteCodes(of: person.user)
    try store.insertCodes(codes.compactMap { RecoveryCode.digest($0) }, of: person.user)
    try log.record(.recoveryCodesReplaced, in: person.user, by: person.user)
    return .array(codes.map { .string($0) })
  }

  static let wrongCode = Problem.invalid([
    FieldError("/code", "wrong_code", "The code is wrong, was used already, or is too old.")
  ])
}

/// The address in the QR code that an authenticator app reads
/// (https://github.com/google/google-authenticator/wiki/Key-Uri-Format).
enum AuthenticatorKey {
  private static let issuer = "ClientNest"

  static func url(_ secret: [UInt8], email: String) -> String {
    let label = PercentEncoding.encode("\(issuer):\(email)")
    return "otpauth://totp/\(label)?secret=\(Base32.encode(secret))&issuer=\(issuer)"
      + "&algorithm=SHA1&digits=6&period=\(TimeBasedCode.period)"
  }
}
