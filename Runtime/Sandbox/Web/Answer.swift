internal import Core
internal import HTTPServer
internal import NIOCore

/// What a handler gives back: an answer, or the promise of one.
enum Answer {
  case now(HTTPReply)
  case later(EventLoopFuture<HTTPReply>)

  static func json(_ body: JSON) -> Answer { .json(200, body) }

  static func json(_ status: Int, _ body: JSON) -> Answer { .now(.json(status, body)) }
}

/// An answer that ends a handler early, in the platform's own error format.
struct Refusal: Error {
  let reply: HTTPReply

  init(_ status: Int, _ body: JSON, _ headers: [(name: String, value: String)] = []) {
    reply = .json(status, body, headers)
  }

  init(_ reply: HTTPReply) { self.reply = reply }
}

extension HTTPReply {
  static func json(_ status: Int, _ body: JSON, _ headers: [(name: String, value: String)] = []) -> HTTPReply
  {
    HTTPReply(
      status: status, headers: [("content-type", "application/json; charset=utf-8")] + headers,
      body: body.encoded())
  }

  static func text(_ status: Int, _ text: String) -> HTTPReply {
    HTTPReply(
      status: status, headers: [("content-type", "text/plain; charset=utf-8")], body: Array(text.utf8))
  }

  static func html(_ status: Int, _ html: String) -> HTTPReply {
    HTTPReply(
      status: status, headers: [("content-type", "text/html; charset=utf-8")], body: Array(html.utf8))
  }

  static func redirect(to location: String) -> HTTPReply {
    HTTPReply(status: 302, headers: [("location", location)], body: [])
  }
}

extension Answer {
  /// The same answer with more headers.
  func adding(_ headers: [(name: String, value: String)]) -> Answer {
    switch self {
    case .now(let reply): .now(reply.adding(headers))
    case .later(let future): .later(future.map { $0.adding(headers) })
    }
  }
}

extension HTTPReply {
  func adding(_ more: [(name: String, value: String)]) -> HTTPReply {
    HTTPReply(status: status, headers: headers + more, body: body)
  }
}
