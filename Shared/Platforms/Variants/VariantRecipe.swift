/// How a variant of a file is made. The same recipe for the same file makes the same variant, whoever asks for it.
package enum VariantRecipe: Sendable, Equatable {
  /// Width and height in pixels, as shown.
  package struct Size: Sendable, Equatable {
    package let width: Int
    package let height: Int

    package init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  /// What becomes of a film's sound.
  package enum Sound: String, Sendable {
    case kept
    /// AAC, at most 48 kHz, two channels.
    case aac
  }

  /// A JPEG of at most `bytes`.
  case jpeg(Size, bytes: Int64)
  /// The pictures as they are in an MP4 that begins with its description.
  case repacked(sound: Sound, bytes: Int64)
  /// H.264 and AAC in an MP4 that begins with its description. `frameRate` in pictures a second, 0 for the file's own;
  /// `bitRate` in bits a second at most, 0 for no limit.
  case encoded(Size, frameRate: Int, bitRate: Int64, bytes: Int64)

  /// The most that the variant may have.
  package var bytes: Int64 {
    switch self {
    case .jpeg(_, let bytes), .repacked(_, let bytes), .encoded(_, _, _, let bytes): bytes
    }
  }

  package var contentType: String {
    if case .jpeg = self { "image/jpeg" } else { "video/mp4" }
  }

  /// Names the recipe in the database and in the bucket; `init(text:)` reads it.
  package var text: String {
    switch self {
    case .jpeg(let size, let bytes): "jpeg-\(size.width)x\(size.height)-\(bytes)"
    case .repacked(let sound, let bytes): "repacked-\(sound.rawValue)-\(bytes)"
    case .encoded(let size, let frameRate, let bitRate, let bytes):
      "encoded-\(size.width)x\(size.height)-\(frameRate)-\(bitRate)-\(bytes)"
    }
  }

  /// Of the name of a file.
  package var ending: String {
    if case .jpeg = self { "jpg" } else { "mp4" }
  }

  package init?(text: String) {
    let words = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let bytes = words.last.flatMap({ Int64($0) }) else { return nil }
    switch (words.first, words.count) {
    case ("jpeg", 3):
      guard let size = Size(words[1]) else { return nil }
      self = .jpeg(size, bytes: bytes)
    case ("repacked", 3):
      guard let sound = Sound(rawValue: String(words[1])) else { return nil }
      self = .repacked(sound: sound, bytes: bytes)
    case ("encoded", 5):
      guard let size = Size(words[1]), let frameRate = Int(words[2]), let bitRate = Int64(words[3]) else {
        return nil
      }
      self = .encoded(size, frameRate: frameRate, bitRate: bitRate, bytes: bytes)
    default: return nil
    }
  }
}

extension VariantRecipe.Size {
  /// `1920x1080`
  fileprivate init?(_ text: Substring) {
    let numbers = text.split(separator: "x").compactMap { Int($0) }
    guard numbers.count == 2, numbers.allSatisfy({ (1...65_535).contains($0) }) else { return nil }
    self.init(width: numbers[0], height: numbers[1])
  }
}
