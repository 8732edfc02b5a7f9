internal import Core
internal import Identity
internal import LambdaRuntime
internal import Wiring

/// GET /.well-known/jwks.json
@main struct ListTokenKeys: HTTPFunction {
  static let needs: [Setting] = [.tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let keys = try TokenKey.all(context.setting(.tokenPublicKeys))
    return .json(
      ["keys": .array(keys.map(\.json))], headers: [("cache-control", "public, max-age=300")])
  }
}
