internal import Core

/// What TikTok would refuse.
extension TikTok {
  private static let levels = [
    "PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "FOLLOWER_OF_CREATOR", "SELF_ONLY",
  ]

  func violations(of content: Content, at pointer: String) -> [FieldError] {
    let common: Set<String> = [
      "privacy_level", "disable_comment", "brand_content_toggle", "brand_organic_toggle",
    ]
    let special: Set<String> =
      isVideo(content)
      ? ["disable_duet", "disable_stitch", "is_aigc", "cover_ms"] : ["auto_add_music", "photo_cover_index"]
    var errors = mediaViolations(content, pointer)
    errors += measures(of: content).violations(of: name, at: pointer)
    if !content.thread.isEmpty {
      errors.append(
        FieldError(pointer + "/thread", "not_supported", "TikTok has no threads: give it a variant without."))
    }
    if content.firstComment != nil {
      errors.append(
        FieldError(
          pointer + "/first_comment", "not_supported",
          "TikTok lets only people comment: give it a variant without."))
    }
    return errors + content.blankTexts(at: pointer) + optionViolations(content, pointer + "/options/")
      + content.refusedOptions(except: common.union(special), of: name, at: pointer)
  }

  private func mediaViolations(_ content: Content, _ pointer: String) -> [FieldError] {
    guard !content.media.isEmpty else {
      return [FieldError(pointer + "/media", "media_required", "TikTok needs a video or photos.")]
    }
    let videos = content.media.count(where: \.isVideo)
    if videos > 0, videos < content.media.count {
      return [FieldError(pointer + "/media", "media_mixed", "TikTok takes a video or photos, not both.")]
    }
    let most = videos > 0 ? 1 : TikTokLimits.photos
    guard content.media.count <= most else {
      let detail =
        "TikTok takes one video or \(TikTokLimits.photos) photos; there are \(content.media.count)."
      return [FieldError(pointer + "/media", "too_many", detail)]
    }
    return content.media.enumerated().flatMap { index, item in
      item.facts.map { fileViolations($0, isVideo: videos > 0, "\(pointer)/media/\(index)") } ?? []
    }
  }

  private func fileViolations(_ facts: Media.Facts, isVideo: Bool, _ pointer: String) -> [FieldError] {
    var errors: [FieldError] = []
    let types = isVideo ? TikTokLimits.videoTypes : TikTokLimits.photoTypes
    if !types.contains(facts.contentType) {
      let detail = isVideo ? "TikTok takes MP4, MOV and WebM." : "TikTok takes JPEG and WebP."
      errors.append(FieldError(pointer, "media_type", detail))
    } else if !isVideo {
      errors += facts.movement(refusedBy: name, at: pointer)
    }
    if facts.bytes > (isVideo ? TikTokLimits.videoBytes : TikTokLimits.photoBytes) {
      errors.append(
        FieldError(pointer, "too_large", "TikTok takes videos of 4 GB and photos of 20 MB."))
    }
    guard isVideo else { return errors }
    if let duration = facts.duration, duration > TikTokLimits.duration {
      errors.append(FieldError(pointer, "too_long", "TikTok takes videos of 10 minutes."))
    }
    if ![facts.width, facts.height].allSatisfy(TikTokLimits.sides.contains) {
      errors.append(
        FieldError(pointer, "dimensions", "The sides of a video on TikTok have 360 to 4096 pixels."))
    }
    return errors
  }

  func measures(of content: Content) -> [TextMeasure] {
    func measure(_ text: String, _ limit: Int, _ pointer: String) -> TextMeasure {
      TextMeasure(text, at: pointer, limit: limit, in: .utf16)
    }
    guard !isVideo(content) else { return [measure(content.textWithLink, TikTokLimits.videoTitle, "/text")] }
    return [
      measure(content.title ?? "", TikTokLimits.photoTitle, "/title"),
      measure(content.textWithLink, TikTokLimits.photoDescription, "/text"),
    ]
  }

  private func optionViolations(_ content: Content, _ pointer: String) -> [FieldError] {
    let options = content.options
    var errors: [FieldError] = []
    if options["privacy_level"] == nil {
      errors.append(
        FieldError(pointer + "privacy_level", "required", "TikTok wants to be told who may see each post."))
    } else if !Self.levels.contains(content.option("privacy_level") ?? "") {
      let detail = "Expected one of \(Self.levels.joined(separator: ", "))."
      errors.append(FieldError(pointer + "privacy_level", "unknown_value", detail))
    }
    let switches = [
      "disable_comment", "disable_duet", "disable_stitch", "brand_content_toggle", "brand_organic_toggle",
      "is_aigc",
      "auto_add_music",
    ]
    for name in switches {
      guard let value = options[name], value.bool == nil else { continue }
      errors.append(FieldError(pointer + name, "wrong_type", "Expected true or false."))
    }
    // A paid partnership must not be hidden (TikTok's guidelines for sharing content).
    if options["brand_content_toggle"]?.bool == true, content.option("privacy_level") == "SELF_ONLY" {
      errors.append(
        FieldError(pointer + "brand_content_toggle", "not_supported", "A paid partnership cannot be private.")
      )
    }
    if let cover = options["cover_ms"], !(cover.integer.map { $0 >= 0 } ?? false) {
      errors.append(FieldError(pointer + "cover_ms", "wrong_type", "Expected milliseconds."))
    }
    if let cover = options["photo_cover_index"],
      !(cover.integer.map { (0..<Int64(content.media.count)).contains($0) } ?? false)
    {
      errors.append(
        FieldError(pointer + "photo_cover_index", "out_of_range", "Expected the place of a photo, from 0."))
    }
    return errors
  }
}
