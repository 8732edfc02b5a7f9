internal import Core
internal import Cryptography
internal import HTTPClient

/// Meta's Graph API, as far as its platforms have it in common
/// (https://developers.facebook.com/docs/graph-api/overview).
struct GraphAPI {
  /// Two years from 29 July 2026 (https://developers.facebook.com/docs/graph-api/changelog, verified 2026-11-21).
  static let version = "v26.0"

  let world: World
  /// For people: "Instagram".
  let platform: String
  let host: String
  /// With it, calls prove that they come from the application whose token they carry.
  var proofSecret: String?
  /// What an error means on this platform.
  let kind: (GraphFailure, _ isMutating: Bool) -> PlatformError.Kind

  /// Calls the API and returns the body of a success. `path` begins with a slash; the version is put before it.
  func call(
    _ method: String, _ path: RequestPath, _ token: String, form: [(String, String)] = [],
    isMutating: Bool = false,
    timeout: Duration = .seconds(15)
  ) throws(PlatformError) -> JSON {
    let credentials = credentials(token)
    let isPost = method == "POST"
    let path = isPost ? path : path.adding(query: credentials)
    return try send(
      OutboundRequest(
        method, try world.url(host, "/\(Self.version)\(path)"),
        headers: isPost ? [("Content-Type", "application/x-www-form-urlencoded")] : [],
        body: isPost ? Array(URLForm.encode(form + credentials).utf8) : nil, isMutating: isMutating,
        timeout: timeout))
  }

  /// Sends a request that is complete, and returns the body of a success.
  func send(_ request: OutboundRequest) throws(PlatformError) -> JSON {
    switch try attempt(request) {
    case .success(let body): return body
    case .failure(let failure): throw error(failure, request.isMutating)
    }
  }

  /// For who has something to do with a failure. An answer that never came is thrown.
  func attempt(_ request: OutboundRequest) throws(PlatformError) -> Result<JSON, GraphFailure> {
    let response = try world.send(request)
    let body = response.json
    // A success that cannot be read is none.
    guard (200..<300).contains(response.status), body.object != nil, body["error"] == nil,
      body["success"]?.bool != false
    else {
      return .failure(GraphFailure(response, platform))
    }
    return .success(body)
  }

  func error(_ failure: GraphFailure, _ isMutating: Bool) -> PlatformError {
    failure.error(failure.isVague ? failure.vague(isMutating) : kind(failure, isMutating))
  }

  /// The members of a form or query that say who calls
  /// (https://developers.facebook.com/docs/graph-api/guides/secure-requests).
  func credentials(_ token: String) -> [(String, String)] {
    guard let proofSecret else { return [("access_token", token)] }
    let proof = Hex.encode(HMAC.sha256(key: Array(proofSecret.utf8), Array(token.utf8)))
    return [("access_token", token), ("appsecret_proof", proof)]
  }
}

extension Instant {
  /// Reads the Graph API's form, whose offset has no colon: `2026-09-01T10:00:00+0000`.
  init?(graphTime text: String) {
    guard text.count > 5, text.dropLast(4).last == "+" || text.dropLast(4).last == "-" else {
      self.init(text)
      return
    }
    self.init(text.dropLast(2) + ":" + text.suffix(2))
  }
}
