internal import COpenSSL

/// AES-256 in Galois/Counter Mode (NIST SP 800-38D): secret and unaltered.
package enum AESGCM {
  private static let nonceSize = 12
  private static let tagSize = 16

  /// Random nonce ‖ ciphertext ‖ tag. `context` is authenticated but not contained: opening needs the same.
  package static func seal(_ plaintext: [UInt8], key: [UInt8], context: [UInt8]) throws(CryptographyError)
    -> [UInt8]
  {
    try seal(plaintext, key: key, nonce: SecureRandom.bytes(nonceSize), context: context)
  }

  /// As `seal`, with a given nonce: for published test vectors only, since a nonce must never repeat.
  package static func seal(_ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], context: [UInt8])
    throws(CryptographyError) -> [UInt8]
  {
    let cipher = EVP_CIPHER_CTX_new()
    defer { EVP_CIPHER_CTX_free(cipher) }
    try check(key: key, nonce: nonce)
    var length: Int32 = 0
    var sealed = [UInt8](repeating: 0, count: plaintext.count)
    var tag = [UInt8](repeating: 0, count: tagSize)
    guard EVP_EncryptInit_ex(cipher, EVP_aes_256_gcm(), nil, key, nonce) == 1,
      EVP_EncryptUpdate(cipher, nil, &length, context, Int32(context.count)) == 1,
      EVP_EncryptUpdate(cipher, &sealed, &length, plaintext, Int32(plaintext.count)) == 1,
      EVP_EncryptFinal_ex(cipher, nil, &length) == 1,
      EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_GET_TAG, Int32(tagSize), &tag) == 1
    else { throw .last("AES-GCM encryption") }
    return nonce + sealed + tag
  }

  /// The plaintext, or `notAuthentic` when anything differs from what was sealed.
  package static func open(_ sealed: [UInt8], key: [UInt8], context: [UInt8]) throws(CryptographyError)
    -> [UInt8]
  {
    guard sealed.count >= nonceSize + tagSize else { throw .malformed("sealed text is too short") }
    let nonce = Array(sealed.prefix(nonceSize))
    let ciphertext = Array(sealed.dropFirst(nonceSize).dropLast(tagSize))
    var tag = Array(sealed.suffix(tagSize))
    try check(key: key, nonce: nonce)
    let cipher = EVP_CIPHER_CTX_new()
    defer {
      EVP_CIPHER_CTX_free(cipher)
      ERR_clear_error()
    }
    var length: Int32 = 0
    var plaintext = [UInt8](repeating: 0, count: ciphertext.count)
    guard EVP_DecryptInit_ex(cipher, EVP_aes_256_gcm(), nil, key, nonce) == 1,
      EVP_DecryptUpdate(cipher, nil, &length, context, Int32(context.count)) == 1,
      EVP_DecryptUpdate(cipher, &plaintext, &length, ciphertext, Int32(ciphertext.count)) == 1,
      EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_SET_TAG, Int32(tagSize), &tag) == 1,
      EVP_DecryptFinal_ex(cipher, nil, &length) == 1
    else { throw .notAuthentic }
    return plaintext
  }

  private static func check(key: [UInt8], nonce: [UInt8]) throws(CryptographyError) {
    guard key.count == 32 else { throw .malformed("an AES-256 key has 32 bytes") }
    guard nonce.count == nonceSize else { throw .malformed("an AES-GCM nonce has 12 bytes") }
  }
}
