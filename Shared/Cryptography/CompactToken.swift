package import Core

/// A signed token in its compact form (RFC 7515 §3.1), taken apart and not yet believed: whoever reads it has to check
/// algorithm, key and signature.
package struct CompactToken: Sendable {
  package let header: JSONObject
  package let claims: JSONObject
  package let signature: [UInt8]
  /// What the signature is over.
  package let signed: [UInt8]

  /// Nil for what has another form, is larger than `maxBytes`, names a member twice, so that two readers would see two
  /// tokens in one (§4), or has an extension that must be understood (`crit`, §4.1.11), since none is.
  package init?(_ text: String, maxBytes: Int) {
    guard text.utf8.count <= maxBytes else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Self.members(parts[0]), let claims = Self.members(parts[1]),
      let signature = Base64.urlDecode(parts[2]), header["crit"] == nil
    else { return nil }
    self.header = header
    self.claims = claims
    self.signature = signature
    signed = Array("\(parts[0]).\(parts[1])".utf8)
  }

  private static func members(_ part: Substring) -> JSONObject? {
    guard let bytes = Base64.urlDecode(part), let object = (try? JSON(outside: bytes))?.object,
      Set(object.members.map(\.name)).count == object.members.count
    else { return nil }
    return object
  }
}
