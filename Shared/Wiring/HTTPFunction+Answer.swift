internal import Core
package import LambdaRuntime
internal import Limits

extension HTTPFunction {
  /// Around every route: the sender's address is counted before anything of the request is looked at, and every answer,
  /// an error too, carries the headers that browsers and clients are to heed.
  package static func answer(_ request: Request, _ context: Context) -> Response {
    let limits = context.requestLimits
    limits.begin()
    var response = Response(context, telling: { context.tell($0, request) }) {
      if countsAddresses { try context.countRequest(of: .address(request.sourceIP)) }
      return try handle(request, context)
    }
    response.headers += limits.fields
    response.harden()
    return response
  }
}

extension Response {
  /// Adds what keeps browsers and caches from misusing the answer (ASVS 5.0 3.4). What the function has set stays.
  mutating func harden() {
    let isPage = headers.contains { $0.name == "content-type" && $0.value.hasPrefix("text/html") }
    // Pages have forms and their one style: no script, no picture. What is no page loads nothing at all.
    let policy =
      "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action "
      + (isPage ? "'self'; \(HTMLPage.policy)" : "'none'")
    let wanted: [(name: String, value: String)] = [
      // A year and more, as ASVS 5.0 3.4.1 asks.
      ("strict-transport-security", "max-age=63072000; includeSubDomains"),
      ("x-content-type-options", "nosniff"), ("content-security-policy", policy),
      ("referrer-policy", "no-referrer"), ("cache-control", "no-store"),
    ]
    for field in wanted where !headers.contains(where: { $0.name == field.name }) { headers.append(field) }
    // The gateway adds CORS to it by where the request came from, whatever else it depends on.
    let varies = headers.contains { field in
      field.name == "vary"
        && field.value.split(separator: ",").contains { $0.filter { $0 != " " }.lowercased() == "origin" }
    }
    if !varies { headers.append(("vary", "origin")) }
  }
}
