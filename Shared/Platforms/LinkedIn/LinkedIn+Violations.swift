internal import Core

extension LinkedIn {
  private static let options: Set<String> = [
    "visibility", "is_reshare_disabled", "description", "thumbnail_url",
  ]

  func violations(of content: Content, at pointer: String) -> [FieldError] {
    let text = Self.text(of: content)
    var errors: [FieldError] = []
    if text.isBlank && content.media.isEmpty && !Self.hasCard(content) {
      errors.append(FieldError(pointer + "/text", "text_required", "LinkedIn needs text, media or a link."))
    }
    errors += measures(of: content).violations(of: name, at: pointer)
    errors += violations(of: content.media, pointer + "/media")
    if !content.thread.isEmpty {
      errors.append(
        FieldError(
          pointer + "/thread", "not_supported", "LinkedIn has no threads: give it a variant without."))
    }
    return errors + content.blankTexts(at: pointer) + violations(ofOptions: content, pointer + "/options")
      + content.refusedOptions(except: Self.options, of: name, at: pointer)
  }

  func measures(of content: Content) -> [TextMeasure] {
    let texts = [
      ("/text", LittleText.shown(Self.text(of: content)), LinkedInLimits.textLength),
      ("/title", content.title, LinkedInLimits.titleLength),
      ("/first_comment", content.firstComment, LinkedInLimits.commentLength),
    ]
    return texts.compactMap { pointer, text, limit in
      text.map { TextMeasure($0, at: pointer, limit: limit, in: .utf16) }
    }
  }

  private func tooLong(_ text: String?, _ limit: Int, _ pointer: String) -> [FieldError] {
    guard let length = text?.utf16.count, length > limit else { return [] }
    return [FieldError(pointer, "too_long", "LinkedIn takes \(limit) characters; there are \(length).")]
  }

  private func violations(of media: [Media], _ pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    if media.count > LinkedInLimits.images {
      errors.append(
        FieldError(
          pointer, "too_many",
          "LinkedIn takes \(LinkedInLimits.images) images; there are \(media.count)."))
    }
    for (index, item) in media.enumerated() {
      if item.isVideo && media.count > 1 {
        errors.append(
          FieldError("\(pointer)/\(index)", "media_mixed", "LinkedIn takes a video only by itself."))
      }
      let place = "\(pointer)/\(index)"
      errors += tooLong(item.altText, LinkedInLimits.altTextLength, place + "/alt_text")
      if let facts = item.facts {
        errors += item.isVideo ? violations(ofVideo: facts, place) : violations(ofImage: facts, place)
      }
    }
    return errors
  }

  private func violations(ofImage facts: Media.Facts, _ pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    if !LinkedInLimits.imageTypes.contains(facts.contentType) {
      errors.append(FieldError(pointer, "media_type", "LinkedIn takes images as JPEG, PNG or GIF."))
    }
    errors +=
      facts.contentType == "image/gif"
      ? facts.tooManyPictures(LinkedInLimits.gifPictures, for: name, at: pointer)
      : facts.movement(refusedBy: name, at: pointer)
    if facts.bytes > LinkedInLimits.imageBytes {
      errors.append(FieldError(pointer, "media_too_large", "An image for LinkedIn has at most 8 MiB."))
    }
    if facts.width * facts.height >= LinkedInLimits.imagePixels {
      errors.append(
        FieldError(
          pointer, "media_dimensions",
          "LinkedIn takes images of fewer than \(LinkedInLimits.imagePixels) pixels."))
    }
    return errors
  }

  private func violations(ofVideo facts: Media.Facts, _ pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    if !LinkedInLimits.videoTypes.contains(facts.contentType) {
      errors.append(FieldError(pointer, "media_type", "LinkedIn takes videos as MP4."))
    }
    if facts.bytes < LinkedInLimits.videoBytes.lowerBound {
      errors.append(FieldError(pointer, "media_too_small", "LinkedIn takes videos from 75 KB on."))
    }
    if facts.bytes > LinkedInLimits.videoBytes.upperBound {
      errors.append(FieldError(pointer, "media_too_large", "LinkedIn takes videos of up to 500 MB."))
    }
    if let duration = facts.duration, !LinkedInLimits.videoDuration.contains(duration) {
      errors.append(
        FieldError(pointer, "media_duration", "LinkedIn takes videos of 3 seconds to 30 minutes."))
    }
    return errors
  }

  private func violations(ofOptions content: Content, _ pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    if let visibility = content.options["visibility"],
      !LinkedInLimits.visibilities.contains(visibility.string ?? "")
    {
      errors.append(
        FieldError(pointer + "/visibility", "unknown_value", "PUBLIC, CONNECTIONS or LOGGED_IN."))
    }
    if let value = content.options["is_reshare_disabled"], value.bool == nil {
      errors.append(FieldError(pointer + "/is_reshare_disabled", "wrong_type", "true or false."))
    }
    for name in ["description", "thumbnail_url"] {
      guard let value = content.options[name] else { continue }
      if value.string == nil {
        errors.append(FieldError("\(pointer)/\(name)", "wrong_type", "A string."))
      } else if !Self.hasCard(content) {
        errors.append(
          FieldError(
            "\(pointer)/\(name)", "not_supported", "Only for a post with a link, a title and no media."))
      }
    }
    errors += tooLong(
      content.option("description"), LinkedInLimits.descriptionLength, pointer + "/description")
    if let address = content.option("thumbnail_url"), !address.hasPrefix("https://"),
      !address.hasPrefix("http://")
    {
      errors.append(FieldError(pointer + "/thumbnail_url", "wrong_format", "An http(s) address."))
    }
    return errors
  }
}
