/// What a platform takes of one file, written down from its own documents.
struct MediaRule: Sendable {
  var stills: Set<SeenMedia.Kind> = []
  /// Images that move.
  var moving: Set<SeenMedia.Kind> = []
  var mostPictures = Int.max
  var imageBytes = Int.max
  var imagePixels = Int.max
  var imageSides = (short: Int.max, long: Int.max)
  /// Width by height.
  var imageRatio: ClosedRange<Double> = 0...(.infinity)
  var films: Set<SeenMedia.Kind> = []
  /// The four letters of sample entries; empty for all.
  var codings: Set<String> = []
  var sounds: Set<String> = []
  var filmBytes: ClosedRange<Int> = 0...(.max)
  var seconds: ClosedRange<Double> = 0...(.infinity)
  var rates: ClosedRange<Double> = 0...(.infinity)
  var sides: ClosedRange<Int> = 0...(.max)
  var mostWidth = Int.max
  var filmRatio: ClosedRange<Double> = 0...(.infinity)
  /// 4:2:0, progressive, and in H.264 8 bits.
  var isPlain = false
  var channels = Int.max
  var samples = Int.max
  var beginsWithDescription = false

  /// Why a file is refused; nil when it is taken, or has no head that can be read. `size` is that of the whole file, when only
  /// its beginning is at hand.
  func objection(to bytes: [UInt8], of size: Int? = nil) -> String? {
    guard let seen = SeenMedia(bytes) else { return nil }
    let isAll = size.map { $0 == bytes.count } ?? true
    if isAll && !seen.isWhole { return "its end is missing" }
    guard let film = seen.film else { return objection(toImage: seen, size ?? bytes.count) }
    return objection(toFilm: film, seen.kind, size ?? bytes.count)
  }

  private func objection(toImage seen: SeenMedia, _ size: Int) -> String? {
    let isMoving = seen.pictures > 1
    guard (isMoving ? moving : stills).contains(seen.kind) else {
      return "\(isMoving ? "moving " : "")\(seen.kind.rawValue) is not taken"
    }
    let (short, long) = (min(seen.width, seen.height), max(seen.width, seen.height))
    if isMoving && seen.pictures > mostPictures { return "too many pictures" }
    if size > imageBytes { return "too many bytes" }
    if seen.width * seen.height > imagePixels || short > imageSides.short || long > imageSides.long {
      return "too many pixels"
    }
    return imageRatio.contains(Double(seen.width) / Double(seen.height)) ? nil : "ratio"
  }

  private func objection(toFilm film: SeenFilm, _ kind: SeenMedia.Kind, _ size: Int) -> String? {
    guard films.contains(kind) else { return "\(kind.rawValue) is not taken" }
    if !codings.isEmpty && !codings.contains(film.pictures) { return "pictures are \(film.pictures)" }
    if let sound = film.sound, !sounds.isEmpty, !sounds.contains(sound) { return "sound is \(sound)" }
    if !filmBytes.contains(size) { return "bytes" }
    if !seconds.contains(film.seconds) { return "length" }
    if let rate = film.picturesPerSecond, !rates.contains(rate) { return "pictures a second" }
    if ![film.width, film.height].allSatisfy(sides.contains) || film.width > mostWidth { return "sides" }
    if !filmRatio.contains(Double(film.width) / Double(max(1, film.height))) { return "ratio" }
    if isPlain { return plainness(film) }
    return nil
  }

  private func plainness(_ film: SeenFilm) -> String? {
    if let chroma = film.chroma, chroma != 1 { return "colours are not 4:2:0" }
    if film.bits > (film.pictures.hasPrefix("avc") ? 8 : 10) { return "\(film.bits) bits" }
    if film.isInterlaced { return "interlaced" }
    if film.sound != nil, film.channels > channels { return "\(film.channels) channels" }
    if film.sound != nil, film.samplesPerSecond > samples {
      return "\(film.samplesPerSecond) samples a second"
    }
    return beginsWithDescription && !film.beginsWithDescription ? "its description stands at its end" : nil
  }
}
