internal import COpenSSL

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
  /// 32 bytes.
  package static func hash(_ message: [UInt8]) -> [UInt8] { digest(EVP_sha256(), message, size: 32) }
}

/// SHA-1 (FIPS 180-4). For what a protocol asks for, never for security.
package enum SHA1 {
  /// 20 bytes.
  package static func hash(_ message: [UInt8]) -> [UInt8] { digest(EVP_sha1(), message, size: 20) }
}

/// MD5 (RFC 1321). For checksums that a protocol asks for, never for security.
package enum MD5 {
  /// 16 bytes.
  package static func hash(_ message: [UInt8]) -> [UInt8] { digest(EVP_md5(), message, size: 16) }
}

private func digest(_ algorithm: OpaquePointer?, _ message: [UInt8], size: Int) -> [UInt8] {
  var result = [UInt8](repeating: 0, count: size)
  let done = EVP_Digest(message, message.count, &result, nil, algorithm, nil)
  precondition(done == 1, "OpenSSL has no such digest")
  return result
}

/// HMAC (RFC 2104).
package enum HMAC {
  /// 32 bytes.
  package static func sha256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    authenticate(EVP_sha256(), key, message, size: 32)
  }

  /// 64 bytes.
  package static func sha512(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    authenticate(EVP_sha512(), key, message, size: 64)
  }

  /// 20 bytes. For what a protocol asks for: what breaks SHA-1 does not break its HMAC, but nothing new begins with it.
  package static func sha1(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    authenticate(EVP_sha1(), key, message, size: 20)
  }

  private static func authenticate(
    _ algorithm: OpaquePointer?, _ key: [UInt8], _ message: [UInt8], size: Int
  ) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: size)
    let done = COpenSSL.HMAC(algorithm, key, Int32(key.count), message, message.count, &result, nil)
    precondition(done != nil, "OpenSSL cannot compute an HMAC")
    return result
  }
}

/// Compares without telling by its duration where the first difference is. Lengths are not secret.
package func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}

/// Bytes from OpenSSL's generator, fit for keys and tokens.
package enum SecureRandom {
  package static func bytes(_ count: Int) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: count)
    let done = RAND_bytes(&result, Int32(count))
    precondition(done == 1, "no randomness: refusing to make predictable keys")
    return result
  }
}
