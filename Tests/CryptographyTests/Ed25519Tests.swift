internal import Core
internal import Cryptography
internal import Testing

@Suite("Signatures are those of Ed25519") struct Ed25519Tests {
  /// RFC 8032 §7.1, tests 1 to 3.
  @Test(
    "The vectors of RFC 8032",
    arguments: [
      (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
      ),
      (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
      ),
      (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
      ),
    ])
  func vectors(_ seed: String, _ message: String, _ publicKey: String, _ signature: String) throws {
    let key = try Ed25519.PrivateKey(seed: try #require(Hex.decode(seed)))
    let message = try #require(Hex.decode(message))
    #expect(Hex.encode(key.publicKey) == publicKey)
    #expect(Hex.encode(try key.signature(of: message)) == signature)
    #expect(Ed25519.isValid(try key.signature(of: message), of: message, publicKey: key.publicKey))
  }

  @Test("A change of any byte of the signature or the message is refused")
  func tampering() throws {
    let key = try Ed25519.PrivateKey(seed: SecureRandom.bytes(32))
    let message = Array("claims".utf8)
    let signature = try key.signature(of: message)
    for position in signature.indices {
      var altered = signature
      altered[position] ^= 1
      #expect(!Ed25519.isValid(altered, of: message, publicKey: key.publicKey))
    }
    for position in message.indices {
      var altered = message
      altered[position] ^= 1
      #expect(!Ed25519.isValid(signature, of: altered, publicKey: key.publicKey))
    }
  }

  @Test("A signature by another key, or of another size, is refused")
  func foreign() throws {
    let key = try Ed25519.PrivateKey(seed: SecureRandom.bytes(32))
    let other = try Ed25519.PrivateKey(seed: SecureRandom.bytes(32))
    let signature = try key.signature(of: [1])
    #expect(!Ed25519.isValid(signature, of: [1], publicKey: other.publicKey))
    #expect(!Ed25519.isValid(signature.dropLast(), of: [1], publicKey: key.publicKey))
    #expect(!Ed25519.isValid([], of: [1], publicKey: key.publicKey))
    #expect(!Ed25519.isValid(signature + [0], of: [1], publicKey: key.publicKey))
    #expect(!Ed25519.isValid(signature, of: [1], publicKey: []))
  }

  @Test("A seed has 32 bytes", arguments: [0, 31, 33, 64])
  func seedSize(_ size: Int) {
    #expect(throws: CryptographyError.malformed("an Ed25519 seed has 32 bytes")) {
      try Ed25519.PrivateKey(seed: [UInt8](repeating: 0, count: size))
    }
  }
}
