internal import HTTPServer
internal import HostRights
internal import HostSigning

/// What a request asks for, and the right that it takes
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html). One table for both, so that
/// there is no operation without a right.
struct ObjectOperation {
  typealias Run = @Sendable (ObjectCall) async throws -> Void

  /// Nil for the one that looks at the rights of each object itself.
  private let action: String?
  let run: Run

  private init(_ action: String?, _ run: @escaping Run) {
    self.action = action
    self.run = run
  }

  init(_ call: ObjectCall) throws(S3Error) {
    let operation =
      if call.target.bucket == nil { Self.onService(call) } else if call.target.key == nil {
        Self.onBucket(call)
      } else { Self.onObject(call) }
    guard let operation else { throw .methodNotAllowed }
    self = operation
  }

  func authorize(_ call: ObjectCall) throws(S3Error) {
    guard let action else { return }
    try call.require(action, bucket: call.target.bucket, key: call.target.key)
  }

  private static func onService(_ call: ObjectCall) -> ObjectOperation? {
    call.request.method == "GET" ? ObjectOperation("ListAllMyBuckets", BucketOperations.list) : nil
  }

  private static func onBucket(_ call: ObjectCall) -> ObjectOperation? {
    switch call.request.method {
    case "GET" where call.has("location"): ObjectOperation("GetBucketLocation", BucketOperations.location)
    case "GET" where call.has("versioning"):
      ObjectOperation("GetBucketVersioning", BucketOperations.versioning)
    case "GET" where call.has("cors"): ObjectOperation("GetBucketCORS", BucketOperations.crossOrigin)
    case "GET" where call.has("uploads"): ObjectOperation("ListBucketMultipartUploads", MultipartUploads.list)
    case "GET" where call.has("tagging"):
      ObjectOperation("GetBucketTagging") { _ in throw S3Error.notImplemented("tagging") }
    case "GET": ObjectOperation("ListBucket", ListObjects.run)
    case "HEAD": ObjectOperation("ListBucket", BucketOperations.head)
    case "PUT" where !call.has("cors") && !call.has("tagging") && !call.has("versioning"):
      ObjectOperation("CreateBucket", BucketOperations.create)
    case "DELETE" where !call.has("cors") && !call.has("tagging"):
      ObjectOperation("DeleteBucket", BucketOperations.delete)
    case "POST" where call.has("delete"): ObjectOperation(nil, DeleteObject.runMany)
    default: nil
    }
  }

  private static func onObject(_ call: ObjectCall) -> ObjectOperation? {
    switch call.request.method {
    case "GET" where call.has("uploadId"):
      ObjectOperation("ListMultipartUploadParts", MultipartUploads.listParts)
    case "GET" where call.has("tagging"): ObjectOperation("GetObjectTagging", Tagging.get)
    case "GET", "HEAD": ObjectOperation("GetObject", GetObject.run)
    case "PUT" where call.has("tagging"): ObjectOperation("PutObjectTagging", Tagging.put)
    case "PUT" where call.has("uploadId") && call.header("x-amz-copy-source") != nil:
      ObjectOperation("PutObject", UploadPart.runCopy)
    case "PUT" where call.has("uploadId"): ObjectOperation("PutObject", UploadPart.run)
    case "PUT" where call.header("x-amz-copy-source") != nil: ObjectOperation("PutObject", CopyObject.run)
    case "PUT": ObjectOperation("PutObject", PutObject.run)
    case "POST" where call.has("uploads"): ObjectOperation("PutObject", MultipartUploads.create)
    case "POST" where call.has("uploadId"): ObjectOperation("PutObject", CompleteUpload.run)
    case "DELETE" where call.has("uploadId"): ObjectOperation("AbortMultipartUpload", MultipartUploads.abort)
    case "DELETE" where call.has("tagging"): ObjectOperation("DeleteObjectTagging", Tagging.delete)
    case "DELETE": ObjectOperation("DeleteObject", DeleteObject.run)
    default: nil
    }
  }
}

extension ObjectCall {
  /// Refuses what the signer may not do; before it is looked at whether there is such an object.
  func require(_ action: String, bucket: String?, key: String?) throws(S3Error) {
    guard let signer = signature?.principal else { throw .accessDenied }
    try require(action, bucket: bucket, key: key, by: signer)
  }

  func require(_ action: String, bucket: String?, key: String?, by signer: Principal) throws(S3Error) {
    let resource = bucket.map { "arn:aws:s3:::\($0)" + (key.map { "/\($0)" } ?? "") } ?? "*"
    let refusal = signer.refusal("s3:\(action)", on: resource, account: library.account, quote: "\"")
    if let refusal { throw S3Error(403, "AccessDenied", refusal) }
  }
}
