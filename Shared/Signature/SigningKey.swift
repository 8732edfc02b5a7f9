internal import Core
internal import Cryptography

/// A key that holds for one day, region and service, derived from a secret key.
package struct SigningKey: Sendable {
  package static let algorithm = "AWS4-HMAC-SHA256"

  package let scope: CredentialScope
  private let bytes: [UInt8]

  package init(secretKey: String, scope: CredentialScope) {
    self.scope = scope
    let parts = [scope.day, scope.region, scope.service, CredentialScope.terminator]
    bytes = parts.reduce(Array("AWS4\(secretKey)".utf8)) { key, part in
      HMAC.sha256(key: key, Array(part.utf8))
    }
  }

  /// In hexadecimal. `timestamp` is `20261121T093000Z`.
  package func signature(of request: CanonicalRequest, timestamp: String) -> String {
    signature(of: stringToSign(request, timestamp: timestamp))
  }

  package func stringToSign(_ request: CanonicalRequest, timestamp: String) -> String {
    "\(Self.algorithm)\n\(timestamp)\n\(scope.text)\n" + Hex.encode(SHA256.hash(Array(request.text.utf8)))
  }

  /// In hexadecimal.
  package func signature(of stringToSign: String) -> String {
    Hex.encode(HMAC.sha256(key: bytes, Array(stringToSign.utf8)))
  }
}
