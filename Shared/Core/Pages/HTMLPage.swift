/// A page for who comes by a browser: to a callback, by a link in a message, or to an error. It has text and forms, and no
/// script; it can be read on a telephone and in the dark.
package struct HTMLPage: Sendable {
  private let title: String
  private let content: String

  /// The title is text; the content is made of the pieces in `HTML` and of `form`.
  package init(_ title: String, _ content: String...) {
    self.title = title
    self.content = content.joined()
  }

  /// A form that is sent to `action`, or to where the page is.
  package static func form(_ fields: String = "", button: String, to action: String? = nil) -> String {
    let target = action.map { " action=\"\(HTML.escape($0))\"" } ?? ""
    return "<form method=\"post\"\(target)>\(fields)<button>\(HTML.escape(button))</button></form>"
  }

  /// A field that is asked for. `attributes` are markup.
  package static func field(_ label: String, _ attributes: String) -> String {
    "<label>\(HTML.escape(label)) <input \(attributes)></label>"
  }

  /// A box to tick.
  package static func box(_ label: String, name: String, isTicked: Bool = false, note: String? = nil)
    -> String
  {
    let note = note.map { " <small>\(HTML.escape($0))</small>" } ?? ""
    return """
      <label class="box"><input type="checkbox" name="\(HTML.escape(name))" value="on"\(isTicked ? " checked" : "")>
      <span>\(HTML.escape(label))\(note)</span></label>
      """
  }

  /// The document, with the way back to where people work.
  package func document(wayBack: String?) -> String {
    let footer = wayBack.map { "<footer>\(HTML.link("Back to ClientNest", to: $0))</footer>" } ?? ""
    return """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
      <title>\(HTML.escape(title)) · ClientNest</title><style>\(Self.style)</style></head>
      <body><main><header>ClientNest</header><h1>\(HTML.escape(title))</h1>\(content)\(footer)</main></body></html>
      """
  }
}
