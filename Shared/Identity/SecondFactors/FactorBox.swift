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
    let sealed = try envelope.seal(challenge.json.encoded(), for: Self.challengePlace)
    return Self.prefix + Base64.urlEncode(sealed)
  }

  /// A challenge that we made; nil for any other text.
  func challenge(_ text: String) -> LogInChallenge? {
    guard text.hasPrefix(Self.prefix), let sealed = Base64.urlDecode(text.dropFirst(Self.prefix.count)),
      let bytes = try? envelope.open(sealed, for: Self.challengePlace), let json = try? JSON(parsing: bytes)
    else { return nil }
    return LogInChallenge(json)
  }
}
