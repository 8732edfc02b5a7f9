internal import LambdaRuntime
internal import Wiring

/// $default
@main struct ShowNotFound: HTTPFunction {
  /// It does nothing that is worth counting, and no database is asked for an address that is none.
  static let countsAddresses = false

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    context.nothing(at: request)
  }
}
