internal import Core
internal import HTTPServer

/// Addresses of media that give nothing of use, for tests of who suffers from them: `/media/bad/<kind>.jpg`.
enum BadMedia: String, CaseIterable {
  case gone, failing, missing, redirected, silent, stalled, large, text, damaged

  /// Nil when the request is for something else.
  init?(_ request: HTTPRequest) {
    let parts = request.path.split(separator: "/")
    guard parts.count == 3, parts[0] == "media", parts[1] == "bad",
      let kind = BadMedia(rawValue: String(parts[2].prefix { $0 != "." }))
    else { return nil }
    self = kind
  }

  func answer(_ responder: Responder) {
    let image = (name: "content-type", value: "image/jpeg")
    switch self {
    case .gone: responder.drop()
    case .failing: responder.send(.text(503, "Later"))
    case .missing: responder.send(.text(404, "Not here"))
    case .redirected:
      responder.send(
        HTTPReply(status: 302, headers: [("location", "/media/bad/redirected.jpg")], body: []))
    // Nothing at all, and the connection stays open.
    case .silent: break
    case .stalled:
      responder.stall(HTTPReply(status: 200, headers: [image], body: SampleImage.jpeg), at: 0.6)
    case .large:
      responder.send(
        HTTPReply(status: 200, headers: [image], body: [UInt8](repeating: 0xFF, count: 24 << 20)))
    case .text: responder.send(.text(200, "Not an image"))
    case .damaged:
      responder.send(HTTPReply(status: 200, headers: [image], body: [UInt8](repeating: 0x2A, count: 500)))
    }
  }
}
