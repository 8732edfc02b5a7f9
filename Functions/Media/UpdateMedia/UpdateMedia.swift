internal import Core
internal import Identity
internal import LambdaRuntime
internal import MediaLibrary
internal import Wiring
internal import WiringMedia

/// PATCH /v1/media/{id}
@main struct UpdateMedia: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .mediaBucket]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .writeOwn)
    let id = try request.id(of: "media")
    var fields = Fields(of: try request.json())
    let altText = fields.optionalVisibleText("alt_text", length: 1...2000)
    try fields.finish()
    return try context.command(request, by: member) { session in
      .json(try context.mediaLibrary(session).describe(id, altText, by: member))
    }
  }
}
