internal import COpenSSL

/// A cryptographic operation that could not be done.
package enum CryptographyError: Error, Sendable, Equatable {
  /// A key, nonce or encoded value has the wrong size or form.
  case malformed(String)
  /// A ciphertext or signature does not belong to its key and context.
  case notAuthentic
  /// OpenSSL refused; its own words.
  case library(String)

  /// The oldest error in OpenSSL's queue of this thread, which is emptied.
  static func last(_ operation: String) -> CryptographyError {
    var text = [CChar](repeating: 0, count: 256)
    ERR_error_string_n(ERR_get_error(), &text, text.count)
    ERR_clear_error()
    let reason = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return .library("\(operation): \(reason)")
  }
}
