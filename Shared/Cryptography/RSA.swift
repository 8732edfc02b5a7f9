internal import COpenSSL

/// RSA signatures with the padding of PKCS #1 v1.5 (RFC 8017 §8.2). For tokens that others sign; ours are signed by
/// Ed25519.
package enum RSA {
  /// As JSON Web Tokens name them (RFC 7518 §3.3).
  package enum Algorithm: String, Sendable, CaseIterable {
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"

    fileprivate var digest: OpaquePointer? {
      switch self {
      case .rs256: EVP_sha256()
      case .rs384: EVP_sha384()
      case .rs512: EVP_sha512()
      }
    }
  }

  /// In bits. Shorter ones are not safe (ASVS 5.0 §11.2.3), longer ones take for ever.
  private static let modulusBits = 2048...8192

  package final class PublicKey {
    private let key: OpaquePointer

    /// Modulus and exponent, the most significant byte first.
    package init(modulus: [UInt8], exponent: [UInt8]) throws(CryptographyError) {
      let (n, e) = (
        BN_bin2bn(modulus, Int32(modulus.count), nil), BN_bin2bn(exponent, Int32(exponent.count), nil)
      )
      let builder = OSSL_PARAM_BLD_new()
      let context = EVP_PKEY_CTX_new_from_name(nil, "RSA", nil)
      defer {
        BN_free(n)
        BN_free(e)
        OSSL_PARAM_BLD_free(builder)
        EVP_PKEY_CTX_free(context)
      }
      guard RSA.modulusBits.contains(Int(BN_num_bits(n))), BN_is_odd(n) == 1, BN_is_odd(e) == 1,
        (2...64).contains(BN_num_bits(e))
      else { throw .malformed("an RSA key of a size that is not accepted") }
      guard OSSL_PARAM_BLD_push_BN(builder, Self.name("n"), n) == 1,
        OSSL_PARAM_BLD_push_BN(builder, Self.name("e"), e) == 1,
        let parameters = OSSL_PARAM_BLD_to_param(builder)
      else { throw .last("RSA public key") }
      defer { OSSL_PARAM_free(parameters) }
      var key: OpaquePointer?
      guard EVP_PKEY_fromdata_init(context) == 1,
        EVP_PKEY_fromdata(context, &key, evp_pkey_public_key, parameters) == 1, let key
      else { throw .last("RSA public key") }
      self.key = key
    }

    deinit { EVP_PKEY_free(key) }

    /// OpenSSL keeps the pointer, not the text.
    private static func name(_ text: StaticString) -> UnsafePointer<CChar> {
      UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    /// Whether `signature` was made over `message` by the holder of the private half.
    package func isValid(_ signature: [UInt8], of message: [UInt8], by algorithm: Algorithm = .rs256)
      -> Bool
    {
      let context = EVP_MD_CTX_new()
      defer {
        EVP_MD_CTX_free(context)
        ERR_clear_error()
      }
      return EVP_DigestVerifyInit(context, nil, algorithm.digest, nil, key) == 1
        && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
  }

  /// For what stands in for others: simulations and tests.
  package final class PrivateKey {
    private let key: OpaquePointer
    package let modulus: [UInt8]
    package let exponent: [UInt8]

    /// A new key of 2048 bits; takes a tenth of a second.
    package init() throws(CryptographyError) {
      let context = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nil)
      defer { EVP_PKEY_CTX_free(context) }
      var key: OpaquePointer?
      guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048) == 1,
        EVP_PKEY_keygen(context, &key) == 1, let key
      else { throw .last("RSA key") }
      self.key = key
      modulus = Self.number("n", of: key)
      exponent = Self.number("e", of: key)
    }

    deinit { EVP_PKEY_free(key) }

    package func signature(of message: [UInt8]) throws(CryptographyError) -> [UInt8] {
      let context = EVP_MD_CTX_new()
      defer { EVP_MD_CTX_free(context) }
      var size = modulus.count
      var signature = [UInt8](repeating: 0, count: size)
      guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
        EVP_DigestSign(context, &signature, &size, message, message.count) == 1
      else { throw .last("RSA signature") }
      return signature
    }

    private static func number(_ name: String, of key: OpaquePointer) -> [UInt8] {
      var number: OpaquePointer?
      guard EVP_PKEY_get_bn_param(key, name, &number) == 1 else { return [] }
      defer { BN_free(number) }
      var bytes = [UInt8](repeating: 0, count: (Int(BN_num_bits(number)) + 7) / 8)
      BN_bn2bin(number, &bytes)
      return bytes
    }
  }
}
