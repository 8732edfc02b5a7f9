internal import Core
internal import HTTPClient

/// Calls the product's public HTTP API, as anybody's script would.
final class ProductClient {
  struct Answer {
    let status: Int
    let body: JSON
    /// The cookie that was set, as the browser sends it back.
    let cookie: String?
  }

  private let base: String
  private let client = HTTPClient()
  var accessToken: String?

  init(base: String) { self.base = base }

  func call(_ method: String, _ path: String, _ body: JSON? = nil) throws -> Answer {
    var headers = [(name: "Content-Type", value: "application/json")]
    if let accessToken { headers.append(("Authorization", "Bearer \(accessToken)")) }
    let response = try client.send(
      OutboundRequest(
        method, base + path, headers: headers, body: body?.encoded(), isMutating: method != "GET",
        timeout: .seconds(30)))
    return Answer(
      status: response.status, body: (try? JSON(parsing: response.body)) ?? .null,
      cookie: response.header("set-cookie").map { String($0.prefix { $0 != ";" }) })
  }

  /// The body of an answer that must be a success.
  func expect(_ method: String, _ path: String, _ body: JSON? = nil) throws -> JSON {
    let answer = try call(method, path, body)
    guard (200..<300).contains(answer.status) else {
      throw CommandFailure("\(method) \(path) answered \(answer.status): \(answer.body.text)")
    }
    return answer.body
  }

  /// Submits a form and follows nothing: where the answer sends the browser.
  func submit(_ form: [(String, String)], to url: String) throws -> String {
    let response = try client.send(
      OutboundRequest(
        "POST", url, headers: [("Content-Type", "application/x-www-form-urlencoded")],
        body: Array(URLForm.encode(form).utf8), isMutating: true))
    guard (300..<400).contains(response.status), let location = response.header("location") else {
      throw CommandFailure("the consent form was answered \(response.status)")
    }
    return location
  }

  /// Opens an address as the browser would after a redirect; gives the answer when it is JSON.
  func open(_ url: String, cookie: String? = nil) throws -> JSON {
    let headers = [(name: "Accept", value: "application/json")] + (cookie.map { [("Cookie", $0)] } ?? [])
    return try read(url, OutboundRequest("GET", url, headers: headers, isMutating: true))
  }

  /// Presses the button of a page whose fields hold `body`.
  func post(_ url: String, _ body: JSON) throws -> JSON {
    let headers = [(name: "Content-Type", value: "application/json")]
    return try read(
      url, OutboundRequest("POST", url, headers: headers, body: body.encoded(), isMutating: true))
  }

  private func read(_ url: String, _ request: OutboundRequest) throws -> JSON {
    let response = try client.send(request)
    guard response.status < 400 else {
      throw CommandFailure(
        "\(url) answered \(response.status): \(String(decoding: response.body, as: UTF8.self))")
    }
    return (try? JSON(parsing: response.body)) ?? .null
  }
}
