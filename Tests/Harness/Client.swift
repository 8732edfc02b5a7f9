package import Core
internal import HTTPClient

/// Calls HTTP services as anybody's script would, and never follows a redirect.
package final class Client {
  package let base: String
  package var accessToken: String?
  private let client = HTTPClient()

  package init(_ base: String) { self.base = base }

  package struct Answer {
    package let status: Int
    package let json: JSON
    package let text: String
    private let response: InboundResponse

    init(_ response: InboundResponse) {
      self.response = response
      status = response.status
      text = String(decoding: response.body, as: UTF8.self)
      json = (try? JSON(parsing: response.body)) ?? .null
    }

    /// The first cookie that was set, as a browser sends it back.
    package var cookie: String? { header("set-cookie").map { String($0.prefix { $0 != ";" }) } }

    /// `name` in lower case.
    package func header(_ name: String) -> String? { response.header(name) }

    /// Of a function that was invoked: whether it came to its end. The status alone is 200 for one that failed too.
    package var isDone: Bool { status == 200 && header("x-amz-function-error") == nil }

    /// As it came.
    package var body: [UInt8] { response.body }

    /// All header fields, names in lower case.
    package var headers: [(name: String, value: String)] { response.headers }

    /// The codes of the fields that are wrong, by their pointers.
    package var fieldErrors: [String: String] {
      let errors = json["errors"]?.array ?? []
      return Dictionary(
        errors.map { ($0["pointer"]?.string ?? "", $0["code"]?.string ?? "") }
      ) { first, _ in first }
    }
  }

  package func get(_ path: String) throws -> Answer { try call("GET", path) }

  package func post(_ path: String, _ body: JSON = [:], headers: [String: String] = [:]) throws -> Answer {
    try call("POST", path, body.encoded(), headers: headers)
  }

  package func patch(_ path: String, _ body: JSON, version: Int) throws -> Answer {
    try call("PATCH", path, body.encoded(), headers: ["If-Match": "\"\(version)\""])
  }

  package func delete(_ path: String) throws -> Answer { try call("DELETE", path) }

  /// Sends the bytes as they are, declared as JSON unless `headers` say otherwise.
  package func call(_ method: String, _ path: String, _ body: [UInt8]? = nil, headers: [String: String] = [:])
    throws -> Answer
  {
    var all = headers
    if body != nil && all["Content-Type"] == nil && all["content-type"] == nil {
      all["Content-Type"] = "application/json"
    }
    let url = path.hasPrefix("http") ? path : base + path
    // The token is for the API, and for no other server that is asked on the way.
    if let accessToken, url.hasPrefix(base), all["Authorization"] == nil, all["authorization"] == nil {
      all["Authorization"] = "Bearer \(accessToken)"
    }
    return Answer(
      try client.send(
        OutboundRequest(
          method, url, headers: all.map { (name: $0.key, value: $0.value) }, body: body,
          isMutating: method != "GET", timeout: .seconds(40), maxResponseBytes: 256 << 20)))
  }

  package func submit(_ form: [(String, String)], to url: String) throws -> Answer {
    try call(
      "POST", url, Array(URLForm.encode(form).utf8),
      headers: ["Content-Type": "application/x-www-form-urlencoded", "Authorization": "none"])
  }
}
