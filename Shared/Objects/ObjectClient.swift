package import Core
internal import HTTPClient
package import Signature

/// The objects of one bucket of Amazon S3
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html).
package final class ObjectClient {
  private let bucket: String
  private let origin: String
  private let host: String
  private let root: String
  private let signature: SignatureV4
  private let client = HTTPClient()

  /// `endpoint` replaces AWS's own, as `AWS_ENDPOINT_URL_S3` does in AWS's clients; the bucket is then the first
  /// part of the path.
  package init(bucket: String, endpoint: String?, region: String, credentials: SignatureV4.Credentials) {
    self.bucket = bucket
    origin = endpoint ?? "https://\(bucket).s3.\(region).amazonaws.com"
    host = hostName(of: origin)
    root = endpoint == nil ? "/" : "/\(bucket)/"
    signature = SignatureV4(credentials, region: region, service: "s3")
  }

  /// Stores the bytes; what was there under the key is replaced. `disposition` is what a browser does with them
  /// when they are downloaded, such as `attachment; filename="export.json"`.
  package func put(_ body: [UInt8], at key: String, type: String, disposition: String? = nil)
    throws(ObjectError)
  {
    var headers = [(name: "content-type", value: type)]
    if let disposition { headers.append(("content-disposition", disposition)) }
    let response = try call("PUT", key, headers: headers, body: body)
    guard response.status == 200 else { throw ObjectError("PUT", response) }
  }

  /// What is known of an object; nil when there is none.
  package func head(_ key: String) throws(ObjectError) -> ObjectHead? {
    let response = try call("HEAD", key)
    if response.status == 404 { return nil }
    guard response.status == 200, let size = response.header("content-length").flatMap({ Int($0) }) else {
      throw ObjectError("HEAD", response)
    }
    return ObjectHead(
      size: size, type: response.header("content-type") ?? "", entityTag: response.header("etag") ?? "")
  }

  /// The bytes of an object, or those of a range; nil when there is no such object. A range may begin within the
  /// object only, and ends where the object does. More than `limit` bytes are an error.
  package func get(_ key: String, bytes range: Range<Int>? = nil, upTo limit: Int = 8 << 20)
    throws(ObjectError) -> [UInt8]?
  {
    let headers = range.map { [(name: "range", value: "bytes=\($0.lowerBound)-\($0.upperBound - 1)")] } ?? []
    let response = try call("GET", key, headers: headers, limit: limit)
    if response.status == 404 { return nil }
    guard response.status == (range == nil ? 200 : 206) else { throw ObjectError("GET", response) }
    return response.body
  }

  /// Copies an object within the bucket; what was there under the key is replaced. False when there is none to copy. S3
  /// copies up to 5 GiB in one request, which may take minutes, and tells of an error behind a status of success.
  package func copy(_ source: String, to key: String, timeout: Duration = .seconds(60)) throws(ObjectError)
    -> Bool
  {
    let place = (
      name: "x-amz-copy-source", value: "/" + bucket + "/" + PercentEncoding.encode(source, keeping: "/")
    )
    let response = try call("PUT", key, headers: [place], body: [], timeout: timeout)
    if response.status == 404 { return false }
    guard response.status == 200,
      Self.element("ETag", of: String(decoding: response.body, as: UTF8.self)) != nil
    else { throw ObjectError("PUT", response) }
    return true
  }

  /// Deletes an object. One that is not there counts as deleted.
  package func delete(_ key: String) throws(ObjectError) {
    let response = try call("DELETE", key)
    guard response.status == 204 || response.status == 404 else { throw ObjectError("DELETE", response) }
  }

  /// Where anybody may store an object of exactly this type and size (bytes) until it expires, `expires` (1 to
  /// 604,800) seconds after `time`. Content-Length is signed too: S3 refuses another body. It may be used until then, also
  /// to replace what it stored: what is to stay as it is must be copied to a key of which nobody has an address.
  package func upload(
    to key: String, type: String, size: Int, expires: Int, at time: Instant
  ) -> PresignedUpload {
    let headers = [(name: "content-type", value: type), (name: "content-length", value: String(size))]
    return PresignedUpload(url: presigned("PUT", key, headers, expires, time), headers: headers)
  }

  /// Where anybody may read an object until it expires, `expires` (1 to 604,800) seconds after `time`.
  package func downloadURL(of key: String, expires: Int, at time: Instant) -> String {
    presigned("GET", key, [], expires, time)
  }

  private func presigned(
    _ method: String, _ key: String, _ headers: [(name: String, value: String)], _ expires: Int,
    _ time: Instant
  ) -> String {
    let path = path(of: key)
    let query = signature.presignedQuery(
      method: method, path: path, headers: headers + [(name: "host", value: host)], expires: expires, at: time
    )
    return "\(origin)\(path)?\(query)"
  }

  private func path(of key: String) -> String { root + PercentEncoding.encode(key, keeping: "/") }

  /// `query` is escaped, without the question mark.
  func call(
    _ method: String, _ key: String, query: String = "", headers: [(name: String, value: String)] = [],
    body: [UInt8]? = nil, limit: Int = 1 << 20, timeout: Duration = .seconds(60)
  ) throws(ObjectError) -> InboundResponse {
    let path = path(of: key)
    let signed = signature.sign(
      method: method, path: path, query: query, headers: headers + [(name: "host", value: host)],
      body: body ?? [], at: .now())
    let url = origin + path + (query.isEmpty ? "" : "?" + query)
    do {
      return try client.send(
        OutboundRequest(
          method, url, headers: signed, body: body, timeout: timeout, maxResponseBytes: limit))
    } catch {
      throw ObjectError(operation: method, reason: error.reason)
    }
  }
}

/// What is known of an object without reading it.
package struct ObjectHead: Sendable, Equatable {
  /// Bytes.
  package let size: Int
  /// The content type that it was stored with.
  package let type: String
  /// Changes with the content, in quotation marks.
  package let entityTag: String
}

/// An address to upload to, and the headers that have to be sent with the body as they are here.
package struct PresignedUpload: Sendable {
  package let url: String
  package let headers: [(name: String, value: String)]
}

/// The object store did not do what it was asked.
package struct ObjectError: Error, Sendable {
  /// The method of the request.
  package let operation: String
  package let reason: String

  init(operation: String, reason: String) {
    self.operation = operation
    self.reason = reason
  }

  init(_ operation: String, _ response: InboundResponse) {
    self.operation = operation
    reason = "\(response.status) \(String(decoding: response.body.prefix(300), as: UTF8.self))"
  }
}
