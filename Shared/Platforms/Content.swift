package import Core

/// What is published to one account: the post's base content with the account's variant laid over it.
package struct Content: Sendable, Equatable {
  package var text: String
  package var mediaURLs: [String]
  package var link: String?
  /// The posts that follow the first one, on platforms that have threads.
  package var thread: [String]

  package init(text: String, mediaURLs: [String] = [], link: String? = nil, thread: [String] = []) {
    self.text = text
    self.mediaURLs = mediaURLs
    self.link = link
    self.thread = thread
  }

  /// The text with the link behind it, as platforms without a field for links take it.
  package var textWithLink: String {
    guard let link, !text.contains(link) else { return text }
    return text.isEmpty ? link : text + "\n\n" + link
  }

  /// Reads what `json` stored; members that are absent are empty.
  package init(stored json: JSON) {
    text = json["text"]?.string ?? ""
    mediaURLs = json["media_urls"]?.array?.compactMap(\.string) ?? []
    link = json["link"]?.string
    thread = json["thread"]?.array?.compactMap(\.string) ?? []
  }

  package var json: JSON {
    [
      "text": .string(text), "media_urls": .array(mediaURLs.map { .string($0) }), "link": JSON(link),
      "thread": .array(thread.map { .string($0) }),
    ]
  }

  /// This content with the members that the variant names replaced.
  package func applying(variant: JSON) -> Content {
    var result = self
    if let text = variant["text"]?.string { result.text = text }
    if let media = variant["media_urls"]?.array { result.mediaURLs = media.compactMap(\.string) }
    if let link = variant["link"] { result.link = link.string }
    if let thread = variant["thread"]?.array { result.thread = thread.compactMap(\.string) }
    return result
  }
}
