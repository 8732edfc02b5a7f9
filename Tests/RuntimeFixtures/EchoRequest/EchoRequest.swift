internal import Core
internal import LambdaRuntime

/// Answers with what it was asked, or in the way that the query's `answer` names.
@main struct EchoRequest: HTTPFunction {
  static func answer(_ request: Request, _ context: Context) -> Response {
    Response(context) { try handle(request, context) }
  }

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    switch request.queryParameter("answer") {
    case "nothing": return .noContent
    case "problem": throw Problem.notFound("echo")
    case "error": throw SecretError(secret: "the cause")
    case "bytes": return Response(200, body: request.body)
    case "headers":
      return Response(
        200, headers: [("link", "<a>"), ("vary", "x"), ("link", "<b>")], cookies: ["a=1", "b=2; Secure"])
    default: return .json(echo(of: request))
    }
  }

  private static func echo(of request: Request) -> JSON {
    [
      "method": .string(request.method), "path": .string(request.path),
      "routeKey": .string(request.routeKey), "rawQuery": .string(request.rawQuery),
      "sourceIP": .string(request.sourceIP), "cookies": .array(request.cookies.map { .string($0) }),
      "headers": pairs(request.headers), "query": pairs(request.query),
      "pathParameters": pairs(request.pathParameters), "body": .string(Hex.encode(request.body)),
    ]
  }

  private static func pairs(_ pairs: [(name: String, value: String)]) -> JSON {
    .object(JSONObject(pairs.map { (name: $0.name, value: .string($0.value)) }))
  }
}

/// An error with something in it that no client may see.
struct SecretError: Error {
  let secret: String
}
