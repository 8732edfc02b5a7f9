internal import Core
internal import Harness
internal import Signature

/// Calls the object store with addresses that it has signed. For one thread.
struct ObjectCaller {
  static let keys = SignatureV4.Credentials(accessKey: "local", secretKey: "secret", sessionToken: nil)
  static let bucket = "media"

  private let client: Client
  private let host: String

  init(port: Int) {
    host = "127.0.0.1:\(port)"
    client = Client("http://\(host)")
  }

  /// `path` begins with the bucket. nil when the server is gone, not there yet, or failed.
  func call(
    _ method: String, path: String, _ query: [(String, String)] = [], copying source: String? = nil,
    body: [UInt8]? = nil
  ) -> Client.Answer? {
    let extra = source.map { [(name: "x-amz-copy-source", value: $0)] } ?? []
    let signed = SignatureV4(Self.keys, region: "local", service: "s3").presignedQuery(
      method: method, path: path, query: query, headers: [(name: "host", value: host)] + extra, expires: 60,
      at: .now())
    let headers = Dictionary(uniqueKeysWithValues: extra.map { ($0.name, $0.value) })
    guard let answer = try? client.call(method, "\(path)?\(signed)", body, headers: headers),
      answer.status < 500
    else { return nil }
    return answer
  }

  func call(
    _ method: String, _ key: String, _ query: [(String, String)] = [], copying source: String? = nil,
    body: [UInt8]? = nil
  ) -> Client.Answer? {
    call(method, path: "/\(Self.bucket)/\(key)", query, copying: source, body: body)
  }
}
