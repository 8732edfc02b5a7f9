internal import Core

extension X {
  private static let options: Set<String> = [
    "reply_settings", "poll", "quote_tweet_id", "made_with_ai", "paid_partnership",
  ]

  func violations(of content: Content, at pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    let needsText = content.media.isEmpty && content.options["quote_tweet_id"] == nil
    if content.textWithLink.isBlank && needsText {
      errors.append(FieldError(pointer + "/text", "text_required", "X needs text or media."))
    }
    errors += violations(of: content.textWithLink, pointer + "/text")
    errors += violations(of: content.media, pointer + "/media")
    for (index, text) in content.thread.enumerated() {
      errors += violations(of: text, pointer + "/thread/\(index)")
    }
    if let comment = content.firstComment { errors += violations(of: comment, pointer + "/first_comment") }
    return errors + content.blankTexts(at: pointer) + violations(ofOptions: content, pointer + "/options")
      + content.refusedOptions(except: Self.options, of: name, at: pointer)
  }

  /// Every part of the thread is a post of its own.
  func measures(of content: Content) -> [TextMeasure] {
    let thread = content.thread.enumerated().map { measure($1, "/thread/\($0)") }
    let comment = content.firstComment.map { [measure($0, "/first_comment")] } ?? []
    return [measure(content.textWithLink, "/text")] + thread + comment
  }

  private func measure(_ text: String, _ pointer: String) -> TextMeasure {
    TextMeasure(text, at: pointer, limit: WeightedLength.limit, in: .weighted)
  }

  private func violations(of text: String, _ pointer: String) -> [FieldError] {
    var errors = measure(text, pointer).violations(of: name, at: "")
    if WeightedLength.isRefused(text) {
      errors.append(
        FieldError(pointer, "invalid_character", "X takes none of the characters U+FEFF, U+FFFE and U+FFFF."))
    }
    let cashtags = Cashtag.count(in: text)
    if cashtags > XLimits.cashtags {
      errors.append(
        FieldError(pointer, "too_many_cashtags", "X takes one cashtag; there are \(cashtags)."))
    }
    return errors
  }

  private func violations(of media: [Media], _ pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    if media.count > XLimits.images {
      errors.append(
        FieldError(pointer, "too_many", "X takes \(XLimits.images) images; there are \(media.count)."))
    }
    for (index, item) in media.enumerated() {
      let place = "\(pointer)/\(index)"
      if media.count > 1 && XUploadKind(item) != .image {
        errors.append(FieldError(place, "media_mixed", "X takes a video or a GIF only by itself."))
      }
      if (item.altText?.utf16.count ?? 0) > XLimits.altTextLength {
        errors.append(
          FieldError(
            place + "/alt_text", "too_long", "X takes \(XLimits.altTextLength) characters."))
      }
      if let facts = item.facts { errors += violations(XUploadKind(item), facts, place) }
    }
    return errors
  }

  private func violations(_ kind: XUploadKind, _ facts: Media.Facts, _ pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    let types = kind == .video ? XLimits.videoTypes : XLimits.imageTypes
    if !types.contains(facts.contentType) {
      errors.append(
        FieldError(pointer, "media_type", "X takes JPEG, PNG, WebP and GIF images and MP4 videos."))
    }
    if facts.bytes > kind.mostBytes {
      errors.append(FieldError(pointer, "media_too_large", "X takes \(kind.mostBytes >> 20) MiB of these."))
    }
    switch kind {
    case .image: errors += facts.movement(refusedBy: name, at: pointer)
    case .gif:
      errors += facts.tooManyPictures(XLimits.gifPictures, for: name, at: pointer)
      if facts.width > XLimits.gifWidth || facts.height > XLimits.gifHeight {
        errors.append(
          FieldError(pointer, "media_dimensions", "X takes GIFs of up to 1280 × 1080 pixels."))
      }
    case .video:
      let (width, height) = (Double(facts.width), Double(facts.height))
      if max(width, height) > XLimits.videoRatio * min(width, height) {
        errors.append(FieldError(pointer, "media_aspect", "X takes videos from 1:3 to 3:1."))
      }
      if let duration = facts.duration, !XLimits.videoDuration.contains(duration) {
        errors.append(
          FieldError(pointer, "media_duration", "X takes videos of half a second to 20 minutes."))
      }
    }
    return errors
  }

  private func violations(ofOptions content: Content, _ pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    let options = content.options
    if let value = options["reply_settings"], !XLimits.replySettings.contains(value.string ?? "") {
      errors.append(
        FieldError(
          pointer + "/reply_settings", "unknown_value",
          "following, mentionedUsers, subscribers or verified; absent means everybody."))
    }
    for name in ["made_with_ai", "paid_partnership"] {
      if let value = options[name], value.bool == nil {
        errors.append(FieldError("\(pointer)/\(name)", "wrong_type", "true or false."))
      }
    }
    if let value = options["quote_tweet_id"], UInt64(value.string ?? "") == nil {
      errors.append(FieldError(pointer + "/quote_tweet_id", "wrong_format", "The digits of an id, as text."))
    }
    if let poll = options["poll"] { errors += violations(ofPoll: poll, pointer + "/poll") }
    let attached = [!content.media.isEmpty, options["poll"] != nil, options["quote_tweet_id"] != nil]
    if attached.count(where: { $0 }) > 1 {
      errors.append(
        FieldError(pointer, "media_mixed", "X takes media, a poll or a quoted post, one of them."))
    }
    return errors
  }

  private func violations(ofPoll poll: JSON, _ pointer: String) -> [FieldError] {
    let texts = (poll["options"]?.array ?? []).map { $0.string ?? "" }
    var errors: [FieldError] = []
    if !XLimits.pollOptions.contains(texts.count)
      || texts.contains(where: { $0.isBlank || $0.unicodeScalars.count > XLimits.pollOptionLength })
    {
      errors.append(
        FieldError(pointer + "/options", "wrong_value", "X takes 2 to 4 answers of 1 to 25 characters."))
    }
    if !XLimits.pollMinutes.contains(poll["duration_minutes"]?.integer ?? 0) {
      errors.append(
        FieldError(pointer + "/duration_minutes", "out_of_range", "From 5 to 10080 minutes."))
    }
    return errors
  }
}
