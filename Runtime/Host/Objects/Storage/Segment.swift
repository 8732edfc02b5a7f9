/// A stretch of bytes in a file. An object is a list of them: completing a multipart upload and copying an object
/// move no bytes.
struct Segment: Sendable, Equatable {
  let blob: String
  let start: Int
  let length: Int

  /// The stretches that hold a range of the bytes of all of them.
  static func slice(_ segments: [Segment], _ range: Range<Int>) -> [Segment] {
    var result: [Segment] = []
    var position = 0
    for segment in segments {
      let lower = max(range.lowerBound, position)
      let upper = min(range.upperBound, position + segment.length)
      if lower < upper {
        result.append(
          Segment(blob: segment.blob, start: segment.start + lower - position, length: upper - lower))
      }
      position += segment.length
    }
    return result
  }
}
