internal import Core

extension Facebook {
  func violations(of content: Content, at pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    if let kind = content.options["kind"], !["post", "reel", "story"].contains(kind.string) {
      errors.append(
        FieldError(pointer + "/options/kind", "unknown_value", "Facebook's kinds are post, reel and story."))
    }
    switch Shape(of: content) {
    case .post, .video: errors += postErrors(content, pointer)
    case .reel: errors += shortVideoErrors(content, FacebookLimits.reelDuration, "reel", pointer)
    case .videoStory: errors += shortVideoErrors(content, FacebookLimits.storyDuration, "story", pointer)
    case .photoStory: errors += photoStoryErrors(content, pointer)
    }
    if content.option("kind") == "story" { errors += storyErrors(content, pointer) }
    errors += measures(of: content).violations(of: name, at: pointer)
    if !content.thread.isEmpty {
      errors.append(
        FieldError(
          pointer + "/thread", "not_supported", "Facebook has no threads: give it a variant without."))
    }
    return errors + content.blankTexts(at: pointer)
      + content.refusedOptions(except: ["kind"], of: name, at: pointer)
  }

  func measures(of content: Content) -> [TextMeasure] {
    [TextMeasure(content.textWithLink, at: "/text", limit: FacebookLimits.text, in: .characters)]
  }

  private func postErrors(_ content: Content, _ pointer: String) -> [FieldError] {
    let media = content.media
    if media.isEmpty {
      guard content.textWithLink.isBlank else { return [] }
      return [FieldError(pointer + "/text", "text_required", "Facebook needs text, a link or media.")]
    }
    guard media.contains(where: \.isVideo) else {
      return media.enumerated().flatMap { photoErrors($1, pointer + "/media/\($0)") }
    }
    guard media.count > 1 else { return [] }
    let detail = "A post on Facebook has photos or one video, not both."
    return [FieldError(pointer + "/media", "media_mixed", detail)]
  }

  private func photoErrors(_ photo: Media, _ pointer: String) -> [FieldError] {
    guard let facts = photo.facts else { return [] }
    if !FacebookLimits.photoTypes.contains(facts.contentType) {
      return [FieldError(pointer, "media_type", "Facebook takes no photos of type \(facts.contentType).")]
    }
    let errors = facts.contentType == "image/gif" ? [] : facts.movement(refusedBy: name, at: pointer)
    guard facts.bytes > FacebookLimits.photoBytes else { return errors }
    let detail = "Facebook takes photos of \(FacebookLimits.photoBytes) bytes; this has \(facts.bytes)."
    return errors + [FieldError(pointer, "media_too_large", detail)]
  }

  private func shortVideoErrors(
    _ content: Content, _ durations: ClosedRange<Duration>, _ kind: String, _ pointer: String
  ) -> [FieldError] {
    guard content.media.count == 1, let video = content.media.first, video.isVideo else {
      return [FieldError(pointer + "/media", "media_required", "A \(kind) on Facebook is one video.")]
    }
    guard let facts = video.facts else { return [] }
    var errors: [FieldError] = []
    if let duration = facts.duration, !durations.contains(duration) {
      let span = "\(durations.lowerBound.components.seconds) to \(durations.upperBound.components.seconds)"
      errors.append(
        FieldError(
          pointer + "/media/0", "media_duration", "A \(kind) on Facebook lasts \(span) seconds."))
    }
    let ratio = Double(facts.width) / Double(max(1, facts.height))
    if facts.width < FacebookLimits.shortVideoWidth || facts.height < FacebookLimits.shortVideoHeight
      || !FacebookLimits.shortVideoRatio.contains(ratio)
    {
      errors.append(
        FieldError(
          pointer + "/media/0", "media_dimensions",
          "A \(kind) on Facebook is 9:16 and at least 540 × 960 pixels; this is \(facts.width) × \(facts.height)."
        ))
    }
    return errors
  }

  private func photoStoryErrors(_ content: Content, _ pointer: String) -> [FieldError] {
    guard content.media.count == 1, let photo = content.media.first else {
      return [FieldError(pointer + "/media", "media_required", "A story is one photo or one video.")]
    }
    return photoErrors(photo, pointer + "/media/0")
  }

  private func storyErrors(_ content: Content, _ pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    if !content.textWithLink.isEmpty {
      errors.append(
        FieldError(
          pointer + "/text", "not_supported", "A story shows no text or link: give it a variant without."))
    }
    if content.firstComment != nil {
      errors.append(
        FieldError(pointer + "/first_comment", "not_supported", "A story on Facebook has no comments."))
    }
    return errors
  }
}
