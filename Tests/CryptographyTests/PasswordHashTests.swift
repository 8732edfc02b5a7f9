internal import Core
internal import Cryptography
internal import Testing

@Suite("Passwords are kept as scrypt hashes") struct PasswordHashTests {
  /// RFC 7914 §12; the fourth vector needs 1 GiB and is left out.
  @Test(
    "The vectors of RFC 7914",
    arguments: [
      (
        "", "", 4, 1, 1,
        "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
      ),
      (
        "password", "NaCl", 10, 8, 16,
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
      ),
      (
        "pleaseletmein", "SodiumChloride", 14, 8, 1,
        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
      ),
    ] as [(String, String, UInt64, UInt64, UInt64, String)])
  func vectors(_ password: String, _ salt: String, _ log2N: UInt64, _ r: UInt64, _ p: UInt64, _ key: String)
    throws
  {
    let made = try PasswordHash.scrypt(
      Array(password.utf8), salt: Array(salt.utf8), log2N: log2N, r: r, p: p, size: 64)
    #expect(Hex.encode(made) == key)
  }

  @Test("A password matches its own hash and no other, whatever its characters")
  func matching() throws {
    let hash = try PasswordHash(of: "pässwörd 🔑\u{0}x")
    #expect(try hash.matches("pässwörd 🔑\u{0}x"))
    #expect(try !hash.matches("pässwörd 🔑\u{0}y"))
    #expect(try !hash.matches("pässwörd 🔑"))
    #expect(try !hash.matches(""))
  }

  @Test(
    "However its letters are typed, a password is the same",
    arguments: [
      ("für Elise", "fu\u{308}r Elise"), ("caf\u{E9}", "cafe\u{301}"), ("a\u{A0}b", "a b"),
      ("\u{D55C}", "\u{1112}\u{1161}\u{11AB}"),
      ("q\u{323}\u{307}", "q\u{307}\u{323}"), ("\u{212B}", "\u{C5}"),
    ])
  func normalization(_ first: String, _ second: String) throws {
    #expect(Array(first.utf8) != Array(second.utf8))
    #expect(try PasswordHash(of: first).match(second) == .normalized)
    #expect(try PasswordHash(of: second).match(first) == .normalized)
  }

  @Test(
    "A hash of the bytes as they were typed is good for these, and to be made anew; other letters are others")
  func asTyped() throws {
    let (typed, salt) = ("fu\u{308}r Elise", [UInt8](1...16))
    let key = try PasswordHash.scrypt(Array(typed.utf8), salt: salt, log2N: 15, r: 8, p: 3, size: 32)
    let old = PasswordHash(stored: "$scrypt$ln=15,r=8,p=3$\(Base64.urlEncode(salt))$\(Base64.urlEncode(key))")
    #expect(try old.match(typed) == .asTyped)
    #expect(try old.match("fur Elise") == nil)
    #expect(try PasswordHash(of: "ﬁ").match("fi") == nil)
    #expect(try PasswordHash(of: "für").match("fur") == nil)
  }

  @Test("A hash says how it was made, and one password has many")
  func form() throws {
    let first = try PasswordHash(of: "correct horse")
    let second = try PasswordHash(of: "correct horse")
    #expect(first.text.hasPrefix("$scrypt$ln=15,r=8,p=3$"))
    #expect(first.text.split(separator: "$").count == 4)
    #expect(first != second)
    #expect(!first.text.contains("correct"))
  }

  @Test("A hash made with other parameters is still checked")
  func olderParameters() throws {
    let salt: [UInt8] = [1, 2, 3, 4]
    let key = try PasswordHash.scrypt(Array("old".utf8), salt: salt, log2N: 10, r: 8, p: 1, size: 32)
    let hash = PasswordHash(
      stored: "$scrypt$ln=10,r=8,p=1$\(Base64.urlEncode(salt))$\(Base64.urlEncode(key))")
    #expect(try hash.matches("old"))
    #expect(try !hash.matches("new"))
  }

  @Test(
    "A stored text that is no hash is an error, not a mismatch",
    arguments: [
      "", "plain", "$scrypt$ln=15$AAAA$AAAA", "$argon2id$v=19$AAAA$AAAA", "$scrypt$ln=15,r=8,p=3$*$AAAA",
      "$scrypt$ln=99,r=8,p=3$AAAA$AAAA", "$scrypt$ln=x,r=8,p=3$AAAA$AAAA", "$scrypt$ln=15,r=8,p=3$AAAA",
      "$scrypt$ln=0,r=8,p=3$AAAA$AAAA",
    ])
  func malformed(_ text: String) {
    #expect(throws: CryptographyError.self) { try PasswordHash(stored: text).matches("x") }
  }
}
