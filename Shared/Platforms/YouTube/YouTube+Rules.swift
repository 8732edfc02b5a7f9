internal import Core

/// What YouTube would refuse.
extension YouTube {
  func violations(of content: Content, at pointer: String) -> [FieldError] {
    let options: Set<String> = [
      "privacy_status", "tags", "category_id", "made_for_kids", "contains_synthetic_media", "embeddable",
      "license", "language", "notify_subscribers", "kind",
    ]
    var errors = mediaViolations(content, pointer) + textViolations(content, pointer)
    if !content.thread.isEmpty {
      errors.append(
        FieldError(
          pointer + "/thread", "not_supported", "YouTube has no threads: give it a variant without."))
    }
    return errors + content.blankTexts(at: pointer) + optionViolations(content, pointer)
      + content.refusedOptions(except: options, of: name, at: pointer)
  }

  private func mediaViolations(_ content: Content, _ pointer: String) -> [FieldError] {
    guard let video = content.media.first, video.isVideo else {
      return [FieldError(pointer + "/media", "media_required", "YouTube needs a video.")]
    }
    guard content.media.count == 1 else {
      return [
        FieldError(
          pointer + "/media", "too_many", "YouTube takes one video; there are \(content.media.count) media.")
      ]
    }
    guard let facts = video.facts else { return [] }
    var errors: [FieldError] = []
    if facts.bytes > YouTubeLimits.fileBytes {
      errors.append(FieldError(pointer + "/media/0", "too_large", "YouTube takes 256 GB."))
    }
    let isShort = content.option("kind") == "short"
    let longest = isShort ? YouTubeLimits.shortDuration : YouTubeLimits.duration
    if let duration = facts.duration, duration > longest {
      let detail = isShort ? "A Short lasts 3 minutes at most." : "YouTube takes 12 hours."
      errors.append(FieldError(pointer + "/media/0", "too_long", detail))
    }
    if isShort, facts.width > facts.height {
      errors.append(FieldError(pointer + "/media/0", "aspect_ratio", "A Short is upright or square."))
    }
    return errors
  }

  private func textViolations(_ content: Content, _ pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    let title = content.title ?? ""
    // A blank one is complained of on every platform.
    if content.title == nil {
      errors.append(FieldError(pointer + "/title", "text_required", "A video on YouTube needs a title."))
    }
    errors += measures(of: content).violations(of: name, at: pointer)
    for (member, text) in [("/title", title), ("/text", content.textWithLink)]
    where Self.has("<>", text) {
      errors.append(FieldError(pointer + member, "invalid_character", "YouTube allows neither < nor >."))
    }
    if content.firstComment != nil, content.options["made_for_kids"]?.bool == true {
      errors.append(
        FieldError(
          pointer + "/first_comment", "not_supported", "Videos made for kids have no comments on YouTube."))
    }
    return errors
  }

  func measures(of content: Content) -> [TextMeasure] {
    let comment = content.firstComment.map {
      [TextMeasure($0, at: "/first_comment", limit: YouTubeLimits.comment, in: .characters)]
    }
    return [
      TextMeasure(content.title ?? "", at: "/title", limit: YouTubeLimits.title, in: .characters),
      TextMeasure(content.textWithLink, at: "/text", limit: YouTubeLimits.description, in: .bytes),
    ] + (comment ?? [])
  }

  private func optionViolations(_ content: Content, _ pointer: String) -> [FieldError] {
    let options = pointer + "/options/"
    let choices = [
      ("privacy_status", ["public", "unlisted", "private"]), ("license", ["youtube", "creativeCommon"]),
      ("kind", ["video", "short"]),
    ]
    var errors: [FieldError] = []
    for (name, values) in choices where content.options[name] != nil {
      guard let value = content.option(name), values.contains(value) else {
        let detail = "Expected one of \(values.joined(separator: ", "))."
        errors.append(FieldError(options + name, "unknown_value", detail))
        continue
      }
    }
    for name in ["made_for_kids", "contains_synthetic_media", "embeddable", "notify_subscribers"] {
      guard let value = content.options[name], value.bool == nil else { continue }
      errors.append(FieldError(options + name, "wrong_type", "Expected true or false."))
    }
    if let category = content.options["category_id"],
      !(category.string.map { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } } ?? false)
    {
      errors.append(
        FieldError(options + "category_id", "wrong_type", "Expected the number of a category as a string."))
    }
    if let language = content.options["language"], language.string?.isEmpty ?? true {
      errors.append(
        FieldError(options + "language", "wrong_type", "Expected a language tag, such as de or pt-BR."))
    }
    return errors + tagViolations(content.options["tags"], options + "tags")
  }

  /// Whether one of these is in it, be it with a mark: `<` and U+0338 are one character to Swift, two to YouTube.
  private static func has(_ refused: String, _ text: String) -> Bool {
    text.unicodeScalars.contains { refused.unicodeScalars.contains($0) }
  }

  private func tagViolations(_ tags: JSON?, _ pointer: String) -> [FieldError] {
    guard let tags else { return [] }
    let texts = tags.array?.compactMap(\.string) ?? []
    guard let count = tags.array?.count, texts.count == count, !texts.contains(where: \.isBlank) else {
      return [FieldError(pointer, "wrong_type", "Expected an array of words.")]
    }
    guard !texts.contains(where: { Self.has("<>,", $0) }) else {
      return [FieldError(pointer, "invalid_character", "A tag has neither < nor > nor a comma.")]
    }
    let lengths = texts.map { $0.unicodeScalars.count + ($0.contains(" ") ? 2 : 0) }
    let length = lengths.reduce(max(0, count - 1), +)
    guard length > YouTubeLimits.tags else { return [] }
    let detail = "YouTube takes \(YouTubeLimits.tags) characters of tags; there are \(length)."
    return [FieldError(pointer, "too_long", detail)]
  }
}
