/// The three characters that X escapes in the texts that it gives back.
enum Escapes {
  private static let all: [(escape: [Unicode.Scalar], meant: Unicode.Scalar)] = [
    (Array("&lt;".unicodeScalars), "<"), (Array("&gt;".unicodeScalars), ">"),
    (Array("&amp;".unicodeScalars), "&"),
  ]

  /// The text as it was sent. By code points: a mark behind `&lt;` belongs to no `;`.
  static func undone(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      let found = scalar == "&" ? all.first { rest.starts(with: $0.escape) } : nil
      result.append(found?.meant ?? scalar)
      rest = rest.dropFirst(found?.escape.count ?? 1)
    }
    return String(result)
  }
}
