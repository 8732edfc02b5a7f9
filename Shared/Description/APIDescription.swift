internal import Core
internal import Cryptography

/// The description of the whole API (OpenAPI 3.1), embedded in the binary.
///
/// Its text is made from the `openapi.yaml` files of `Functions` by `make description`; `make check` compares them.
package struct APIDescription {
  package let json: [UInt8]
  /// A strong entity tag (RFC 9110 §8.8.3): a digest, so that each build with the same description has the same.
  package let etag: String

  package init() {
    json = Array(UnsafeBufferPointer(start: Self.text.utf8Start, count: Self.text.utf8CodeUnitCount))
    etag = "\"\(Hex.encode(Array(SHA256.hash(json).prefix(16))))\""
  }
}
