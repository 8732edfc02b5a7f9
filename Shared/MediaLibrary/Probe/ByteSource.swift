internal import Transcoding

/// Bytes that are fetched in parts, so that a long video is never held as a whole.
package struct ByteSource {
  let size: Int64
  private let fetch: (Range<Int64>) throws -> [UInt8]

  package init(size: Int64, fetch: @escaping (Range<Int64>) throws -> [UInt8]) {
    self.size = size
    self.fetch = fetch
  }

  /// Up to `count` bytes; fewer where the source ends.
  func bytes(at offset: Int64, _ count: Int) throws(ProbeError) -> [UInt8] {
    guard offset < size else { return [] }
    do {
      return try fetch(offset..<min(offset + Int64(count), size))
    } catch {
      throw .unreachable(error)
    }
  }
}

/// Why a file cannot be used.
package enum ProbeError: Error {
  case unknownType
  /// A sentence that names it, and what to do.
  case foreign(String)
  case wrongType(declared: String, found: String)
  /// It begins like one but is cut off or garbled.
  case damaged(String, said: String? = nil)
  /// Its pictures are coded in a way that nothing here reads.
  case unreadable(String)
  /// Of an image.
  case tooLarge(Int64)
  case tooManyPixels(Int, Int)
  /// Nothing is known of it: the bucket or the database did not answer.
  case unreachable(any Error)

  package var code: String {
    switch self {
    case .unknownType, .foreign: "unsupported_type"
    case .wrongType: "wrong_type"
    case .damaged: "damaged"
    case .unreadable: "unsupported_coding"
    case .tooLarge: "too_large"
    case .tooManyPixels: "too_many_pixels"
    case .unreachable: "unreachable"
    }
  }

  /// What the tool that read it said: for the log, not for people.
  var said: String? {
    if case .damaged(_, let said) = self { said } else { nil }
  }

  package var detail: String {
    switch self {
    case .unknownType: "The file is none of: \(UploadDraft.types.joined(separator: ", "))."
    case .wrongType(let declared, let found): "It was announced as \(declared), but is \(found)."
    case .foreign(let sentence): sentence
    case .damaged(let what, _): "The file is damaged: \(what). Save or export it anew, and upload that."
    case .unreadable(let codec):
      "Its pictures are coded as \(codec), which is not read here. Export it as MP4 with H.264."
    case .tooLarge(let bytes): "An image may have \(UploadDraft.maxImageBytes) bytes; this has \(bytes)."
    case .tooManyPixels(let width, let height):
      "An image may have \(Transcoder.mostPixels) pixels; this is \(width) by \(height). Save it smaller."
    case .unreachable(let error): "\(error)"
    }
  }
}
