internal import Core
internal import HTTPServer

/// A file to publish as a video: it begins as an MP4 does and says nothing more. It is given in parts too
/// (RFC 9110 §14), which is how large ones are fetched.
enum SampleVideo {
  private static let largestPart = 16 << 20
  /// Above what any platform takes; what is larger or less than nothing is nobody's question.
  private static let lengths = 0...(1 << 40)

  static func reply(to request: HTTPRequest) -> HTTPReply {
    let length = URLForm.parse(request.query).last { $0.name == "bytes" }.flatMap { Int($0.value) } ?? 10_000
    guard lengths.contains(length) else { return .text(400, "bytes is from 0 to \(lengths.upperBound)") }
    let type = (name: "content-type", value: "video/mp4")
    guard let header = request.header("range") else {
      return length <= largestPart
        ? HTTPReply(status: 200, headers: [type, ("accept-ranges", "bytes")], body: bytes(0..<length))
        : .text(400, "larger than \(largestPart) bytes: ask for a part")
    }
    let ends = header.dropFirst("bytes=".count).split(separator: "-").compactMap { Int($0) }
    guard ends.count == 2, ends[0] >= 0, ends[0] <= ends[1], ends[0] < length,
      ends[1] - ends[0] < largestPart
    else {
      return HTTPReply(status: 416, headers: [("content-range", "bytes */\(length)")], body: [])
    }
    let range = ends[0]..<min(ends[1], length - 1) + 1
    let place = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(length)"
    return HTTPReply(status: 206, headers: [type, ("content-range", place)], body: bytes(range))
  }

  /// Whether these bytes begin such a file, which nobody can play.
  static func isSample(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 64 && Array(bytes[16..<64]) == Self.bytes(16..<64)
  }

  /// A file type box (ISO 14496-12 §4.3), then every byte by its place, so that a part put wrongly is seen.
  private static func bytes(_ range: Range<Int>) -> [UInt8] {
    let head: [UInt8] = [0, 0, 0, 16] + Array("ftypisom".utf8) + [0, 0, 2, 0]
    return range.map { $0 < head.count ? head[$0] : UInt8(truncatingIfNeeded: $0 ^ ($0 >> 8)) }
  }
}
