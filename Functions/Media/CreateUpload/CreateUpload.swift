internal import Identity
internal import LambdaRuntime
internal import MediaLibrary
internal import Wiring
internal import WiringMedia

/// POST /v1/media
@main struct CreateUpload: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .mediaBucket, .mediaQuota]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .writeOwn)
    let draft = try UploadDraft(request.json())
    return try context.command(request, by: member) { session in
      let library = try context.mediaLibrary(session)
      return .json(try library.begin(draft, by: member, quota: try context.mediaQuota()), status: 201)
    }
  }
}
