package import Core
internal import Cryptography
package import Platforms

/// Seals grants for storage and opens them again: see `Envelope`.
package struct GrantBox: Sendable {
  private let envelope: Envelope

  /// `keys` are 32 bytes each in base 64, separated by commas, the one that seals first.
  package init(keys: String) throws { envelope = try Envelope(keys: keys) }

  package func seal(_ grant: Grant, organization: UUID, account: UUID) throws -> [UInt8] {
    let json: JSON = [
      "access_token": .string(grant.accessToken), "refresh_token": JSON(grant.refreshToken),
      "expires_at": JSON(describing: grant.expiresAt), "obtained_at": JSON(describing: grant.obtainedAt),
    ]
    return try envelope.seal(json.encoded(), for: Self.place(organization, account))
  }

  package func open(_ sealed: [UInt8], organization: UUID, account: UUID) throws -> Grant {
    let json = try JSON(parsing: envelope.open(sealed, for: Self.place(organization, account)))
    guard let accessToken = json["access_token"]?.string else { throw CryptographyError.notAuthentic }
    return Grant(
      accessToken: accessToken, refreshToken: json["refresh_token"]?.string,
      expiresAt: json["expires_at"]?.string.flatMap { Instant($0) },
      obtainedAt: json["obtained_at"]?.string.flatMap { Instant($0) } ?? .now())
  }

  private static func place(_ organization: UUID, _ account: UUID) -> Envelope.Place {
    Envelope.Place(organization: organization, table: "account", column: "credentials", row: account)
  }
}
