internal import Core
internal import Cryptography
internal import Harness

/// An authenticator app.
struct Authenticator {
  private let code: TimeBasedCode

  /// With the secret in the answer of `POST /v1/me/mfa/totp`.
  init(_ enrolment: Client.Answer) throws {
    guard let secret = enrolment.json["secret"]?.string.flatMap({ Base32.decode($0) }) else {
      throw Timeout(description: "enrolling answered \(enrolment.status): \(enrolment.text)")
    }
    code = TimeBasedCode(secret: secret)
  }

  /// Adds a second factor, confirmed by the code before the current one, and returns both.
  static func enrol(_ client: Client) throws -> (previous: String, current: String) {
    let enrolment = try client.post("/v1/me/mfa/totp", ["name": "Telephone"])
    let codes = try Authenticator(enrolment).codes()
    let path = "/v1/me/mfa/totp/\(enrolment.json["id"]?.string ?? "")/confirm"
    let confirmed = try client.post(path, ["code": .string(codes.previous)])
    guard confirmed.status == 200 else {
      throw Timeout(description: "confirming answered \(confirmed.status): \(confirmed.text)")
    }
    return codes
  }

  /// The code of an app that runs ahead by a period.
  func next() throws -> String {
    _ = try codes()
    return code.text(at: TimeBasedCode.step(at: .now()) + 1)
  }

  /// The code shown now and the one before it, at a moment when both are good for some seconds more.
  func codes() throws -> (previous: String, current: String) {
    let now = try wait(for: "a code that was not shown for long", upTo: .seconds(30)) { () -> Instant? in
      let now = Instant.now()
      return now.seconds % TimeBasedCode.period < 20 ? now : nil
    }
    let step = TimeBasedCode.step(at: now)
    return (code.text(at: step - 1), code.text(at: step))
  }
}
