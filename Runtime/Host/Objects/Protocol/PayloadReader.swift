internal import Core
internal import Cryptography
internal import HTTPServer
internal import HostSigning
internal import NIOCore

/// The bytes that a client means, out of the body that it sends, with all that it promised about them.
final class PayloadReader {
  private let call: ObjectCall
  private var chunks: ChunkedPayload?
  private var input = ByteBuffer()
  private var size = 0
  /// In bytes, as the client says.
  let length: Int
  /// Which checksum the client sends or will send.
  let algorithm: ChecksumAlgorithm?

  init(_ call: ObjectCall) throws(S3Error) {
    self.call = call
    switch call.payload {
    case .signedChunks(let hasTrailer):
      chunks = ChunkedPayload(
        chain: call.signature.map { ChunkSignatures(after: $0) }, hasTrailer: hasTrailer)
    case .unsignedChunks: chunks = ChunkedPayload(chain: nil, hasTrailer: true)
    case .hash, .unsigned: chunks = nil
    }
    let name = chunks == nil ? "content-length" : "x-amz-decoded-content-length"
    guard let length = call.header(name).flatMap({ Int(digits: $0) }) else { throw .missingLength }
    self.length = length
    algorithm = try Self.algorithm(call)
  }

  private static func algorithm(_ call: ObjectCall) throws(S3Error) -> ChecksumAlgorithm? {
    let trailer = call.header("x-amz-trailer")?.lowercased()
    let sent = ChecksumAlgorithm.allCases.filter { call.header($0.header) != nil || trailer == $0.header }
    guard sent.count <= 1 else {
      throw .invalidRequest(
        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
    }
    if let algorithm = sent.first {
      guard call.headers(algorithm.header).allSatisfy(algorithm.isForm) else {
        throw .invalidRequest("Value for \(algorithm.header) header is invalid.")
      }
      return algorithm
    }
    guard let name = call.header("x-amz-sdk-checksum-algorithm") else { return nil }
    guard let algorithm = ChecksumAlgorithm(rawValue: name.uppercased()) else {
      throw .invalidRequest(
        "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
          + "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]")
    }
    return algorithm
  }

  /// nil at the end, when all bytes have come.
  func next() async throws -> ByteBuffer? {
    while true {
      if chunks != nil {
        if let piece = try chunks?.next(&input) { return try counted(piece) }
        if chunks?.isAtEnd == true { break }
        guard var more = try await call.exchange.read() else { throw S3Error.incompleteBody }
        input.discardReadBytes()
        if input.readableBytes == 0 { input = more } else { input.writeBuffer(&more) }
      } else {
        guard let piece = try await call.exchange.read() else { break }
        if piece.readableBytes > 0 { return try counted(piece) }
      }
    }
    guard size == length else { throw S3Error.incompleteBody }
    return nil
  }

  private func counted(_ piece: ByteBuffer) throws(S3Error) -> ByteBuffer {
    size += piece.readableBytes
    guard size <= length else { throw .incompleteBody }
    return piece
  }

  // MARK: Promises, to be checked at the end

  /// Whether `checkHash` wants a SHA-256.
  var isHashed: Bool {
    if case .hash = call.payload { true } else { false }
  }

  func checkHash(_ sha256: [UInt8]?) throws(S3Error) {
    guard case .hash(let promised) = call.payload, let sha256 else { return }
    let hash = Hex.encode(sha256)
    guard hash == promised else {
      throw S3Error(
        400, "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        details: [("ClientComputedContentSHA256", promised), ("S3ComputedContentSHA256", hash)])
    }
  }

  func checkMD5(_ md5: [UInt8]) throws(S3Error) {
    guard let promised = call.header("content-md5") else { return }
    guard let bytes = Base64.decode(promised), bytes.count == 16 else {
      throw S3Error(400, "InvalidDigest", "The Content-MD5 you specified was invalid.")
    }
    guard bytes == md5 else {
      throw .badDigest("The Content-MD5 you specified did not match what we received.")
    }
  }

  /// `value` in base 64.
  func check(_ value: String, _ algorithm: ChecksumAlgorithm) throws(S3Error) {
    let trailers = chunks?.trailers.filter { $0.name == algorithm.header }.map(\.value) ?? []
    // All of it: what is signed in a URL is not taken back by a header, nor the other way round.
    guard (call.headers(algorithm.header) + trailers).allSatisfy({ $0 == value }) else {
      throw .badDigest("The \(algorithm.rawValue) you specified did not match the calculated checksum.")
    }
  }
}
