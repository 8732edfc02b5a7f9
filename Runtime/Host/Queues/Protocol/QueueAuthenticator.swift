package import Core
package import HostRights
package import HostSigning

/// Tells who signed an SQS request.
package struct QueueAuthenticator: Sendable {
  /// The answer to a request that is not believed.
  package struct Refusal: Error, Sendable {
    package let reply: QueueReply
  }

  private let requests: RequestAuthenticator

  package init(_ keys: KeyRing) { requests = RequestAuthenticator(service: "sqs", keys: keys) }

  package func authenticate(
    method: String, path: String, query: String, headers: [(name: String, value: String)], body: [UInt8],
    at now: Instant = .now()
  ) throws(Refusal) -> Principal {
    do throws(RequestAuthenticator.Refusal) {
      return try requests.authenticate(
        method: method, path: path, query: query, headers: headers, body: body, at: now)
    } catch {
      throw Refusal(reply: .failure(.unauthorized(error.type, code: error.code, error.message)))
    }
  }
}
