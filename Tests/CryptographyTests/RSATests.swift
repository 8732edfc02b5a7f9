internal import Core
internal import Cryptography
internal import Testing

@Suite("RS256 signatures are checked by the standard") struct RSATests {
  /// RFC 7515, appendix A.2.
  private static let modulus =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZ"
    + "S-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTB"
    + "EMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91"
    + "kzk2PAcDTW9gb54h4FRWyuXpoQ"
  private static let signed =
    "eyJhbGciOiJSUzI1NiJ9"
    + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
  private static let signature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdb"
    + "F9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383"
    + "LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWy"
    + "wlVmtVrBp0igcN_IoypGlUPQGe77Rw"

  @Test("The example of RFC 7515 is right, and no change of it")
  func example() throws {
    let modulus = try #require(Base64.urlDecode(Self.modulus))
    let signature = try #require(Base64.urlDecode(Self.signature))
    let key = try RSA.PublicKey(modulus: modulus, exponent: [1, 0, 1])
    #expect(key.isValid(signature, of: Array(Self.signed.utf8)))
    #expect(!key.isValid(signature, of: Array((Self.signed + "A").utf8)))
    for index in stride(from: 0, to: signature.count, by: 15) {
      var other = signature
      other[index] ^= 1
      #expect(!key.isValid(other, of: Array(Self.signed.utf8)))
    }
    for other in [[], Array(signature.dropLast()), signature + [0], [0] + signature] {
      #expect(!key.isValid(other, of: Array(Self.signed.utf8)))
    }
  }

  @Test("What a new key signs, its public half takes, and no other")
  func newKeys() throws {
    let (one, two) = (try RSA.PrivateKey(), try RSA.PrivateKey())
    let message = Array("message".utf8)
    let signature = try one.signature(of: message)
    #expect(try RSA.PublicKey(modulus: one.modulus, exponent: one.exponent).isValid(signature, of: message))
    #expect(try !RSA.PublicKey(modulus: two.modulus, exponent: two.exponent).isValid(signature, of: message))
  }

  @Test("Keys that are too short, too long or no keys are refused")
  func badKeys() {
    for (modulus, exponent) in [
      ([], [1, 0, 1]), ([UInt8](repeating: 0xFF, count: 128), [1, 0, 1]),
      ([UInt8](repeating: 0xFF, count: 1025), [1, 0, 1]), ([UInt8](repeating: 0xFF, count: 256), []),
      ([UInt8](repeating: 0xFF, count: 256), [1]), ([UInt8](repeating: 0xFF, count: 256), [2]),
      ([UInt8](repeating: 0xFE, count: 256), [1, 0, 1]),
    ] as [([UInt8], [UInt8])] {
      #expect(throws: CryptographyError.self) { try RSA.PublicKey(modulus: modulus, exponent: exponent) }
    }
  }
}
