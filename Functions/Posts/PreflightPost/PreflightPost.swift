internal import Core
internal import Identity
internal import LambdaRuntime
internal import Posts
internal import Wiring
internal import WiringAccounts

/// POST /v1/preflight
@main struct PreflightPost: HTTPFunction {
  static let needs: [Setting] = Setting.preflight + [.tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let author = try context.member(request, may: .writeOwn)
    let draft = try PostDraft(request.json()).readable()
    let session = try context.session(author.scope)
    return .json(try draft.preflight(in: session, rules: context.rules(), now: .now()).json)
  }
}
