/// An HTTP/1.1 connection to one plain-text server, kept between requests and made anew when it has gone.
///
/// A few hundred lines instead of libcurl's transfers, because a request then costs a call to send and a call to
/// receive: it is what functions wait for and answer by. Requests are written by the caller, head and body in one
/// call. Not for use by two threads.
package final class HTTPConnection {
  /// `host:port`, as in a `Host` field.
  package let authority: String
  /// How long an answer is waited for; nil for ever.
  private let answerTimeout: Duration?
  private let gate: SocketGate?
  private var socket: ConnectedSocket?
  private let buffer = ReceiveBuffer()
  private var body = 0..<0
  private var headEnd = 0
  /// A request was sent behind the last one, and its answer has not been asked for.
  private var isAhead = false
  /// What came behind the last answer: the beginning of the one to the request ahead.
  private var surplus = 0..<0

  package init(authority: String, answerTimeout: Duration? = nil, gate: SocketGate? = nil) {
    self.authority = authority
    self.answerTimeout = answerTimeout
    self.gate = gate
  }

  /// What came back.
  package struct Answer: Sendable {
    package let status: Int
    /// The connection broke before a first answer, so the request went out twice.
    package let wasRepeated: Bool
  }

  /// Sends a request and waits for its answer. When the connection breaks before any byte of an answer, another
  /// is made and the request sent once more.
  ///
  /// `following` is a whole request that goes out behind this one in the same call (pipelining, RFC 9112 §9.3.2);
  /// `receiveFollowing` gives its answer.
  package func exchange(
    _ head: [UInt8], _ body: UnsafeRawBufferPointer, following: [UInt8] = []
  ) throws(TransferError) -> Answer {
    do {
      return Answer(status: try attempt(head, body, following), wasRepeated: false)
    } catch {
      close()
      guard buffer.count == 0 else { throw error }
    }
    do {
      return Answer(status: try attempt(head, body, following), wasRepeated: true)
    } catch {
      close()
      throw error
    }
  }

  /// The status of the answer to the request that followed the last one. Nil when it has to be sent again: none did, or
  /// the connection has ended before any byte of an answer.
  package func receiveFollowing() throws(TransferError) -> Int? {
    guard isAhead, let socket else { return nil }
    isAhead = false
    do {
      return try receive(on: socket)
    } catch {
      close()
      guard buffer.count == 0 else { throw error }
      return nil
    }
  }

  /// Sends without looking for an answer. False when there is no connection.
  package func send(_ bytes: [UInt8]) -> Bool {
    do throws(TransferError) {
      return try connected().send(bytes)
    } catch {
      return false
    }
  }

  /// Sends a piece of a request whose answer is asked for by `receiveAnswer`.
  package func send(piece: UnsafeRawBufferPointer, after frame: [UInt8]) -> Bool {
    guard let socket else { return false }
    return frame.withUnsafeBytes { socket.send($0, piece) }
  }

  /// The status of the answer to what was sent.
  package func receiveAnswer() throws(TransferError) -> Int {
    guard let socket else { throw TransferError(kind: .interrupted, reason: "the connection is closed") }
    do {
      return try receive(on: socket)
    } catch {
      close()
      throw error
    }
  }

  /// The body of the last answer, valid until the next request.
  package var answerBody: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer.bytes[body]) }

  /// Visits the header fields of the last answer. They are valid within `use` only.
  package func visitAnswerFields(_ use: (HeaderField) -> Void) {
    HeaderField.visit(UnsafeRawBufferPointer(rebasing: buffer.bytes[..<headEnd]), use)
  }

  package func close() {
    gate?.leave()
    socket = nil
    isAhead = false
    surplus = 0..<0
  }

  private func connected() throws(TransferError) -> ConnectedSocket {
    if let socket { return socket }
    buffer.count = 0
    let socket = try ConnectedSocket(authority: authority, timeout: .seconds(2))
    if let answerTimeout { socket.limitWaiting(to: answerTimeout) }
    if let gate, !gate.enter(socket.descriptor) {
      gate.leave()
      throw TransferError(kind: .notSent, reason: "the process is ending")
    }
    self.socket = socket
    return socket
  }

  private func attempt(
    _ head: [UInt8], _ body: UnsafeRawBufferPointer, _ following: [UInt8]
  ) throws(TransferError) -> Int {
    buffer.count = 0
    // Its answer would be taken for this one's.
    if isAhead { close() }
    let socket = try connected()
    isAhead = !following.isEmpty
    // A server may refuse a body before it has read all of it: its answer counts, not our failure to send.
    _ = head.withUnsafeBytes { head in following.withUnsafeBytes { socket.send(head, body, $0) } }
    return try receive(on: socket)
  }

  private func receive(on socket: ConnectedSocket) throws(TransferError) -> Int {
    buffer.move(surplus, to: 0)
    buffer.count = surplus.count
    surplus = 0..<0
    let head = try receiveHead(socket)
    headEnd = head.end
    var isComplete = true
    if head.isBodyless {
      body = head.end..<head.end
    } else if head.isChunked {
      isComplete = try receiveChunks(socket, head)
    } else if let length = head.contentLength {
      try receive(length, socket, head)
    } else {
      try receiveToEnd(socket, head)
    }
    if !head.isChunked { surplus = body.upperBound..<max(body.upperBound, buffer.count) }
    // Bytes that nobody asked for belong to no answer.
    if head.closes || !isComplete || (!isAhead && !surplus.isEmpty) { close() }
    return head.status
  }

  private func receiveHead(_ socket: ConnectedSocket) throws(TransferError) -> ResponseHead {
    while true {
      guard buffer.count > 0, let head = try ResponseHead(buffer) else {
        try receiveMore(socket)
        continue
      }
      guard head.isInterim else { return head }
      buffer.move(head.end..<buffer.count, to: 0)
      buffer.count -= head.end
    }
  }

  /// False when there are bytes behind the body.
  private func receiveChunks(_ socket: ConnectedSocket, _ head: ResponseHead) throws(TransferError) -> Bool {
    var decoder = ChunkedDecoder(from: head.end)
    while try !decoder.decode(buffer) {
      buffer.reserveMore(min(decoder.remaining, 16 << 20) + 64)
      try receiveMore(socket)
    }
    body = head.end..<decoder.bodyEnd
    return !decoder.hasSurplus(buffer)
  }

  private func receive(_ length: Int, _ socket: ConnectedSocket, _ head: ResponseHead) throws(TransferError) {
    let end = head.end + length
    buffer.reserve(end)
    while buffer.count < end {
      guard socket.receive(into: buffer, atLeast: end - buffer.count) > 0 else { throw .cut }
    }
    body = head.end..<end
  }

  private func receiveToEnd(_ socket: ConnectedSocket, _ head: ResponseHead) throws(TransferError) {
    var count = 1
    while count > 0 {
      buffer.reserveMore(4096)
      count = socket.receive(into: buffer)
    }
    guard count == 0 else { throw .cut }
    body = head.end..<buffer.count
    close()
  }

  private func receiveMore(_ socket: ConnectedSocket) throws(TransferError) {
    buffer.reserveMore(4096)
    guard socket.receive(into: buffer) > 0 else { throw .cut }
  }
}

extension ConnectedSocket {
  fileprivate func send(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { send($0, UnsafeRawBufferPointer(start: nil, count: 0)) }
  }
}

extension TransferError {
  static let cut = TransferError(kind: .interrupted, reason: "the connection ended before the answer did")

  static func malformed(_ reason: String) -> TransferError {
    TransferError(kind: .interrupted, reason: reason)
  }
}
