internal import Core
internal import LambdaRuntime

/// As little as a function can do.
@main struct Hello: HTTPFunction {
  static func answer(_ request: Request, _ context: Context) -> Response {
    Response(context) { try handle(request, context) }
  }

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    .json(["message": "Hello World"])
  }
}
