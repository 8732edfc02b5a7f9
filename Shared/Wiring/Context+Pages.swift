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

  /// What is answered where there is no route. Programs are told what a gateway without this function tells them; who comes
  /// to the first page by a browser, on the way back from another, is told where they are.
  package func nothing(at request: Request) -> Response {
    guard request.wantsPage else { return .json(["message": "Not Found"], status: 404) }
    guard request.path == "/", request.method == "GET" else {
      return page(
        HTMLPage(
          "There is nothing here", HTML.paragraph("The address has no page. It may be mistyped, or too old.")),
        status: 404)
    }
    return .html(
      HTMLPage(
        "This is ClientNest", HTML.paragraph("Programs work with it here."),
        HTML.link("What they can do", to: "/openapi.json")
      ).document(wayBack: nil))
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
