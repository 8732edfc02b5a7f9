package import Core

/// What is published to one account: the post's base content with the account's variant laid over it.
package struct Content: Sendable, Equatable {
  package var text: String
  package var media: [Media]
  package var link: String?
  /// The posts that follow the first one, on platforms that have threads.
  package var thread: [String]
  /// For platforms whose posts have a title: videos, pins, articles.
  package var title: String?
  /// A comment by the account itself, right below the post.
  package var firstComment: String?
  /// What only one platform knows, by the names that its connector documents: the kind of post, a board, who may
  /// see it. Given in variants only.
  package var options: JSONObject

  package init(
    text: String, media: [Media] = [], link: String? = nil, thread: [String] = [], title: String? = nil,
    firstComment: String? = nil, options: JSONObject = [:]
  ) {
    self.text = text
    self.media = media
    self.link = link
    self.thread = thread
    self.title = title
    self.firstComment = firstComment
    self.options = options
  }

  /// The text with the link behind it, as platforms without a field for links take it.
  package var textWithLink: String {
    guard let link, !text.contains(link) else { return text }
    return text.isEmpty ? link : text + "\n\n" + link
  }

  /// This content with the library's files filled in; the post's own alt text goes before that of the library.
  package func resolved(_ find: (UUID) -> Media?) -> Content {
    var result = self
    result.media = media.map { item in
      guard var found = item.id.flatMap(find) else { return item }
      found.altText = item.altText ?? found.altText
      return found
    }
    return result
  }

  /// A complaint about every text that is there and shows nothing: on no platform is it what its author meant. Whether
  /// the post's own text may be missing depends on the platform.
  func blankTexts(at pointer: String) -> [FieldError] {
    let texts: [(String, String?)] =
      [("/title", title)] + thread.enumerated().map { ("/thread/\($0)", $1) }
      + [("/first_comment", firstComment)]
      + media.enumerated().map { ("/media/\($0)/alt_text", $1.altText) }
    return texts.filter { $1?.isBlank == true }.map { place, _ in
      FieldError(
        pointer + place, "text_required", "It shows nothing: white space and invisible characters only.")
    }
  }

  /// An option that is a string; nil when it is absent or something else.
  func option(_ name: String) -> String? { options[name]?.string }

  /// A complaint about every option that `platform` does not know.
  func refusedOptions(except known: Set<String>, of platform: String, at pointer: String) -> [FieldError] {
    options.members.filter { !known.contains($0.name) }.map { option in
      FieldError(
        pointer + "/options/\(option.name)", "unknown_option", "\(platform) has no option of this name.")
    }
  }
}

/// Content as it is stored and as the API shows it.
extension Content {
  /// Reads what `json` stored; members that are absent are empty.
  package init(stored json: JSON) {
    self.init(text: "")
    self = applying(variant: json)
  }

  package var json: JSON {
    [
      "text": .string(text), "media": .array(media.map(\.json)), "link": JSON(link),
      "thread": .array(thread.map { .string($0) }), "title": JSON(title), "first_comment": JSON(firstComment),
      "options": .object(options),
    ]
  }

  /// This content with the members that the variant names replaced.
  package func applying(variant: JSON) -> Content {
    var result = self
    if let text = variant["text"]?.string { result.text = text }
    if let media = variant["media"]?.array { result.media = media.compactMap { Media(stored: $0) } }
    if let link = variant["link"] { result.link = link.string }
    if let thread = variant["thread"]?.array { result.thread = thread.compactMap(\.string) }
    if let title = variant["title"] { result.title = title.string }
    if let comment = variant["first_comment"] { result.firstComment = comment.string }
    if let options = variant["options"]?.object { result.options = options }
    return result
  }
}
