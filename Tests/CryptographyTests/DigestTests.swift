internal import Core
internal import Cryptography
internal import Testing

@Suite("Digests are those of their standards") struct DigestTests {
  /// FIPS 180-4, examples of NIST.
  @Test(
    "SHA-256",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ])
  func sha256(_ message: String, _ digest: String) {
    #expect(Hex.encode(SHA256.hash(Array(message.utf8))) == digest)
  }

  /// RFC 1321, appendix A.5.
  @Test(
    "MD5",
    arguments: [
      ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
      ("abc", "900150983cd24fb0d6963f7d28e17f72"), ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
      ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
      ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f"),
      (
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
        "57edf4a22be3c955ac49da2e2107b67a"
      ),
    ])
  func md5(_ message: String, _ digest: String) {
    #expect(Hex.encode(MD5.hash(Array(message.utf8))) == digest)
  }

  /// RFC 4231, test cases 1, 2, 3, 4, 6 and 7.
  @Test(
    "HMAC-SHA-256",
    arguments: [
      (
        [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
      ),
      (
        Array(1...25), [UInt8](repeating: 0xCD, count: 50),
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
      ),
      (
        [UInt8](repeating: 0xAA, count: 131),
        Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
      (
        [UInt8](repeating: 0xAA, count: 131),
        Array(
          ("This is a test using a larger than block-size key and a larger than block-size data. "
            + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
      ),
      ([], [], "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
    ] as [([UInt8], [UInt8], String)])
  func hmac(_ key: [UInt8], _ message: [UInt8], _ digest: String) {
    #expect(Hex.encode(HMAC.sha256(key: key, message)) == digest)
  }

  /// RFC 2202 §3 and RFC 4231 §4, cases 1 and 2.
  @Test(
    "HMAC-SHA-1 and HMAC-SHA-512",
    arguments: [
      (
        [UInt8](repeating: 0x0B, count: 20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00",
        "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
          + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"
      ),
      (
        Array("Jefe".utf8), "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
          + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
      ),
    ] as [([UInt8], String, String, String)])
  func otherHMACs(_ key: [UInt8], _ message: String, _ sha1: String, _ sha512: String) {
    #expect(Hex.encode(HMAC.sha1(key: key, Array(message.utf8))) == sha1)
    #expect(Hex.encode(HMAC.sha512(key: key, Array(message.utf8))) == sha512)
  }

  @Test(
    "Bytes are equal when all are",
    arguments: [
      ([], [], true), ([1], [1], true), ([1, 2], [1, 3], false), ([0, 2], [1, 2], false),
      ([1], [1, 2], false),
      ([1, 2], [1], false), ([], [0], false),
    ] as [([UInt8], [UInt8], Bool)])
  func comparison(_ left: [UInt8], _ right: [UInt8], _ isEqual: Bool) {
    #expect(constantTimeEqual(left, right) == isEqual)
  }

  @Test("Random bytes have the length asked for and do not repeat")
  func random() {
    #expect(SecureRandom.bytes(0).isEmpty)
    #expect(Set((0..<100).map { _ in SecureRandom.bytes(16) }).count == 100)
  }
}

@Suite("CRC-32 as everybody computes it") struct CRC32Tests {
  /// The check value of the catalogue of CRC algorithms (https://reveng.sourceforge.io/crc-catalogue/, CRC-32/ISO-HDLC),
  /// and what zlib says.
  @Test(
    "Vectors", arguments: [("", 0), ("123456789", 0xCBF4_3926), ("a", 0xE8B7_BE43)] as [(String, UInt32)])
  func vectors(_ text: String, _ checksum: UInt32) { #expect(CRC32.checksum(of: text.utf8) == checksum) }
}
