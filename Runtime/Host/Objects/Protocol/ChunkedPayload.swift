internal import Core
internal import Cryptography
internal import HostSigning
internal import NIOCore

/// Takes an `aws-chunked` body apart and checks the signatures of its pieces
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html).
struct ChunkedPayload {
  private static let longestLine = 8192

  private enum Phase {
    case head
    case data(left: Int)
    case dataEnd(isLast: Bool)
    case trailers
    case end
  }

  private var chain: ChunkSignatures?
  private let hasTrailer: Bool
  private var phase = Phase.head
  private var chunkSignature = ""
  private let chunkHash = RunningDigest(.sha256)
  /// Of the trailers, as they are signed.
  private var trailerText = ""
  private(set) var trailers: [(name: String, value: String)] = []

  /// `chain` is nil when pieces are not signed.
  init(chain: ChunkSignatures?, hasTrailer: Bool) {
    self.chain = chain
    self.hasTrailer = hasTrailer
  }

  var isAtEnd: Bool {
    if case .end = phase { true } else { false }
  }

  /// The next bytes of data; nil when more input is needed, or at the end.
  mutating func next(_ input: inout ByteBuffer) throws(S3Error) -> ByteBuffer? {
    while true {
      switch phase {
      case .head:
        guard let line = try line(&input) else { return nil }
        let size = try head(line)
        phase = size == 0 ? .dataEnd(isLast: true) : .data(left: size)
      case .data(let left):
        guard let piece = input.readSlice(length: min(left, input.readableBytes)), piece.readableBytes > 0
        else {
          return nil
        }
        if chain != nil { piece.withUnsafeReadableBytes { chunkHash.update($0) } }
        let rest = left - piece.readableBytes
        phase = rest == 0 ? .dataEnd(isLast: false) : .data(left: rest)
        return piece
      case .dataEnd(let isLast):
        if isLast, hasTrailer {
          try checkChunk()
          phase = .trailers
          continue
        }
        guard let end = try line(&input) else { return nil }
        guard end.isEmpty else { throw .incompleteBody }
        try checkChunk()
        phase = isLast ? .end : .head
      case .trailers:
        guard let line = try line(&input) else { return nil }
        if line.isEmpty {
          try checkTrailers()
          phase = .end
        } else {
          try trailer(line)
        }
      case .end: return nil
      }
    }
  }

  private mutating func line(_ input: inout ByteBuffer) throws(S3Error) -> String? {
    guard let end = input.readableBytesView.firstIndex(of: 0x0A) else {
      guard input.readableBytes <= Self.longestLine else { throw .incompleteBody }
      return nil
    }
    let line = input.readBytes(length: end - input.readerIndex) ?? []
    input.moveReaderIndex(forwardBy: 1)
    guard line.last == 0x0D else { throw .incompleteBody }
    return String(decoding: line.dropLast(), as: UTF8.self)
  }

  /// `10000;chunk-signature=…`
  private mutating func head(_ line: String) throws(S3Error) -> Int {
    let parts = line.split(separator: ";", maxSplits: 1)
    // Digits alone: `Int` would take a sign too.
    guard let digits = parts.first, digits.allSatisfy(\.isHexDigit), let size = Int(digits, radix: 16),
      size <= ObjectLimits.largestUpload
    else {
      throw .incompleteBody
    }
    guard chain != nil else { return size }
    guard parts.count == 2, parts[1].hasPrefix("chunk-signature=") else { throw .incompleteBody }
    chunkSignature = String(parts[1].dropFirst("chunk-signature=".count))
    return size
  }

  private mutating func checkChunk() throws(S3Error) {
    guard chain != nil else { return }
    let hash = Hex.encode(chunkHash.finish())
    guard chain?.accept(chunkHash: hash, signature: chunkSignature) == true else { throw Self.mismatch }
  }

  private mutating func trailer(_ line: String) throws(S3Error) {
    guard let colon = line.firstIndex(of: ":"), trailers.count < 16 else { throw .incompleteBody }
    let name = line[..<colon].lowercased()
    let value = line[line.index(after: colon)...].drop { $0 == " " }
    trailers.append((name, String(value)))
    if name != "x-amz-trailer-signature" { trailerText += "\(name):\(value)\n" }
  }

  private mutating func checkTrailers() throws(S3Error) {
    guard chain != nil else { return }
    let signature = trailers.first { $0.name == "x-amz-trailer-signature" }?.value ?? ""
    let hash = Hex.encode(SHA256.hash(Array(trailerText.utf8)))
    guard chain?.accept(trailerHash: hash, signature: signature) == true else { throw Self.mismatch }
  }

  private static let mismatch = S3Error(
    403, "SignatureDoesNotMatch",
    "The chunk signature we calculated does not match the signature you provided. Check your key and signing method."
  )
}
