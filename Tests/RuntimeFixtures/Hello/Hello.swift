internal import Core
internal import LambdaRuntime

/// As little as a function can do.
@main struct Hello: HTTPFunction {
  static func handle(_ request: Request, _ context: Context) throws -> Response {
    .json(["message": "Hello World"])
  }
}
