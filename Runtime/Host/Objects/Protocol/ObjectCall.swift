internal import Core
internal import Cryptography
internal import HTTPServer
internal import HostSigning
internal import NIOCore
internal import Signature

/// One request to the object store on its way through it.
final class ObjectCall {
  let exchange: StreamingExchange
  let library: ObjectLibrary
  let target: ObjectTarget
  let query: [(name: String, value: String)]
  private let signedParameters: [(name: String, value: String)]
  /// 16 hexadecimal digits.
  let id: String
  /// Of a bucket's CORS rules, on every answer.
  var crossOriginHeaders: [(name: String, value: String)] = []
  /// nil until the request has been believed.
  var signature: VerifiedSignature?
  var payload = PayloadMode.unsigned

  init(_ exchange: StreamingExchange, _ target: ObjectTarget, _ library: ObjectLibrary, id: String) {
    self.exchange = exchange
    self.target = target
    self.library = library
    self.id = id
    query = URLForm.parse(exchange.request.query)
    signedParameters = Self.signedParameters(query)
  }

  var request: StreamingRequest { exchange.request }
  var origin: CallOrigin { CallOrigin(requestID: id, address: request.remoteAddress) }

  /// `name` in lower case.
  func header(_ name: String) -> String? { request.header(name) ?? signedParameter(name) }

  /// All that is said under a name, as a header and in the query of a signed URL.
  func headers(_ name: String) -> [String] {
    fields.filter { $0.name.lowercased() == name }.map(\.value)
  }

  /// The headers, and what a signed URL says in their place.
  var fields: [(name: String, value: String)] { request.headers + signedParameters }

  func signedParameter(_ name: String) -> String? {
    signedParameters.first { $0.name.lowercased() == name }?.value
  }

  /// SDKs move headers into the query of the URLs that they sign, so that whoever uses one need not send them. S3 takes
  /// them from there, whatever the case of their names. Whoever may use the URL cannot change them.
  private static func signedParameters(
    _ query: [(name: String, value: String)]
  ) -> [(name: String, value: String)] {
    guard query.contains(where: { $0.name == SignatureV4.signatureParameter }) else { return [] }
    return query.filter { $0.name.lowercased().hasPrefix("x-amz-") }
  }

  /// The value of a parameter of the query; empty when it has none, nil when it is not there.
  func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

  func has(_ name: String) -> Bool { query.contains { $0.name == name } }

  func integer(_ name: String, default fallback: Int, in range: ClosedRange<Int>) throws(S3Error) -> Int {
    guard let text = parameter(name) else { return fallback }
    guard let number = Int(digits: text), number >= range.lowerBound else {
      throw .invalidArgument(name, text, "Argument \(name) must be an integer between 0 and 2147483647")
    }
    return min(number, range.upperBound)
  }

  /// The declared bucket that the request names.
  func bucket() throws(S3Error) -> BucketDefinition {
    guard let name = target.bucket else { throw .methodNotAllowed }
    guard let bucket = library.buckets[name] else { throw .noSuchBucket(name) }
    return bucket
  }

  func key() throws(S3Error) -> String {
    guard let key = target.key else { throw .methodNotAllowed }
    return key
  }

  // MARK: Answering

  func answer(_ status: Int, _ headers: [(name: String, value: String)] = [], xml: [UInt8]? = nil)
    async throws
  {
    let type = xml == nil ? [] : [(name: "content-type", value: "application/xml")]
    try await exchange.answer(status, headers: common + type + headers, body: xml ?? [])
  }

  func begin(_ status: Int, _ headers: [(name: String, value: String)], length: Int) async throws {
    try await exchange.begin(status, headers: common + headers, length: length)
  }

  func fail(_ error: S3Error) async throws {
    let resource = target.bucket.map { "/\($0)" + (target.key.map { "/\($0)" } ?? "") } ?? "/"
    let body = XMLWriter.document("Error", namespace: nil) { xml in
      xml.element("Code", error.code)
      xml.element("Message", error.message)
      for (name, value) in error.details { xml.element(name, value) }
      xml.element("Resource", resource)
      xml.element("RequestId", id)
      xml.element("HostId", id)
    }
    if error.status == 304 { return try await answer(304, error.headers) }
    let type = (name: "content-type", value: "application/xml")
    // The answer to HEAD has no body, and says nothing of its length either.
    let text = request.method == "HEAD" ? [] : body
    try await exchange.answer(error.status, headers: common + [type] + error.headers, body: text)
  }

  /// What is stored is somebody's: a browser takes it for what it is declared as and nothing else, and runs no script
  /// in it, whatever is in the bytes.
  private static let harmless: [(name: String, value: String)] = [
    ("x-content-type-options", "nosniff"), ("content-security-policy", "sandbox; default-src 'none'"),
  ]

  private var common: [(name: String, value: String)] {
    Self.harmless + [
      (name: "x-amz-request-id", value: id), (name: "x-amz-id-2", value: id),
      (name: "date", value: HTTPDate.text(library.now)), (name: "server", value: "ClientNest"),
    ] + crossOriginHeaders
  }

  // MARK: Reading

  /// A small body as a whole, checked against its hash and its checksums.
  func document() async throws -> XMLElement {
    let payload = try PayloadReader(self)
    var bytes: [UInt8] = []
    while let piece = try await payload.next() {
      guard bytes.count + piece.readableBytes <= ObjectLimits.largestDocument else {
        throw S3Error.malformedXML
      }
      bytes += piece.readableBytesView
    }
    try payload.checkHash(SHA256.hash(bytes))
    try payload.checkMD5(MD5.hash(bytes))
    if let algorithm = payload.algorithm {
      let checksum = RunningChecksum(algorithm)
      bytes.withUnsafeBytes { checksum.update($0) }
      try payload.check(checksum.finish(), algorithm)
    }
    guard let root = XMLElement(parsing: bytes) else { throw S3Error.malformedXML }
    return root
  }
}
