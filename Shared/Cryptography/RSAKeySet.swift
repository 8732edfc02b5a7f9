package import Core

extension RSA.PublicKey {
  /// The keys of a JSON Web Key Set that sign by one of `algorithms` (RFC 7517 §5), by their ids. All others are passed
  /// over, as §5 asks.
  package static func keys(in set: JSON, for algorithms: [RSA.Algorithm] = [.rs256])
    -> [String: RSA.PublicKey]
  {
    let known = Set(algorithms.map(\.rawValue))
    let keys = (set["keys"]?.array ?? []).compactMap { key(in: $0, for: known) }
    return Dictionary(keys) { first, _ in first }
  }

  private static func key(in json: JSON, for algorithms: Set<String>) -> (String, RSA.PublicKey)? {
    guard json["kty"]?.string == "RSA", json["use"]?.string ?? "sig" == "sig",
      json["alg"]?.string.map(algorithms.contains) ?? true, let id = json["kid"]?.string,
      let modulus = json["n"]?.string.flatMap({ Base64.urlDecode($0) }),
      let exponent = json["e"]?.string.flatMap({ Base64.urlDecode($0) }),
      let key = try? RSA.PublicKey(modulus: modulus, exponent: exponent)
    else { return nil }
    return (id, key)
  }
}
