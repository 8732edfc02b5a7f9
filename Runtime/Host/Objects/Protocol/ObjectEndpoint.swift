internal import Core
internal import Cryptography
internal import HTTPServer

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
  private let accessKey: String
  private let secretKey: String
  private let authenticator: ObjectAuthenticator
  private let report: @Sendable (String) -> Void

  /// `hosts` are the names that the endpoint is reached by, without ports; `report` is told of failures that
  /// callers see only as internal ones.
  init(
    _ library: ObjectLibrary, hosts: Set<String>, accessKey: String, secretKey: String,
    report: @escaping @Sendable (String) -> Void
  ) {
    self.library = library
    self.hosts = hosts
    self.accessKey = accessKey
    self.secretKey = secretKey
    self.report = report
    authenticator = ObjectAuthenticator(accessKey: accessKey, secretKey: secretKey)
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
      return try await PostObject.run(call, form, accessKey: accessKey, secretKey: secretKey)
    }
    try authenticator.authenticate(call)
    if let name = call.query.first(where: { Self.unknown.contains($0.name) })?.name {
      throw S3Error.notImplemented(name)
    }
    if call.target.bucket == nil {
      guard method == "GET" else { throw S3Error.methodNotAllowed }
      return try await BucketOperations.list(call)
    }
    try await call.target.key == nil ? runOnBucket(call) : runOnObject(call)
  }

  private func runOnBucket(_ call: ObjectCall) async throws {
    switch call.request.method {
    case "GET" where call.has("location"): try await BucketOperations.location(call)
    case "GET" where call.has("versioning"): try await BucketOperations.versioning(call)
    case "GET" where call.has("cors"): try await BucketOperations.crossOrigin(call)
    case "GET" where call.has("uploads"): try await MultipartUploads.list(call)
    case "GET" where call.has("tagging"): throw S3Error.notImplemented("tagging")
    case "GET": try await ListObjects.run(call)
    case "HEAD": try await BucketOperations.head(call)
    case "PUT" where !call.has("cors") && !call.has("tagging") && !call.has("versioning"):
      try await BucketOperations.create(call)
    case "DELETE" where !call.has("cors") && !call.has("tagging"): try await BucketOperations.delete(call)
    case "POST" where call.has("delete"): try await DeleteObject.runMany(call)
    default: throw S3Error.methodNotAllowed
    }
  }

  private func runOnObject(_ call: ObjectCall) async throws {
    switch call.request.method {
    case "GET" where call.has("uploadId"): try await MultipartUploads.listParts(call)
    case "GET" where call.has("tagging"): try await Tagging.get(call)
    case "GET", "HEAD": try await GetObject.run(call)
    case "PUT" where call.has("tagging"): try await Tagging.put(call)
    case "PUT" where call.has("uploadId") && call.header("x-amz-copy-source") != nil:
      try await UploadPart.runCopy(call)
    case "PUT" where call.has("uploadId"): try await UploadPart.run(call)
    case "PUT" where call.header("x-amz-copy-source") != nil: try await CopyObject.run(call)
    case "PUT": try await PutObject.run(call)
    case "POST" where call.has("uploads"): try await MultipartUploads.create(call)
    case "POST" where call.has("uploadId"): try await CompleteUpload.run(call)
    case "DELETE" where call.has("uploadId"): try await MultipartUploads.abort(call)
    case "DELETE" where call.has("tagging"): try await Tagging.delete(call)
    case "DELETE": try await DeleteObject.run(call)
    default: throw S3Error.methodNotAllowed
    }
  }
}
