/// Writes the XML of S3's answers.
struct XMLWriter {
  private var text = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"

  static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

  /// A whole document.
  static func document(
    _ root: String, namespace: String? = XMLWriter.namespace, _ content: (inout XMLWriter) -> Void
  ) -> [UInt8] {
    var writer = XMLWriter()
    writer.text += namespace.map { "<\(root) xmlns=\"\($0)\">" } ?? "<\(root)>"
    content(&writer)
    writer.text += "</\(root)>"
    return Array(writer.text.utf8)
  }

  mutating func element(_ name: String, _ content: (inout XMLWriter) -> Void) {
    text += "<\(name)>"
    content(&self)
    text += "</\(name)>"
  }

  /// Nothing when there is no value.
  mutating func element(_ name: String, _ value: String?) {
    guard let value else { return }
    text += "<\(name)>\(Self.escape(value))</\(name)>"
  }

  mutating func element(_ name: String, _ value: Int?) { element(name, value.map(String.init)) }

  mutating func element(_ name: String, _ value: Bool) { element(name, value ? "true" : "false") }

  private static func escape(_ value: String) -> String {
    var result = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // A bare carriage return is read as a line feed; other control characters are not allowed in any form, but
      // may be in a key. Clients that expect them ask for `encoding-type=url`.
      case "\r": result += "&#13;"
      case _ where scalar.value < 0x20 && scalar != "\n" && scalar != "\t":
        result += "&#x\(String(scalar.value, radix: 16));"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
