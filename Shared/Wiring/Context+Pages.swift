package import Core
internal import Cryptography
package import LambdaRuntime

extension Context {
  /// A page for who comes by a browser.
  package func page(_ page: HTMLPage, status: Int = 200) -> Response {
    .html(page.document(wayBack: frontPage), status: status)
  }

  /// An error in the form that the sender can use: a page, or `application/problem+json`.
  func tell(_ problem: Problem, _ request: Request) -> Response {
    guard request.wantsPage else { return .problem(problem) }
    var response = page(HTMLPage(of: problem, reference: requestID), status: problem.status)
    response.headers += problem.retryAfter.map { [("retry-after", String($0))] } ?? []
    return response
  }

  /// Where people work with ClientNest: the first page of another origin that may use the API, or else this one.
  private var frontPage: String? {
    let origins = (optionalSetting(.allowedOrigins) ?? "").split(separator: ",")
    return (origins.count > 1 ? origins[1] : origins.first).map { "\($0)/" }
  }
}

extension HTMLPage {
  /// What a browser may load for a page: its own style, and nothing else.
  static let policy = "style-src 'sha256-\(Base64.encode(SHA256.hash(Array(style.utf8))))'"
}
