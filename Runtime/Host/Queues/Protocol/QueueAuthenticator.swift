package import Core
internal import HostSigning

/// Checks the signatures of SQS requests against the one key of the host.
package struct QueueAuthenticator: Sendable {
  private let requests: RequestAuthenticator

  package init(accessKey: String, secretKey: String) {
    requests = RequestAuthenticator(service: "sqs", accessKey: accessKey, secretKey: secretKey)
  }

  /// The answer to a request that is not believed; nil for one that is.
  package func refusal(
    method: String, path: String, query: String, headers: [(name: String, value: String)], body: [UInt8],
    at now: Instant = .now()
  ) -> QueueReply? {
    requests.refusal(method: method, path: path, query: query, headers: headers, body: body, at: now).map {
      .failure(.unauthorized($0.type, code: $0.code, $0.message))
    }
  }
}
