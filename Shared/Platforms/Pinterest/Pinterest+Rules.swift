internal import Core

extension Pinterest {
  private static let known: Set<String> = ["board_id", "board_section_id", "cover_url", "cover_time"]

  func violations(of content: Content, at pointer: String) -> [FieldError] {
    var errors = countErrors(content.media, pointer) + optionErrors(content, pointer)
    errors += measures(of: content).violations(of: name, at: pointer)
    errors += measure(content.link ?? "", PinterestLimits.link, "/link").violations(of: name, at: pointer)
    for (index, item) in content.media.enumerated() {
      errors += measure(item.altText ?? "", PinterestLimits.altText, "/media/\(index)/alt_text")
        .violations(of: name, at: pointer)
      errors += mediaErrors(item, pointer + "/media/\(index)")
    }
    if !content.thread.isEmpty {
      errors.append(
        FieldError(
          pointer + "/thread", "not_supported", "Pinterest has no threads: give it a variant without."))
    }
    if content.firstComment != nil {
      errors.append(
        FieldError(
          pointer + "/first_comment", "not_supported",
          "Pinterest takes no comments from applications: give it a variant without."))
    }
    return errors + content.blankTexts(at: pointer)
      + content.refusedOptions(except: Self.known, of: name, at: pointer)
  }

  func measures(of content: Content) -> [TextMeasure] {
    [
      measure(content.title ?? "", PinterestLimits.title, "/title"),
      measure(content.text, PinterestLimits.description, "/text"),
    ]
  }

  private func measure(_ text: String, _ limit: Int, _ pointer: String) -> TextMeasure {
    TextMeasure(text, at: pointer, limit: limit, in: .characters)
  }

  private func countErrors(_ media: [Media], _ pointer: String) -> [FieldError] {
    if media.isEmpty {
      return [FieldError(pointer + "/media", "media_required", "Pinterest needs an image or a video.")]
    }
    if media.count > 1, media.contains(where: \.isVideo) {
      return [FieldError(pointer + "/media", "media_mixed", "A pin has images or one video, not both.")]
    }
    guard media.count > PinterestLimits.carousel.upperBound else { return [] }
    let detail = "A pin has at most \(PinterestLimits.carousel.upperBound) images; there are \(media.count)."
    return [FieldError(pointer + "/media", "too_many", detail)]
  }

  private func mediaErrors(_ media: Media, _ pointer: String) -> [FieldError] {
    guard let facts = media.facts else { return [] }
    var errors: [FieldError] = []
    let types = media.isVideo ? PinterestLimits.videoTypes : PinterestLimits.imageTypes
    if !types.contains(facts.contentType) {
      errors.append(FieldError(pointer, "media_type", "Pinterest takes no \(facts.contentType)."))
    } else if !media.isVideo {
      errors += facts.movement(refusedBy: name, at: pointer)
    }
    let largest = media.isVideo ? PinterestLimits.videoBytes : PinterestLimits.imageBytes
    if facts.bytes > largest {
      errors.append(
        FieldError(pointer, "media_too_large", "Pinterest takes \(largest) bytes; this has \(facts.bytes)."))
    }
    if let duration = facts.duration, !PinterestLimits.videoDuration.contains(duration) {
      errors.append(
        FieldError(pointer, "media_duration", "Pinterest takes videos of 4 seconds to 15 minutes."))
    }
    return errors
  }

  private func optionErrors(_ content: Content, _ pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    let place = pointer + "/options"
    if content.options["board_id"] == nil {
      errors.append(FieldError(place + "/board_id", "required", "A pin needs a board: name its id."))
    }
    for name in ["board_id", "board_section_id"] {
      guard let option = content.options[name], !isID(option.string ?? "") else { continue }
      errors.append(
        FieldError(place + "/" + name, "wrong_type", "Expected an id, which is a string of digits."))
    }
    if let cover = content.options["cover_url"], cover.string?.hasPrefix("https://") != true {
      errors.append(FieldError(place + "/cover_url", "invalid_url", "Expected an https address."))
    }
    if let time = content.options["cover_time"], (time.double ?? -1) < 0 {
      errors.append(FieldError(place + "/cover_time", "wrong_type", "Expected seconds, 0 or more."))
    }
    if content.options["cover_url"] != nil, content.options["cover_time"] != nil {
      errors.append(
        FieldError(place + "/cover_time", "not_supported", "Give cover_url or cover_time, not both."))
    }
    return errors
  }

  private func isID(_ text: String) -> Bool {
    PinterestLimits.idLength.contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
