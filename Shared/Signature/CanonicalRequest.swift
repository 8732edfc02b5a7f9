internal import Core

/// The text of a request that is hashed and signed: the same however the request was written.
package struct CanonicalRequest: Sendable {
  /// How a service treats the path of a URL.
  package enum PathRule: Sendable {
    /// Every service but S3: the path as it is sent is escaped (once more); `.`, `..` and empty segments are
    /// resolved first.
    case normalized
    /// As `normalized`, but all segments stay.
    case asSent
    /// S3: escaped once, and all segments stay, since they may be part of a key.
    case object
  }

  package static let unsignedPayload = "UNSIGNED-PAYLOAD"

  package let text: String

  /// `path` and `query` as they are sent. `signed` are the names of the headers that are signed, in lower case;
  /// a header that is missing counts as empty. `payloadHash` is in hexadecimal or one of the words that S3 has
  /// instead.
  package init(
    method: String, path: String, query: String, headers: [(name: String, value: String)], signed: [String],
    payloadHash: String, pathRule: PathRule
  ) {
    var values: [String: [String]] = [:]
    for (name, value) in headers { values[name.lowercased(), default: []].append(Self.trimmed(value)) }
    let names = signed.sorted()
    let lines = names.map { "\($0):\(values[$0, default: []].joined(separator: ","))\n" }
    text =
      "\(method)\n\(Self.canonical(path, pathRule))\n\(Self.canonical(query: query))\n\(lines.joined())\n"
      + "\(names.joined(separator: ";"))\n\(payloadHash)"
  }

  private static func canonical(_ path: String, _ rule: PathRule) -> String {
    let path = path.isEmpty ? "/" : path
    return switch rule {
    case .normalized: PercentEncoding.encode(normalized(path), keeping: "/")
    case .asSent: PercentEncoding.encode(path, keeping: "/")
    case .object: PercentEncoding.encode(PercentEncoding.decode(path), keeping: "/")
    }
  }

  private static func normalized(_ path: String) -> String {
    var segments: [Substring] = []
    for segment in path.split(separator: "/") where segment != "." {
      if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
    }
    let endsInSlash = path.hasSuffix("/") || path.hasSuffix("/.") || path.hasSuffix("/..")
    return "/" + segments.joined(separator: "/") + (endsInSlash && !segments.isEmpty ? "/" : "")
  }

  private static func canonical(query: String) -> String {
    let pairs = query.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.map { PercentEncoding.encode(PercentEncoding.decode($0)) }
    }
    return pairs.filter { $0[0] != SignatureV4.signatureParameter }
      .map { (name: $0[0], value: $0.count == 2 ? $0[1] : "") }
      .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
      .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }

  /// Without white space around it, and with one space for each run of it inside. The lines of a folded value count
  /// as values of their own, as in AWS's test suite.
  private static func trimmed(_ value: String) -> String {
    value.split { $0 == "\n" || $0 == "\r\n" }
      .map { $0.split { $0 == " " || $0 == "\t" || $0 == "\r" }.joined(separator: " ") }
      .joined(separator: ",")
  }
}
