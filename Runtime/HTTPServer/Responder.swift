package import NIOCore

/// Answers one request, from any thread. What comes after the first answer is ignored.
package struct Responder: Sendable {
  /// The loop of the connection: from there, answers are written without a change of thread.
  package let eventLoop: any EventLoop
  private let connection: NIOLoopBound<ConnectionHandler>
  private let number: Int

  init(to number: Int, on connection: NIOLoopBound<ConnectionHandler>, eventLoop: any EventLoop) {
    self.number = number
    self.connection = connection
    self.eventLoop = eventLoop
  }

  package func send(_ reply: HTTPReply) {
    if eventLoop.inEventLoop {
      connection.value.answer(reply, to: number)
    } else {
      eventLoop.execute { connection.value.answer(reply, to: number) }
    }
  }

  /// Closes the connection without an answer.
  package func drop() {
    if eventLoop.inEventLoop {
      connection.value.drop(number)
    } else {
      eventLoop.execute { connection.value.drop(number) }
    }
  }

  /// Sends a share of the bytes of an answer, 0…1, then closes the connection: for servers that misbehave.
  package func cut(_ reply: HTTPReply, to share: Double) {
    if eventLoop.inEventLoop {
      connection.value.cut(reply, to: share, number)
    } else {
      eventLoop.execute { connection.value.cut(reply, to: share, number) }
    }
  }

  /// Sends a share of the bytes of an answer, 0…1, and never the rest.
  package func stall(_ reply: HTTPReply, at share: Double) {
    if eventLoop.inEventLoop {
      connection.value.stall(reply, at: share, number)
    } else {
      eventLoop.execute { connection.value.stall(reply, at: share, number) }
    }
  }

  /// Answers 101 and hands the connection over to another protocol, whose handlers `install` adds at the end of
  /// its pipeline. False when the peer is gone. Only on `eventLoop`.
  package func upgrade(
    _ headers: [(name: String, value: String)], install: (any Channel) throws -> Void
  ) -> Bool {
    connection.value.upgrade(number, headers: headers, install: install)
  }

  /// Whose the other end of the connection is, by the kernel's word; nil when that is not on this machine, or the peer
  /// is gone. Only on `eventLoop`.
  package var peer: SocketOwner? { connection.value.owner }

  /// Whether an answer can still reach the peer, as far as is known. Only on `eventLoop`.
  package var isOpen: Bool { connection.value.isAwaiting(number) }
}
