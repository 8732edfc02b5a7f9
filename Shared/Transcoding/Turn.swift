/// What has to be done to a picture so that it stands upright, by its Exif tag Orientation
/// (CIPA DC-008-2023, 4.6.5.1.6).
package enum Turn: Int, Sendable {
  case none = 1
  case mirrored, half, flipped, transposed, right, transversed, left

  /// A part of ffmpeg's filters (https://ffmpeg.org/ffmpeg-filters.html#transpose-1), with a comma behind it.
  var filter: String {
    switch self {
    case .none: ""
    case .mirrored: "hflip,"
    case .half: "hflip,vflip,"
    case .flipped: "vflip,"
    case .transposed: "transpose=cclock_flip,"
    case .right: "transpose=clock,"
    case .transversed: "transpose=clock_flip,"
    case .left: "transpose=cclock,"
    }
  }

  /// Whether width and height change places.
  package var isSideways: Bool { rawValue >= Turn.transposed.rawValue }
}
