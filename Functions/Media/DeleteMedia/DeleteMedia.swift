internal import Identity
internal import LambdaRuntime
internal import MediaLibrary
internal import Wiring
internal import WiringMedia

/// DELETE /v1/media/{id}
@main struct DeleteMedia: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .mediaBucket]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .writeAny)
    let id = try request.id(of: "media")
    return try context.command(request, by: member) { session in
      try context.mediaLibrary(session).delete(id, by: member)
      return .noContent
    }
  }
}
