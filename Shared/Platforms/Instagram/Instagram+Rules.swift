internal import Core

extension Instagram {
  func violations(of content: Content, at pointer: String) -> [FieldError] {
    var errors = optionErrors(content, pointer)
    let media = content.media
    if media.isEmpty {
      errors.append(
        FieldError(pointer + "/media", "media_required", "Instagram needs an image or a video."))
    }
    switch content.option("kind") {
    case "story": errors += storyErrors(content, pointer)
    case "reel" where !media.isEmpty && (media.count > 1 || !media[0].isVideo):
      errors.append(FieldError(pointer + "/media", "media_required", "A reel is one video."))
    default: errors += countErrors(media, pointer)
    }
    for (index, item) in media.enumerated() {
      errors += mediaErrors(item, content, pointer + "/media/\(index)")
    }
    let caption = content.textWithLink
    errors += measures(of: content).violations(of: name, at: pointer)
    errors += tooMany(hashtags(caption), InstagramLimits.hashtags, "hashtags", "too_many_hashtags", pointer)
    errors += tooMany(mentions(caption), InstagramLimits.mentions, "mentions", "too_many_mentions", pointer)
    if !content.thread.isEmpty {
      errors.append(
        FieldError(
          pointer + "/thread", "not_supported", "Instagram has no threads: give it a variant without."))
    }
    return errors + content.blankTexts(at: pointer)
      + content.refusedOptions(except: ["kind", "share_to_feed"], of: name, at: pointer)
  }

  func measures(of content: Content) -> [TextMeasure] {
    [TextMeasure(content.textWithLink, at: "/text", limit: InstagramLimits.caption, in: .characters)]
  }

  private func optionErrors(_ content: Content, _ pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    if let kind = content.options["kind"], !["post", "reel", "story"].contains(kind.string) {
      errors.append(
        FieldError(pointer + "/options/kind", "unknown_value", "Instagram's kinds are post, reel and story."))
    }
    if let share = content.options["share_to_feed"] {
      let place = pointer + "/options/share_to_feed"
      if share.bool == nil { errors.append(FieldError(place, "wrong_type", "Expected true or false.")) }
      if Shape(of: content) != .reel {
        errors.append(FieldError(place, "not_supported", "Only a reel is shared to the feed or not."))
      }
    }
    return errors
  }

  private func countErrors(_ media: [Media], _ pointer: String) -> [FieldError] {
    guard media.count > InstagramLimits.carousel.upperBound else { return [] }
    let detail =
      "Instagram takes \(InstagramLimits.carousel.upperBound) images and videos; there are \(media.count)."
    return [FieldError(pointer + "/media", "too_many", detail)]
  }

  private func storyErrors(_ content: Content, _ pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    if content.media.count > 1 {
      errors.append(FieldError(pointer + "/media", "too_many", "A story is one image or one video."))
    }
    if !content.textWithLink.isEmpty {
      errors.append(
        FieldError(
          pointer + "/text", "not_supported", "A story shows no text or link: give it a variant without."))
    }
    if content.firstComment != nil {
      errors.append(
        FieldError(pointer + "/first_comment", "not_supported", "A story on Instagram has no comments."))
    }
    return errors
  }

  private func mediaErrors(_ media: Media, _ content: Content, _ pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    if let altText = media.altText, altText.unicodeScalars.count > InstagramLimits.altText {
      let detail = "Instagram takes \(InstagramLimits.altText) characters of description."
      errors.append(FieldError(pointer + "/alt_text", "too_long", detail))
    }
    guard let facts = media.facts else { return errors }
    let isStory = content.option("kind") == "story"
    let types = media.isVideo ? InstagramLimits.videoTypes : InstagramLimits.imageTypes
    if !types.contains(facts.contentType) {
      let detail = "Instagram takes JPEG images and MP4 or MOV videos; this is \(facts.contentType)."
      errors.append(FieldError(pointer, "media_type", detail))
    }
    let largest =
      !media.isVideo
      ? InstagramLimits.imageBytes : isStory ? InstagramLimits.storyBytes : InstagramLimits.reelBytes
    if facts.bytes > largest {
      errors.append(
        FieldError(pointer, "media_too_large", "Instagram takes \(largest) bytes; this has \(facts.bytes)."))
    }
    let durations = isStory ? InstagramLimits.storyDuration : InstagramLimits.reelDuration
    if media.isVideo, let duration = facts.duration, !durations.contains(duration) {
      let span = "\(durations.lowerBound.components.seconds) to \(durations.upperBound.components.seconds)"
      errors.append(FieldError(pointer, "media_duration", "Instagram takes videos of \(span) seconds here."))
    }
    return errors + dimensionErrors(facts, media.isVideo, isStory, pointer)
  }

  private func dimensionErrors(_ facts: Media.Facts, _ isVideo: Bool, _ isStory: Bool, _ pointer: String)
    -> [FieldError]
  {
    let ratio = Double(facts.width) / Double(max(1, facts.height))
    let isGood =
      isVideo
      ? InstagramLimits.videoRatio.contains(ratio) && facts.width <= InstagramLimits.videoWidth
      : isStory || InstagramLimits.imageRatio.contains(ratio)
    guard !isGood else { return [] }
    let detail =
      isVideo
      ? "Instagram takes videos of at most \(InstagramLimits.videoWidth) pixels' width."
      : "Instagram takes images from 4:5 to 1.91:1; this is \(facts.width) × \(facts.height)."
    return [FieldError(pointer, "media_dimensions", detail)]
  }

  private func tooMany(_ count: Int, _ limit: Int, _ what: String, _ code: String, _ pointer: String)
    -> [FieldError]
  {
    guard count > limit else { return [] }
    return [FieldError(pointer + "/text", code, "Instagram takes \(limit) \(what); there are \(count).")]
  }

  /// How often `#` begins a word, in the middle of another too: `#one#two` are two.
  private func hashtags(_ text: String) -> Int {
    zip(text.unicodeScalars, text.unicodeScalars.dropFirst()).count {
      $0 == "#" && InstagramLimits.isOfTag($1)
    }
  }

  /// How often `@` begins a word. Within one it belongs to an address of mail.
  private func mentions(_ text: String) -> Int {
    let words = text.unicodeScalars.split(separator: "@", omittingEmptySubsequences: false)
    return zip(words, words.dropFirst()).count { before, word in
      !(before.last.map(InstagramLimits.isOfTag) ?? false)
        && (word.first.map(InstagramLimits.isOfTag) ?? false)
    }
  }
}
