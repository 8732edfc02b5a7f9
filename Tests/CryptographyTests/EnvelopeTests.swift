internal import Core
internal import Cryptography
internal import Testing

@Suite("What is sealed opens in its place, by its key, and nowhere else") struct EnvelopeTests {
  private static let organization = UUID.v7()
  private static let row = UUID.v7()
  private static let place = Envelope.Place(
    organization: organization, table: "account", column: "credentials", row: row)
  private static let secret = Array("a secret".utf8)

  private static func key() -> String { Base64.encode(SecureRandom.bytes(32)) }

  @Test("It opens in its place") func opens() throws {
    let envelope = try Envelope(keys: Self.key())
    let sealed = try envelope.seal(Self.secret, for: Self.place)
    #expect(sealed.count == 1 + 4 + 12 + Self.secret.count + 16)
    #expect(try envelope.open(sealed, for: Self.place) == Self.secret)
    #expect(try envelope.seal(Self.secret, for: Self.place) != sealed)
    #expect(try envelope.open(envelope.seal([], for: Self.place), for: Self.place) == [])
  }

  @Test(
    "It opens in no other organization, table, column or row",
    arguments: [
      Envelope.Place(organization: .v7(), table: "account", column: "credentials", row: row),
      Envelope.Place(organization: .zero, table: "account", column: "credentials", row: row),
      Envelope.Place(organization: organization, table: "accounts", column: "credentials", row: row),
      Envelope.Place(organization: organization, table: "account", column: "credential", row: row),
      Envelope.Place(organization: organization, table: "account", column: "credentials", row: .v7()),
      Envelope.Place(organization: row, table: "account", column: "credentials", row: organization),
    ])
  func elsewhere(_ other: Envelope.Place) throws {
    let envelope = try Envelope(keys: Self.key())
    let sealed = try envelope.seal(Self.secret, for: Self.place)
    #expect(throws: CryptographyError.notAuthentic) { try envelope.open(sealed, for: other) }
  }

  @Test("No byte of it can be changed, left out or added") func changed() throws {
    let envelope = try Envelope(keys: Self.key())
    let sealed = try envelope.seal(Self.secret, for: Self.place)
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1
      #expect(throws: CryptographyError.notAuthentic) { try envelope.open(changed, for: Self.place) }
      #expect(throws: CryptographyError.self) { try envelope.open(Array(sealed[..<index]), for: Self.place) }
    }
    #expect(throws: CryptographyError.notAuthentic) { try envelope.open(sealed + [0], for: Self.place) }
  }

  @Test("An older key opens, the newest seals, and a key that is gone opens nothing") func rotation() throws {
    let (old, new) = (Self.key(), Self.key())
    let before = try Envelope(keys: old)
    let between = try Envelope(keys: "\(new),\(old)")
    let after = try Envelope(keys: new)
    let sealed = try before.seal(Self.secret, for: Self.place)
    #expect(try between.open(sealed, for: Self.place) == Self.secret)
    #expect(throws: CryptographyError.notAuthentic) { try after.open(sealed, for: Self.place) }
    let again = try between.seal(between.open(sealed, for: Self.place), for: Self.place)
    #expect(again.starts(with: after.header) && !sealed.starts(with: after.header))
    #expect(try after.open(again, for: Self.place) == Self.secret)
    #expect(throws: CryptographyError.notAuthentic) { try before.open(again, for: Self.place) }
    // The ids of the keys stand in clear; they are bound too.
    let relabelled =
      Array(sealed.prefix(1)) + after.header.dropFirst() + sealed.dropFirst(Envelope.headerSize)
    #expect(throws: CryptographyError.notAuthentic) { try between.open(relabelled, for: Self.place) }
  }

  @Test("Keys that are none are refused", arguments: ["", ",", "AAAA", "not base 64"])
  func noKeys(_ keys: String) { #expect(throws: CryptographyError.self) { try Envelope(keys: keys) } }
}
