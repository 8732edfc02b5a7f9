internal import Description
internal import LambdaRuntime
internal import Wiring

/// GET /openapi.json
@main struct ShowDescription: HTTPFunction {
  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let description = context.kept { APIDescription() }
    return .json(description.json, tagged: description.etag, for: request)
  }
}
