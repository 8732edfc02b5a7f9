internal import Core
internal import HTTPClient

/// Objects that are too large to be held in memory, stored part by part
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html).
extension ObjectClient {
  /// Of every part but the last, in bytes: S3 takes 5 MiB to 5 GiB, and 10,000 parts.
  private static let partSize: Int64 = 8 << 20

  /// Stores `size` bytes that `read` gives range by range, at most 8 MiB of them at a time; what was there under the key
  /// is replaced when all are there, and not before.
  package func put(
    at key: String, type: String, size: Int64, read: (Range<Int64>) throws -> [UInt8]
  ) throws {
    guard size > Self.partSize else { return try put(try read(0..<size), at: key, type: type) }
    let upload = try begin(key, type)
    do {
      var tags: [String] = []
      for start in stride(from: 0, to: size, by: Int64.Stride(Self.partSize)) {
        let part = try read(start..<min(start + Self.partSize, size))
        tags.append(try send(part, number: tags.count + 1, of: upload, key))
      }
      try complete(upload, tags, key)
    } catch {
      // Else its parts would be kept, and paid for, until the bucket's rule ends them.
      _ = try? call("DELETE", key, query: "uploadId=\(upload)")
      throw error
    }
  }

  private func begin(_ key: String, _ type: String) throws(ObjectError) -> String {
    let response = try call("POST", key, query: "uploads=", headers: [("content-type", type)])
    let text = String(decoding: response.body, as: UTF8.self)
    guard response.status == 200, let id = Self.element("UploadId", of: text) else {
      throw ObjectError("POST", response)
    }
    return PercentEncoding.encode(id, keeping: "")
  }

  /// Returns the part's entity tag.
  private func send(_ part: [UInt8], number: Int, of upload: String, _ key: String) throws(ObjectError)
    -> String
  {
    let response = try call("PUT", key, query: "partNumber=\(number)&uploadId=\(upload)", body: part)
    guard response.status == 200, let tag = response.header("etag") else {
      throw ObjectError("PUT", response)
    }
    return tag
  }

  /// The answer may tell of an error with the status 200: it begins before the work is done.
  private func complete(_ upload: String, _ tags: [String], _ key: String) throws(ObjectError) {
    let parts = tags.enumerated().map { index, tag in
      "<Part><PartNumber>\(index + 1)</PartNumber><ETag>\(tag)</ETag></Part>"
    }
    let document = "<CompleteMultipartUpload>\(parts.joined())</CompleteMultipartUpload>"
    let response = try call("POST", key, query: "uploadId=\(upload)", body: Array(document.utf8))
    let text = String(decoding: response.body, as: UTF8.self)
    guard response.status == 200, Self.element("ETag", of: text) != nil else {
      throw ObjectError("POST", response)
    }
  }

  /// The text of the first element of this name.
  static func element(_ name: String, of document: String) -> String? {
    guard let start = document.firstRange(of: "<\(name)>")?.upperBound,
      let end = document[start...].firstRange(of: "</\(name)>")?.lowerBound
    else { return nil }
    return String(document[start..<end])
  }
}
