internal import HostQueues
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
    operators = OperatorGate(keys, token: operatorToken)
  }
}
