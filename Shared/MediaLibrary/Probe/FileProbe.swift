package import Platforms
internal import Transcoding

/// Tells type, size and length of a file by its bytes, whatever its name says, and whether all its parts are there.
package struct FileProbe {
  private let source: ByteSource

  package init(_ source: ByteSource) { self.source = source }

  package func facts() throws(ProbeError) -> Media.Facts {
    let head = try source.bytes(at: 0, 32)
    if head.starts(with: [0xFF, 0xD8, 0xFF]) {
      var image = JPEGBytes(try whole())
      return try image.look().facts("image/jpeg", source)
    }
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      return try PNGBytes(try whole()).look().facts("image/png", source)
    }
    if head.starts(with: "GIF8".utf8) { return try GIFBytes(try whole()).look().facts("image/gif", source) }
    if head.starts(with: "RIFF".utf8), head.dropFirst(8).starts(with: "WEBP".utf8) {
      var image = WebPBytes(try whole())
      return try image.look().facts("image/webp", source)
    }
    if head.dropFirst(4).starts(with: "ftyp".utf8) {
      if let sentence = ForeignFile.still(try brands()) { throw .foreign(sentence) }
      return try MovieProbe(source).facts()
    }
    if let sentence = ForeignFile.sentence(head) { throw .foreign(sentence) }
    throw .unknownType
  }

  private func whole() throws(ProbeError) -> [UInt8] {
    guard source.size <= UploadDraft.maxImageBytes else { throw .tooLarge(source.size) }
    let bytes = try source.bytes(at: 0, Int(source.size))
    return bytes
  }

  /// The major brand and those that are compatible, of the box `ftyp` (ISO/IEC 14496-12, 4.3).
  private func brands() throws(ProbeError) -> [String] {
    let head = try source.bytes(at: 0, 256)
    guard head.count >= 12 else { return [] }
    let end = min(head.count, BigEndian.read(head, 0, 4))
    let places = [8] + Array(stride(from: 16, to: max(16, end - 3), by: 4))
    return places.map { String(decoding: head[$0..<$0 + 4], as: UTF8.self) }
  }
}
