internal import HTTPServer
internal import HostQueues
internal import HostRights
internal import HostSigning

/// Tells who signed what is asked of the services on this machine.
struct ServiceKeys: Sendable {
  let queues: QueueAuthenticator
  let functions: RequestAuthenticator
  let connections: RequestAuthenticator
  let operators: OperatorGate

  init(_ keys: KeyRing, operatorToken: String?) {
    queues = QueueAuthenticator(keys)
    functions = RequestAuthenticator(service: "lambda", keys: keys)
    connections = RequestAuthenticator(service: "execute-api", keys: keys)
    let host = RequestAuthenticator(service: "host", keys: keys)
    operators = OperatorGate(token: operatorToken) { request in
      let principal = try? host.authenticate(
        method: request.method, path: request.path, query: request.query, headers: request.headers,
        body: request.body)
      return principal?.isHost ?? false
    }
  }
}
