/// Path and query of a request to another system: `"/2/tweets/\(id)?fields=\(name)"`.
///
/// What is written in the program stands as it is; what is put in is percent-encoded, whoever it came from, so that it is
/// one segment or one value and nothing else. There is no way around: what calls platforms takes nothing but this.
package struct RequestPath: ExpressibleByStringInterpolation, Sendable, Equatable {
  package let text: String
  /// Whether everything that was put in names something: what is empty, or a step to another folder, does not, and a
  /// request without it would be about something else.
  package let isWhole: Bool

  package init(stringLiteral value: String) {
    text = value
    isWhole = true
  }

  package init(stringInterpolation parts: StringInterpolation) {
    text = parts.text
    isWhole = parts.isWhole
  }

  private init(_ text: String, isWhole: Bool) {
    self.text = text
    self.isWhole = isWhole
  }

  /// With more of a query behind it.
  package func adding(query: [(String, String)]) -> RequestPath {
    guard !query.isEmpty else { return self }
    let separator = !text.utf8.contains(UInt8(ascii: "?")) ? "?" : text.hasSuffix("?") ? "" : "&"
    return RequestPath(text + separator + URLForm.encode(query), isWhole: isWhole)
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""
    fileprivate var isWhole = true

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) { text += literal }

    /// A segment, or a value of the query.
    package mutating func appendInterpolation(_ value: String?) {
      text += PercentEncoding.encode(value ?? "")
      // No path goes on above itself, though these are as good as any other character.
      if (value ?? "").utf8.allSatisfy({ $0 == UInt8(ascii: ".") }) { isWhole = false }
    }

    package mutating func appendInterpolation(_ number: some BinaryInteger) { text += String(number) }

    /// A whole query, which may be empty.
    package mutating func appendInterpolation(query: [(String, String)]) { text += URLForm.encode(query) }

    package mutating func appendInterpolation(_ path: RequestPath) {
      text += path.text
      isWhole = isWhole && path.isWhole
    }
  }
}
