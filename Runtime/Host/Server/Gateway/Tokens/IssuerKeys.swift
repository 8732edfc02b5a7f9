internal import Core
internal import Cryptography
internal import HTTPClient
internal import NIOCore
internal import NIOPosix

/// The keys of an issuer of tokens, read when they are first needed. Lives on the event loop.
final class IssuerKeys {
  /// As long as HTTP APIs keep them
  /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html).
  private static let maxAge = TimeAmount.hours(2)
  /// Anybody can name a key that the issuer does not have: they are not read again more often for that.
  private static let pause = TimeAmount.seconds(60)
  /// After keys could not be read.
  private static let pauseAfterFailure = TimeAmount.seconds(2)

  private let issuer: String
  private let log: LogStream
  private let eventLoop: any EventLoop
  private var keys: [String: RSA.PublicKey] = [:]
  private var readAt: NIODeadline?
  private var failedAt: NIODeadline?
  private var waiting: [() -> Void] = []

  init(of issuer: String, _ log: LogStream, _ eventLoop: any EventLoop) {
    self.issuer = issuer
    self.log = log
    self.eventLoop = eventLoop
  }

  /// The keys as they are known, read anew when `id` is not among them or they are too old. None when they cannot be
  /// read.
  func find(_ id: String, then completion: @escaping ([String: RSA.PublicKey]) -> Void) {
    let now = NIODeadline.now()
    if let readAt, now - readAt < (keys[id] == nil ? Self.pause : Self.maxAge) { return completion(keys) }
    if let failedAt, now - failedAt < Self.pauseAfterFailure { return completion(usable(now)) }
    waiting.append { completion(self.usable(.now())) }
    if waiting.count == 1 { read() }
  }

  /// Known keys hold for their time, whether or not newer ones can be read.
  private func usable(_ now: NIODeadline) -> [String: RSA.PublicKey] {
    readAt.map { now - $0 < Self.maxAge } == true ? keys : [:]
  }

  private func read() {
    let issuer = issuer
    NIOThreadPool.singleton.runIfActive(eventLoop: eventLoop) { try Self.readKeySet(of: issuer) }
      .assumeIsolated().whenComplete { self.take($0) }
  }

  private func take(_ result: Result<JSON, any Error>) {
    switch result {
    case .success(let set):
      keys = RSA.PublicKey.keys(in: set, for: RSA.Algorithm.allCases)
      (readAt, failedAt) = (.now(), nil)
    case .failure(let error):
      failedAt = .now()
      log.write(
        type: "host.issuerUnavailable", function: "gateway",
        ["issuer": .string(issuer), "error": .string("\(error)")])
    }
    let completions = waiting
    waiting = []
    for completion in completions { completion() }
  }

  private struct Unavailable: Error {
    let reason: String
  }

  /// By OpenID Connect Discovery 1.0 §4. Blocks.
  private static func readKeySet(of issuer: String) throws -> JSON {
    let discovery = try get(issuer + "/.well-known/openid-configuration")
    let named = discovery["issuer"]?.string
    guard named == issuer || named == issuer + "/" else {
      throw Unavailable(reason: "the discovery document is of another issuer")
    }
    guard let address = discovery["jwks_uri"]?.string else {
      throw Unavailable(reason: "the discovery document names no keys")
    }
    let set = try get(address)
    guard set["keys"]?.array != nil else { throw Unavailable(reason: "\(address) has no keys") }
    return set
  }

  private static func get(_ url: String) throws -> JSON {
    let request = OutboundRequest("GET", url, timeout: .seconds(5), maxResponseBytes: 256 << 10)
    let response = try HTTPClient().send(request)
    guard response.status == 200, let json = try? JSON(parsing: response.body) else {
      throw Unavailable(reason: "\(url) answered \(response.status)")
    }
    return json
  }
}
