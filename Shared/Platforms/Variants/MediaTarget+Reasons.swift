/// What a file is and the platform does not take.
extension MediaTarget {
  func takes(_ codec: String?, _ known: Set<String>?) -> Bool {
    guard let codec, let known else { return true }
    return known.contains(codec)
  }

  func typeReasons(_ facts: Media.Facts) -> [String] {
    types.contains(facts.contentType)
      ? [] : ["\(name) takes \(Self.list(types)) here; this is \(facts.contentType)."]
  }

  func sizeReasons(_ facts: Media.Facts) -> [String] {
    var reasons: [String] = []
    if facts.bytes > bytes { reasons.append("\(name) takes \(bytes) bytes; this has \(facts.bytes).") }
    if facts.width > width || facts.height > height || facts.width * facts.height > pixels {
      reasons.append("\(name) takes \(sizeText); this is \(facts.width) × \(facts.height) pixels.")
    }
    return reasons
  }

  private var sizeText: String {
    if pixels < .max { return "\(pixels) pixels in all" }
    return height < .max ? "\(width) × \(height) pixels" : "a width of \(width) pixels"
  }

  func codingReasons(_ facts: Media.Facts) -> [String] {
    guard let video = facts.video else { return [] }
    var reasons: [String] = []
    if !takes(video.codec, codecs) {
      reasons.append("\(name) takes \(Self.list(codecs ?? [])) pictures; these are \(video.codec).")
    }
    if let rate = video.frameRate, let frameRates, !frameRates.contains(rate) {
      let span = "\(Int(frameRates.lowerBound)) to \(Int(frameRates.upperBound))"
      reasons.append("\(name) takes \(span) pictures a second; these are \(Int(rate.rounded())).")
    }
    if let bitRate, let rate = facts.bitRate, rate > bitRate {
      reasons.append("\(name) takes \(bitRate) bits a second; this has \(rate).")
    }
    return reasons + (needsPlainPictures ? pictureReasons(video, facts.coding) : [])
  }

  private func pictureReasons(_ video: Media.VideoFacts, _ coding: MediaCoding?) -> [String] {
    guard let coding, coding.pixelFormat != nil else { return [] }
    var reasons: [String] = []
    if coding.chroma != "4:2:0" {
      let found = coding.chroma.map { "in \($0)" } ?? "written otherwise"
      reasons.append("\(name) takes colours in 4:2:0; these are \(found).")
    }
    let most = video.codec == "h264" ? 8 : 10
    if let depth = coding.depth, depth > most {
      reasons.append("\(name) takes pictures of \(most) bits; these have \(depth).")
    }
    if coding.isInterlaced { reasons.append("\(name) takes progressive pictures; these are interlaced.") }
    return reasons
  }

  func soundReasons(_ coding: MediaCoding?) -> [String] {
    var reasons: [String] = []
    if let most = soundChannels, let channels = coding?.soundChannels, channels > most {
      reasons.append("\(name) takes sound of \(most) channels; this has \(channels).")
    }
    if let most = soundRate, let rate = coding?.soundRate, rate > most {
      reasons.append("\(name) takes \(most) samples of sound a second; this has \(rate).")
    }
    return reasons
  }

  func packingReasons(_ facts: Media.Facts) -> [String] {
    guard let video = facts.video else { return [] }
    var reasons: [String] = []
    if let sound = video.soundCodec, !takes(sound, soundCodecs) {
      reasons.append("\(name) takes \(Self.list(soundCodecs ?? [])) sound; this is \(sound).")
    }
    reasons += soundReasons(facts.coding)
    if needsFastStart && !video.hasFastStart {
      reasons.append("\(name) takes films that begin with their description; this one ends with it.")
    }
    return reasons
  }

  private static func list(_ names: Set<String>) -> String { names.sorted().joined(separator: ", ") }
}
