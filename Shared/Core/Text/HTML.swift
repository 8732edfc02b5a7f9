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
