internal import Core

/// A function behind a WebSocket API. Its answer accepts or refuses a `$connect`; with a route response it is sent to
/// the client.
///
/// What it throws becomes the answer: a `Problem` as it says, anything else as a 500 whose cause only the log
/// holds.
package protocol WebSocketFunction {
  static var needs: [Setting] { get }
  static func handle(_ event: WebSocketEvent, _ context: Context) throws -> Response
}

extension WebSocketFunction {
  package static var needs: [Setting] { [] }

  package static func main() {
    RuntimeLoop.run(needs: needs) { event, context in
      let event = try WebSocketEvent(event: event)
      do {
        return try handle(event, context).encoded()
      } catch {
        return Response(to: error, context).encoded()
      }
    }
  }
}
