/// What a platform takes of one file, as far as a variant can be made to fit: its type, its size, its coding. What no
/// variant mends, a film that is too long or a picture that is too narrow, is for `violations` to say.
package struct MediaTarget: Sendable, Equatable {
  /// The platform's, for people.
  let name: String
  /// Content types.
  let types: Set<String>
  /// The most bytes.
  let bytes: Int64
  /// In pixels, the most; of all pixels together in `pixels`.
  var width = Int.max
  var height = Int.max
  var pixels = Int.max
  /// As `Media.VideoFacts` names them; nil for all.
  var codecs: Set<String>?
  var soundCodecs: Set<String>?
  /// Pictures a second.
  var frameRates: ClosedRange<Double>?
  /// Bits a second, of pictures and sound.
  var bitRate: Int64?
  /// Whether the description of a film has to stand before its pictures.
  var needsFastStart = false
  /// Whether a film's pictures have to be what every player shows: colours in 4:2:0, one moment in each picture, and 8 bits
  /// in H.264. HEVC, VP9 and AV1 may have 10.
  var needsPlainPictures = false
  /// Of a film's sound, the most.
  var soundChannels: Int?
  /// Samples a second, the most.
  var soundRate: Int?

  init(_ name: String, types: Set<String>, bytes: Int64) {
    self.name = name
    self.types = types
    self.bytes = bytes
  }

  /// Nil when the file is fine as it is, or when no variant would be taken either.
  package func need(for facts: Media.Facts) -> VariantNeed? {
    facts.contentType.hasPrefix("video/") ? videoNeed(facts) : imageNeed(facts)
  }

  /// A variant of a moving image would stand still: people have to decide that.
  private func imageNeed(_ facts: Media.Facts) -> VariantNeed? {
    let reasons = typeReasons(facts) + sizeReasons(facts)
    guard !reasons.isEmpty, !facts.isMoving, types.contains("image/jpeg") else { return nil }
    let size = fitted(facts, multiple: 1)
    var expected = facts
    expected.contentType = "image/jpeg"
    expected.bytes = min(facts.bytes, bytes)
    (expected.width, expected.height) = (size.width, size.height)
    expected.coding = MediaCoding(pictures: 1)
    return VariantNeed(
      recipe: .jpeg(size, bytes: bytes), reason: reasons.joined(separator: " "), expected: expected)
  }

  private func videoNeed(_ facts: Media.Facts) -> VariantNeed? {
    let coding = codingReasons(facts) + sizeReasons(facts)
    let packing = typeReasons(facts) + packingReasons(facts)
    guard !coding.isEmpty || !packing.isEmpty, types.contains("video/mp4") else { return nil }
    let reason = (packing + coding).joined(separator: " ")
    return coding.isEmpty ? repacked(facts, reason) : encoded(facts, reason)
  }

  private func repacked(_ facts: Media.Facts, _ reason: String) -> VariantNeed {
    // What an MP4 may hold besides what the platform takes.
    let keepsSound =
      facts.video?.soundCodec.map { ["aac", "mp3"].contains($0) && takes($0, soundCodecs) } ?? true
      && soundReasons(facts.coding).isEmpty
    var expected = facts
    expected.contentType = "video/mp4"
    if !keepsSound {
      expected.video?.soundCodec = "aac"
      expected.coding?.soundIsMadeStereo()
    }
    expected.video?.hasFastStart = true
    return VariantNeed(
      recipe: .repacked(sound: keepsSound ? .kept : .aac, bytes: bytes), reason: reason, expected: expected)
  }

  /// Nil when the file would have to be so small that nothing could be seen any more.
  private func encoded(_ facts: Media.Facts, _ reason: String) -> VariantNeed? {
    let rate = encodingRate(facts)
    guard rate == 0 || rate >= Self.leastBitRate else { return nil }
    // H.264 halves the colours' size in both directions.
    let size = fitted(facts, multiple: 2)
    let frameRate = wantedFrameRate(facts)
    var expected = facts
    expected.contentType = "video/mp4"
    expected.bytes = min(facts.bytes, bytes)
    if rate > 0, let seconds = facts.duration?.seconds {
      expected.bytes = min(expected.bytes, Int64(Double(rate + Self.soundBitRate) * seconds / 8))
    }
    (expected.width, expected.height) = (size.width, size.height)
    expected.video = Media.VideoFacts(
      codec: "h264", soundCodec: facts.video?.soundCodec == nil ? nil : "aac",
      frameRate: frameRate == 0 ? facts.video?.frameRate : Double(frameRate), hasFastStart: true)
    expected.coding = facts.coding?.encoded
    return VariantNeed(
      recipe: .encoded(size, frameRate: frameRate, bitRate: rate, bytes: bytes), reason: reason,
      expected: expected)
  }
}

/// What comes out of an encoder.
extension MediaTarget {
  /// Below this a film of any size is unusable.
  private static let leastBitRate: Int64 = 300_000
  /// Of the sound that is encoded, and of what packing costs.
  private static let soundBitRate: Int64 = 160_000
  /// What an encoder that is not limited stays below.
  private static let plentifulBitRate = 80_000_000.0

  /// The largest size of the same shape that is taken, both sides multiples of `multiple`. Nothing is enlarged.
  private func fitted(_ facts: Media.Facts, multiple: Int) -> VariantRecipe.Size {
    let (w, h) = (Double(facts.width), Double(facts.height))
    let scale = min(1, Double(width) / w, Double(height) / h, (Double(pixels) / (w * h)).squareRoot())
    func side(_ length: Double) -> Int { max(multiple, Int(length * scale) / multiple * multiple) }
    return VariantRecipe.Size(width: side(w), height: side(h))
  }

  /// 0 when the pictures may have what they need.
  private func encodingRate(_ facts: Media.Facts) -> Int64 {
    var rate = bitRate ?? .max
    if let seconds = facts.duration?.seconds, seconds > 0 {
      // A tenth is left for what an encoder does not foresee.
      let whole = Double(bytes) * 8 * 0.9 / seconds
      if whole < Self.plentifulBitRate { rate = min(rate, Int64(whole)) }
    }
    return rate == .max ? 0 : max(1, rate - Self.soundBitRate)
  }

  /// 0 for the file's own.
  private func wantedFrameRate(_ facts: Media.Facts) -> Int {
    guard let rate = facts.video?.frameRate, let frameRates, !frameRates.contains(rate) else { return 0 }
    return rate > frameRates.upperBound ? Int(frameRates.upperBound) : 30
  }
}

extension Media.Facts {
  /// Bits a second on the average.
  var bitRate: Int64? {
    guard let seconds = duration?.seconds, seconds > 0 else { return nil }
    return Int64(Double(bytes) * 8 / seconds)
  }
}

extension MediaCoding {
  /// As `VariantRecipe.encoded` leaves it.
  fileprivate var encoded: MediaCoding {
    var result = self
    result.pixelFormat = "yuv420p"
    result.isInterlaced = false
    result.orientation = 1
    if isHDR { result.transfer = "bt709" }
    result.soundIsMadeStereo()
    return result
  }

  /// As `VariantRecipe.Sound.aac` leaves it.
  fileprivate mutating func soundIsMadeStereo() {
    guard soundChannels != nil else { return }
    (soundChannels, soundRate) = (2, 48_000)
  }
}

extension Duration {
  fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
