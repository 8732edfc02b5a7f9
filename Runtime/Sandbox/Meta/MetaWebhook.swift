internal import Core
internal import Cryptography
internal import HTTPServer
internal import NIOCore

/// The sender's side of Meta's webhooks: the handshake at registration, signed deliveries, retries.
final class MetaWebhook {
  /// How a test wants an event delivered.
  struct Manner {
    /// Identical deliveries of the same event.
    var copies = 1
    var hasBadSignature = false
    /// Meta escapes what is not ASCII before it signs.
    var escapesUnicode = true
  }

  /// After a refusal: the wait before each further try. Meta goes on for some 36 hours.
  private static let retryDelays: [TimeAmount] = [
    .milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(16), .seconds(32),
  ]
  private static let longestHandshakePause: TimeAmount = .seconds(30)

  private let subscription: Settings.Subscription
  private let secret: String
  private let eventLoop: any EventLoop
  private let outbound: OutboundCalls
  private var isVerified = false

  init(_ subscription: Settings.Subscription, secret: String, eventLoop: any EventLoop) {
    self.subscription = subscription
    self.secret = secret
    self.eventLoop = eventLoop
    outbound = OutboundCalls(eventLoop: eventLoop)
  }

  /// Tries the handshake until the receiver, which may start later, has answered it.
  func register(pause: TimeAmount = .seconds(1)) {
    verify().assumeIsolated().whenSuccess { isVerified in
      guard !isVerified else { return }
      self.eventLoop.assumeIsolated().scheduleTask(in: pause) {
        guard !self.isVerified else { return }
        self.register(pause: min(pause * 2, Self.longestHandshakePause))
      }
    }
  }

  /// Sends the event; tells what came of the first try: an HTTP status, or why there is none.
  func deliver(_ event: JSON, _ manner: Manner) -> EventLoopFuture<JSON> {
    let result = eventLoop.makePromise(of: JSON.self)
    (isVerified ? eventLoop.makeSucceededFuture(true) : verify()).assumeIsolated().whenSuccess { isVerified in
      guard isVerified else { return result.succeed("unverified") }
      let body = Array((manner.escapesUnicode ? Self.escape(event.text) : event.text).utf8)
      self.post(body, manner, attempt: 0, first: result)
      for _ in 0..<max(0, manner.copies - 1) { self.post(body, manner, attempt: 0, first: nil) }
    }
    return result.futureResult
  }

  private func post(_ body: [UInt8], _ manner: Manner, attempt: Int, first: EventLoopPromise<JSON>?) {
    let key = manner.hasBadSignature ? "not " + secret : secret
    let headers = [
      (name: "content-type", value: "application/json"),
      (name: "x-hub-signature-256", value: "sha256=" + Hex.encode(HMAC.sha256(key: Array(key.utf8), body))),
    ]
    outbound.post(subscription.url, headers: headers, body: body).assumeIsolated().whenComplete { result in
      let status = try? result.get().status
      first?.succeed(status.map { JSON($0) } ?? "unreachable")
      // A wrong signature is there to be refused: trying again would only make noise.
      guard !(200..<300).contains(status ?? 0), !manner.hasBadSignature, attempt < Self.retryDelays.count
      else {
        return
      }
      self.eventLoop.assumeIsolated().scheduleTask(in: Self.retryDelays[attempt]) {
        self.post(body, manner, attempt: attempt + 1, first: nil)
      }
    }
  }

  private func verify() -> EventLoopFuture<Bool> {
    let challenge = String(UInt32.random(in: 100_000_000...999_999_999))
    let query = URLForm.encode([
      ("hub.mode", "subscribe"), ("hub.challenge", challenge), ("hub.verify_token", subscription.verifyToken),
    ])
    let result = eventLoop.makePromise(of: Bool.self)
    outbound.get(subscription.url + "?" + query).assumeIsolated().whenComplete { answer in
      let reply = try? answer.get()
      if reply?.status == 200, reply?.body == Array(challenge.utf8) { self.isVerified = true }
      result.succeed(self.isVerified)
    }
    return result.futureResult
  }

  /// `\uXXXX` for every UTF-16 unit of what is not ASCII.
  private static func escape(_ text: String) -> String {
    var result = ""
    for unit in text.utf16 {
      if let scalar = Unicode.Scalar(unit), scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else {
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result
  }
}
