internal import HostQueues
internal import HostSigning

/// Checks what is signed for the services on this machine.
struct ServiceKeys: Sendable {
  let queues: QueueAuthenticator
  let connections: RequestAuthenticator

  /// Nil when the host has no key of its own: one that is no secret proves nothing.
  init?(_ configuration: HostConfiguration) {
    guard configuration.hasOwnKey else { return nil }
    queues = QueueAuthenticator(accessKey: configuration.accessKey, secretKey: configuration.secretKey)
    connections = RequestAuthenticator(
      service: "execute-api", accessKey: configuration.accessKey, secretKey: configuration.secretKey)
  }
}
