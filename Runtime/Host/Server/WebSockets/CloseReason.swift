/// Why a connection ended: the status code and the text that `$disconnect` is told (RFC 6455 §7.4).
struct CloseReason {
  let code: UInt16
  let text: String

  init(_ code: UInt16, _ text: String) {
    self.code = code
    self.text = text
  }

  static let goingAway = CloseReason(1001, "Going away")
  static let protocolError = CloseReason(1002, "Protocol error")
  static let binary = CloseReason(1003, "Binary frames are not supported")
  static let invalidText = CloseReason(1007, "Text is not UTF-8")
  static let tooSlow = CloseReason(1008, "The client does not read")
  static let tooLarge = CloseReason(1009, "Message too big")
  static let normal = CloseReason(1000, "")
  /// These two are never sent. The first text is AWS's own.
  static let withoutStatus = CloseReason(1005, "Client-side close frame status not set")
  static let vanished = CloseReason(1006, "Connection closed abnormally")

  /// Whether a peer may send the code.
  static func isSendable(_ code: UInt16) -> Bool {
    (1000...1003).contains(code) || (1007...1014).contains(code) || (3000...4999).contains(code)
  }
}
