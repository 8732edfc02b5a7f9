internal import Identity
internal import LambdaRuntime
internal import MediaLibrary
internal import Wiring
internal import WiringMedia

/// GET /v1/media/{id}
@main struct ShowMedia: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .mediaBucket]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .read)
    let id = try request.id(of: "media")
    let library = try context.mediaLibrary(try context.session(member.scope))
    return .json(try library.show(id))
  }
}
