internal import COpenSSL

/// Ed25519 signatures (RFC 8032).
package enum Ed25519 {
  /// Signs; made from the 32 byte seed.
  package final class PrivateKey {
    private let key: OpaquePointer
    /// 32 bytes, as RFC 8032 encodes them.
    package let publicKey: [UInt8]

    package init(seed: [UInt8]) throws(CryptographyError) {
      guard seed.count == 32 else { throw .malformed("an Ed25519 seed has 32 bytes") }
      guard let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else {
        throw .last("Ed25519 private key")
      }
      var size = 32
      var publicKey = [UInt8](repeating: 0, count: size)
      guard EVP_PKEY_get_raw_public_key(key, &publicKey, &size) == 1 else {
        EVP_PKEY_free(key)
        throw .last("Ed25519 public key")
      }
      self.key = key
      self.publicKey = publicKey
    }

    deinit { EVP_PKEY_free(key) }

    /// 64 bytes.
    package func signature(of message: [UInt8]) throws(CryptographyError) -> [UInt8] {
      let context = EVP_MD_CTX_new()
      defer { EVP_MD_CTX_free(context) }
      var size = 64
      var signature = [UInt8](repeating: 0, count: size)
      guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
        EVP_DigestSign(context, &signature, &size, message, message.count) == 1
      else { throw .last("Ed25519 signature") }
      return signature
    }
  }

  /// Whether `signature` was made over `message` by the holder of the private half of `publicKey`.
  package static func isValid(_ signature: [UInt8], of message: [UInt8], publicKey: [UInt8]) -> Bool {
    guard signature.count == 64, publicKey.count == 32,
      let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, publicKey, publicKey.count)
    else { return false }
    let context = EVP_MD_CTX_new()
    defer {
      EVP_MD_CTX_free(context)
      EVP_PKEY_free(key)
      ERR_clear_error()
    }
    return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
      && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }
}
