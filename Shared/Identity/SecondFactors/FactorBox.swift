internal import Core
internal import Cryptography

/// Seals the secrets of second factors, and the challenges of people who have given their password and not yet their
/// second factor.
package struct FactorBox: Sendable {
  private static let prefix = "cnc_"
  private static let challengePlace = Envelope.Place(
    organization: .zero, table: "log_in", column: "challenge", row: .zero)

  private let envelope: Envelope

  /// `keys` are 32 bytes each in base 64, separated by commas, the one that seals first.
  package init(keys: String) throws { envelope = try Envelope(keys: keys) }

  func seal(_ secret: [UInt8], of factor: UUID) throws -> [UInt8] {
    try envelope.seal(secret, for: Self.place(factor))
  }

  func open(_ sealed: [UInt8], of factor: UUID) throws -> [UInt8] {
    try envelope.open(sealed, for: Self.place(factor))
  }

  private static func place(_ factor: UUID) -> Envelope.Place {
    Envelope.Place(organization: .zero, table: "second_factor", column: "secret", row: factor)
  }

  /// The text of a challenge. It is stored nowhere: whoever shows it again still needs a code that was not used.
  func text(of challenge: LogInChallenge) throws -> String {
    let seconds = challenge.expiresAt.seconds
    let time = (0..<8).map { UInt8(truncatingIfNeeded: seconds >> (56 - 8 * $0)) }
    let sealed = try envelope.seal(
      challenge.user.bytes + time + challenge.fingerprint, for: Self.challengePlace)
    return Self.prefix + Base64.urlEncode(sealed)
  }

  /// A challenge that we made; nil for any other text.
  func challenge(_ text: String) -> LogInChallenge? {
    guard text.hasPrefix(Self.prefix), let sealed = Base64.urlDecode(text.dropFirst(Self.prefix.count)),
      let bytes = try? envelope.open(sealed, for: Self.challengePlace), bytes.count == 40,
      let user = UUID(bytes: Array(bytes[0..<16]))
    else { return nil }
    let seconds = bytes[16..<24].reduce(Int64(0)) { $0 << 8 | Int64($1) }
    return LogInChallenge(
      user: user, expiresAt: Instant(seconds: seconds), fingerprint: Array(bytes[24...]))
  }
}

/// A log-in that waits for its second factor.
struct LogInChallenge {
  /// Long enough to find the telephone.
  static let lifetime = Duration.seconds(5 * 60)

  let user: UUID
  let expiresAt: Instant
  /// Of the person's password: a challenge ends when it is changed.
  let fingerprint: [UInt8]

  init(user: UUID, expiresAt: Instant, fingerprint: [UInt8]) {
    self.user = user
    self.expiresAt = expiresAt
    self.fingerprint = fingerprint
  }

  init(for user: UUID, hash: PasswordHash?, at now: Instant) {
    self.init(user: user, expiresAt: now + Self.lifetime, fingerprint: Self.fingerprint(hash))
  }

  func isGood(for hash: PasswordHash?, at now: Instant) -> Bool {
    now < expiresAt && constantTimeEqual(fingerprint, Self.fingerprint(hash))
  }

  private static func fingerprint(_ hash: PasswordHash?) -> [UInt8] {
    Array(SHA256.hash(Array((hash?.text ?? "").utf8)).prefix(16))
  }
}
