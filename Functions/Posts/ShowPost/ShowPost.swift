internal import Core
internal import Identity
internal import LambdaRuntime
internal import Posts
internal import Wiring
internal import WiringPosts

/// GET /v1/posts/{id}
@main struct ShowPost: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .read)
    let posts = PostStore(try context.session(member.scope))
    guard let post = try posts.find(try request.id(of: "post")) else { throw Problem.notFound("post") }
    return .post(post)
  }
}
