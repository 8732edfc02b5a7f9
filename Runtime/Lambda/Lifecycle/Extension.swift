internal import HTTPClient

/// An internal extension that does nothing: only an environment with extensions gets SIGTERM and 300 ms before it
/// is ended; without one it is killed
/// (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-shutdown).
final class Extension {
  private let connection: HTTPConnection

  /// Registers, and asks for an event without waiting for it: the start of the environment ends when all have
  /// asked. A runtime API that knows no extensions sends no signal either; then there is nothing to do.
  init?(address: String) {
    // Local and quick; a server that does not answer must not keep the function from starting.
    connection = HTTPConnection(authority: address, answerTimeout: .seconds(1))
    let register = """
      POST /2020-01-01/extension/register HTTP/1.1\r
      Host: \(address)\r
      Lambda-Extension-Name: clean-up\r
      Content-Type: application/json\r
      Content-Length: 13\r
      \r
      {"events":[]}
      """
    guard connection.send(Array(register.utf8)), let identifier = receiveIdentifier() else { return nil }
    let next = """
      GET /2020-01-01/extension/event/next HTTP/1.1\r
      Host: \(address)\r
      Lambda-Extension-Identifier: \(identifier)\r
      \r

      """
    guard connection.send(Array(next.utf8)) else { return nil }
  }

  private func receiveIdentifier() -> String? {
    do throws(TransferError) {
      guard try connection.receiveAnswer() == 200 else { return nil }
    } catch {
      return nil
    }
    var identifier: String?
    connection.visitAnswerFields { field in
      if field.isNamed("lambda-extension-identifier") { identifier = field.text }
    }
    return identifier
  }
}
