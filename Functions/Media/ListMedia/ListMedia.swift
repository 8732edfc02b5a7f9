internal import Identity
internal import LambdaRuntime
internal import MediaLibrary
internal import Wiring
internal import WiringMedia

/// GET /v1/media
@main struct ListMedia: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .mediaBucket, .mediaQuota]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .read)
    let workspace = try request.queryID("workspace_id")
    let page = try Page(request)
    let session = try context.session(member.scope)
    let library = try context.mediaLibrary(session)
    let items = try MediaStore(session).list(workspace: workspace, before: page.after, limit: page.probe)
    let usage = try MediaStore(session).findUsage(member.organization, quota: try context.mediaQuota())
    return page.answer(items.map { ($0.id, library.json($0)) }, with: usage.members)
  }
}
