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
  case wrongType(declared: String, found: String)
  /// It begins like one but is cut off or garbled.
  case damaged(String)
  /// Nothing is known of it: the bucket or the database did not answer.
  case unreachable(any Error)

  package var code: String {
    switch self {
    case .unknownType: "unsupported_type"
    case .wrongType: "wrong_type"
    case .damaged: "damaged"
    case .unreachable: "unreachable"
    }
  }

  package var detail: String {
    switch self {
    case .unknownType: "The file is none of: \(UploadDraft.types.joined(separator: ", "))."
    case .wrongType(let declared, let found): "It was announced as \(declared), but is \(found)."
    case .damaged(let what): "The file is damaged: \(what)."
    case .unreachable(let error): "\(error)"
    }
  }
}
