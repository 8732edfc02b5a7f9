internal import Core
internal import Cryptography
internal import HTTPServer

/// The opening handshake (RFC 6455 §4.2).
enum WebSocketHandshake {
  /// Whether a request asks for a WebSocket at all.
  static func isAsked(_ request: HTTPRequest) -> Bool {
    request.method == "GET" && has("websocket", in: "upgrade", of: request)
  }

  /// What is wrong with it; nil for nothing.
  static func refusal(_ request: HTTPRequest) -> HTTPReply? {
    guard has("upgrade", in: "connection", of: request), let key = request.header("sec-websocket-key"),
      Base64.decode(key)?.count == 16
    else { return .json(400, #"{"message":"Bad Request"}"#) }
    guard request.header("sec-websocket-version") == "13" else {
      return HTTPReply(
        status: 426, headers: [("sec-websocket-version", "13"), ("content-type", "application/json")],
        body: Array(#"{"message":"Upgrade Required"}"#.utf8))
    }
    return nil
  }

  /// The headers of the answer 101. `subprotocol` is what the function behind `$connect` chose.
  static func acceptance(_ request: HTTPRequest, subprotocol: String?) -> [(name: String, value: String)] {
    let text = (request.header("sec-websocket-key") ?? "") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    let headers = [
      (name: "upgrade", value: "websocket"), (name: "connection", value: "upgrade"),
      (name: "sec-websocket-accept", value: Base64.encode(SHA1.hash(Array(text.utf8)))),
    ]
    return headers + (subprotocol.map { [(name: "sec-websocket-protocol", value: $0)] } ?? [])
  }

  /// Whether a list header has the token, in any case.
  private static func has(_ token: String, in name: String, of request: HTTPRequest) -> Bool {
    request.headers.contains { header in
      header.name.lowercased() == name
        && header.value.split(separator: ",").contains { item in
          item.drop { $0 == " " }.prefix { $0 != " " }.lowercased() == token
        }
    }
  }
}
