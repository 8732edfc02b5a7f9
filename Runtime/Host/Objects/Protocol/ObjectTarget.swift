internal import Core
internal import HTTPServer

/// The bucket and the key that a request is about.
struct ObjectTarget: Sendable {
  /// nil for the service itself.
  let bucket: String?
  /// nil for the bucket itself.
  let key: String?

  static let service = ObjectTarget(bucket: nil, key: nil)

  private init(bucket: String?, key: String?) {
    self.bucket = bucket
    self.key = key
  }

  /// Path style, or virtual-host style when the host begins with the name of a bucket
  /// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html).
  init(_ request: StreamingRequest, buckets: some Collection<String>, hosts: Set<String>) throws(S3Error) {
    let host = Self.name(of: request.header("host") ?? "")
    let path = PercentEncoding.decode(request.path)
    let rest = path.hasPrefix("/") ? String(path.dropFirst()) : path
    let virtual = buckets.first {
      host.hasPrefix($0 + ".") && hosts.contains(String(host.dropFirst($0.count + 1)))
    }
    if let virtual {
      bucket = virtual
      key = rest.isEmpty ? nil : rest
    } else {
      let parts = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      bucket = parts.first.flatMap { $0.isEmpty ? nil : $0 }
      key = parts.count == 2 && !parts[1].isEmpty ? parts[1] : nil
    }
    if let key { try Self.check(key) }
  }

  static func check(_ key: String) throws(S3Error) {
    guard key.utf8.count <= 1024 else { throw S3Error(400, "KeyTooLongError", "Your key is too long") }
    guard !key.utf8.contains(0) else {
      throw .invalidArgument("Key", "", "A key cannot contain a null character")
    }
  }

  /// Without the port.
  static func name(of host: String) -> String {
    host.hasPrefix("[") ? host : String(host.split(separator: ":").first ?? "").lowercased()
  }
}
