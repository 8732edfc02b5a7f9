/// Text in HTML pages.
package enum HTML {
  /// The text as content or as the value of a quoted attribute: never markup. By code points, as browsers read it: a
  /// quotation mark with an accent behind is one character to Swift, and ends an attribute.
  package static func escape(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}

/// Pieces of a page. What they are given is text, and is escaped here, so that nobody can forget to.
extension HTML {
  package static func paragraph(_ text: String) -> String { "<p>\(escape(text))</p>" }

  package static func list(_ lines: [String]) -> String {
    "<ul>\(lines.map { "<li>\(escape($0))</li>" }.joined())</ul>"
  }

  /// Names with what is known of each.
  package static func terms(_ terms: [(name: String, value: String)]) -> String {
    "<dl>\(terms.map { "<dt>\(escape($0.name))</dt><dd>\(escape($0.value))</dd>" }.joined())</dl>"
  }

  package static func link(_ text: String, to address: String) -> String {
    "<p><a href=\"\(escape(address))\">\(escape(text))</a></p>"
  }
}
