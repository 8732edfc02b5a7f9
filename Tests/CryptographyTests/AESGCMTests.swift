internal import Core
internal import Cryptography
internal import Testing

@Suite("What is sealed stays secret and unaltered") struct AESGCMTests {
  struct Vector: Sendable {
    let key: String
    let nonce: String
    var plaintext = ""
    var context = ""
    var ciphertext = ""
    let tag: String
  }

  private static let zeroKey = String(repeating: "00", count: 32)
  private static let zeroNonce = String(repeating: "00", count: 12)
  private static let key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
  private static let nonce = "cafebabefacedbaddecaf888"
  private static let plaintext =
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
  private static let ciphertext =
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"

  /// McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B, test cases 13 to 16.
  @Test(
    "The AES-256 vectors of the GCM specification",
    arguments: [
      Vector(key: zeroKey, nonce: zeroNonce, tag: "530f8afbc74536b9a963b4f1c4cb738b"),
      Vector(
        key: zeroKey, nonce: zeroNonce, plaintext: "00000000000000000000000000000000",
        ciphertext: "cea7403d4d606b6e074ec5d3baf39d18", tag: "d0d1c8a799996bf0265b98b5d48ab919"),
      Vector(
        key: key, nonce: nonce, plaintext: plaintext + "1aafd255", ciphertext: ciphertext + "898015ad",
        tag: "b094dac5d93471bdec1a502270e3cc6c"),
      Vector(
        key: key, nonce: nonce, plaintext: plaintext, context: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        ciphertext: ciphertext, tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
    ])
  func vectors(_ vector: Vector) throws {
    let key = try #require(Hex.decode(vector.key))
    let plaintext = try #require(Hex.decode(vector.plaintext))
    let context = try #require(Hex.decode(vector.context))
    let sealed = try AESGCM.seal(
      plaintext, key: key, nonce: try #require(Hex.decode(vector.nonce)), context: context)
    #expect(Hex.encode(sealed) == vector.nonce + vector.ciphertext + vector.tag)
    #expect(try AESGCM.open(sealed, key: key, context: context) == plaintext)
  }

  @Test("A change of any bit of nonce, ciphertext or tag is refused")
  func tampering() throws {
    let key = SecureRandom.bytes(32)
    let sealed = try AESGCM.seal(Array("token".utf8), key: key, context: [1])
    for position in sealed.indices {
      for bit in 0..<8 {
        var altered = sealed
        altered[position] ^= 1 << UInt8(bit)
        #expect(throws: CryptographyError.notAuthentic) { try AESGCM.open(altered, key: key, context: [1]) }
      }
    }
  }

  @Test("Another key or context, or a missing end, opens nothing")
  func mismatch() throws {
    let key = SecureRandom.bytes(32)
    let sealed = try AESGCM.seal([1, 2, 3], key: key, context: Array("row 1".utf8))
    #expect(throws: CryptographyError.notAuthentic) {
      try AESGCM.open(sealed, key: SecureRandom.bytes(32), context: Array("row 1".utf8))
    }
    #expect(throws: CryptographyError.notAuthentic) {
      try AESGCM.open(sealed, key: key, context: Array("row 2".utf8))
    }
    #expect(throws: CryptographyError.notAuthentic) {
      try AESGCM.open(sealed.dropLast(), key: key, context: Array("row 1".utf8))
    }
    for length in 0..<28 {
      #expect(throws: CryptographyError.malformed("sealed text is too short")) {
        try AESGCM.open([UInt8](repeating: 0, count: length), key: key, context: [])
      }
    }
  }

  @Test("The same plaintext is sealed differently each time")
  func randomNonce() throws {
    let key = SecureRandom.bytes(32)
    let sealed = try (0..<20).map { _ in try AESGCM.seal([1], key: key, context: []) }
    #expect(Set(sealed).count == 20)
    for each in sealed { #expect(try AESGCM.open(each, key: key, context: []) == [1]) }
  }

  @Test("A key of another size is refused", arguments: [0, 16, 24, 31, 33])
  func keySize(_ size: Int) {
    #expect(throws: CryptographyError.malformed("an AES-256 key has 32 bytes")) {
      try AESGCM.seal([], key: [UInt8](repeating: 0, count: size), context: [])
    }
  }
}
