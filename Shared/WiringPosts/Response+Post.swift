package import LambdaRuntime
package import Posts

extension Response {
  /// A post with its version as the entity tag.
  package static func post(_ post: Post) -> Response { .json(post.json, headers: [("etag", post.etag)]) }
}
