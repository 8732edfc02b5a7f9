package import LambdaRuntime
package import Posts

extension Response {
  /// What was asked for will be done; there is nothing to tell yet.
  package static let accepted = Response(202)

  /// A post with its version as the entity tag.
  package static func post(_ post: Post) -> Response { .json(post.json, headers: [("etag", post.etag)]) }
}
