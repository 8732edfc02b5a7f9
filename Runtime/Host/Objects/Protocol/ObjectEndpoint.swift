internal import Core
internal import Cryptography
internal import HTTPServer
internal import HostSigning

/// The REST API of S3 (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html).
struct ObjectEndpoint: Sendable {
  /// What a request may ask of a bucket or an object and gets here no other answer than 501.
  private static let unknown: Set = [
    "acl", "accelerate", "analytics", "attributes", "encryption", "intelligent-tiering", "inventory",
    "legal-hold",
    "lifecycle", "logging", "metrics", "notification", "object-lock", "ownershipControls", "policy",
    "policyStatus",
    "publicAccessBlock", "replication", "requestPayment", "restore", "retention", "select", "torrent",
    "versions",
    "website", "versionId",
  ]

  private let library: ObjectLibrary
  private let hosts: Set<String>
  private let keys: KeyRing
  private let authenticator: ObjectAuthenticator
  private let report: @Sendable (String) -> Void

  /// `hosts` are the names that the endpoint is reached by, without ports; `report` is told of failures that
  /// callers see only as internal ones.
  init(
    _ library: ObjectLibrary, hosts: Set<String>, keys: KeyRing,
    report: @escaping @Sendable (String) -> Void
  ) {
    self.library = library
    self.hosts = hosts
    self.keys = keys
    self.report = report
    authenticator = ObjectAuthenticator(keys)
  }

  func handle(_ exchange: StreamingExchange) async throws {
    let id = Hex.encode(SecureRandom.bytes(8)).uppercased()
    var call = ObjectCall(exchange, ObjectTarget.service, library, id: id)
    do {
      let target = try ObjectTarget(exchange.request, buckets: library.buckets.keys, hosts: hosts)
      call = ObjectCall(exchange, target, library, id: id)
      if let bucket = target.bucket.flatMap({ library.buckets[$0] }) {
        call.crossOriginHeaders = CrossOrigin.headers(call, bucket)
      }
      try await run(call)
    } catch let error as S3Error {
      guard exchange.isFresh else { throw error }
      try await call.fail(error)
    } catch StreamingExchange.Failure.malformed(let status) {
      guard exchange.isFresh else { return }
      try await call.fail(S3Error(status, "BadRequest", "An error occurred when parsing the HTTP request."))
    } catch let error as StreamingExchange.Failure {
      throw error
    } catch {
      report("objects: \(exchange.request.method) \(exchange.request.path): \(error)")
      guard exchange.isFresh else { throw error }
      try await call.fail(.internalError)
    }
  }

  private func run(_ call: ObjectCall) async throws {
    let method = call.request.method
    if method == "OPTIONS" {
      call.crossOriginHeaders = []
      return try await CrossOrigin.preflight(call)
    }
    if method == "POST", call.target.key == nil, let form = FormReader(call.exchange) {
      return try await PostObject.run(call, form, keys)
    }
    try authenticator.authenticate(call)
    if let name = call.query.first(where: { Self.unknown.contains($0.name) })?.name {
      throw S3Error.notImplemented(name)
    }
    let operation = try ObjectOperation(call)
    try operation.authorize(call)
    try await operation.run(call)
  }
}
