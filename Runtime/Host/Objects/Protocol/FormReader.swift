internal import HTTPServer
internal import NIOCore

/// Reads a `multipart/form-data` body (RFC 7578) whose last part is a file of any size: the fields before it as
/// texts, the file piece by piece.
final class FormReader {
  /// S3 allows 20 KB of fields (https://docs.aws.amazon.com/AmazonS3/latest/userguide/HTTPPOSTForms.html).
  private static let largestFields = 20 << 10

  private let exchange: StreamingExchange
  /// With the line break before it.
  private let delimiter: [UInt8]
  private var input: [UInt8] = [0x0D, 0x0A]
  private var isFileOver = false

  /// nil when the request is not such a form.
  init?(_ exchange: StreamingExchange) {
    let type = exchange.request.header("content-type") ?? ""
    guard type.lowercased().hasPrefix("multipart/form-data"), let range = type.firstRange(of: "boundary=")
    else {
      return nil
    }
    let boundary = type[range.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" }
    guard !boundary.isEmpty, boundary.utf8.count <= 70 else { return nil }
    self.exchange = exchange
    delimiter = Array("\r\n--\(boundary)".utf8)
  }

  /// The fields before the file, by their names in lower case, and the name of the file; the file is read next.
  func fields() async throws -> (fields: [(name: String, value: String)], fileName: String) {
    var fields: [(name: String, value: String)] = []
    var size = 0
    _ = try await take(through: delimiter, limit: Self.largestFields)
    while true {
      let head = String(decoding: try await take(through: Array("\r\n\r\n".utf8), limit: 4096), as: UTF8.self)
      // After the last delimiter there are two dashes and no head.
      guard !head.hasPrefix("--"), let name = Self.parameter("name", of: head) else { throw Self.malformed }
      if name.lowercased() == "file" { return (fields, Self.parameter("filename", of: head) ?? "") }
      let value = try await take(through: delimiter, limit: Self.largestFields)
      size += value.count + name.utf8.count
      guard size <= Self.largestFields else {
        throw S3Error(
          400, "MaxPostPreDataLengthExceeded",
          "Your POST request fields preceding the upload file were too large.")
      }
      fields.append((name.lowercased(), String(decoding: value, as: UTF8.self)))
    }
  }

  /// The next bytes of the file; nil at its end.
  func next() async throws -> [UInt8]? {
    while !isFileOver {
      if let start = Self.find(delimiter, in: input) {
        isFileOver = true
        let rest = Array(input[..<start])
        return rest.isEmpty ? nil : rest
      }
      // What may be the beginning of the delimiter is kept back.
      let count = input.count - (delimiter.count - 1)
      if count > 0 {
        let piece = Array(input[..<count])
        input.removeFirst(count)
        return piece
      }
      try await fill()
    }
    return nil
  }

  private func take(through mark: [UInt8], limit: Int) async throws -> [UInt8] {
    while true {
      if let start = Self.find(mark, in: input) {
        let result = Array(input[..<start])
        input.removeFirst(start + mark.count)
        return result
      }
      guard input.count <= limit + mark.count else { throw Self.malformed }
      try await fill()
    }
  }

  private func fill() async throws {
    guard let piece = try await exchange.read() else { throw Self.malformed }
    input += piece.readableBytesView
  }

  private static let malformed = S3Error(
    400, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.")

  private static func find(_ mark: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= mark.count else { return nil }
    return bytes.withUnsafeBufferPointer { bytes in
      for start in 0...(bytes.count - mark.count)
      where bytes[start] == mark[0] && (1..<mark.count).allSatisfy({ bytes[start + $0] == mark[$0] }) {
        return start
      }
      return nil
    }
  }

  /// A parameter of `Content-Disposition`.
  private static func parameter(_ name: String, of head: String) -> String? {
    let line = head.split(whereSeparator: \.isNewline).first {
      $0.lowercased().hasPrefix("content-disposition:")
    }
    for part in (line ?? "").split(separator: ";").dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1)
      if pair.count == 2, pair[0].filter({ $0 != " " }) == name { return pair[1].filter { $0 != "\"" } }
    }
    return nil
  }
}
