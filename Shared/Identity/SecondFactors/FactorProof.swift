package import Core

/// What a person gives as their second factor.
enum FactorProof: Sendable {
  /// Six digits of an authenticator app.
  case code(String)
  case recoveryCode(String)

  /// Reads `code` or `recovery_code`, of which there is exactly one; nil when there is none.
  init?(_ fields: inout Fields) {
    let code = fields.optionalAuthenticatorCode("code")
    let recoveryCode = fields.optionalString("recovery_code", length: 1...100)
    if code != nil && recoveryCode != nil {
      fields.complain("recovery_code", "ambiguous", "Give a code or a recovery code, not both.")
    }
    guard let proof = code.map({ Self.code($0) }) ?? recoveryCode.map({ Self.recoveryCode($0) }) else {
      return nil
    }
    self = proof
  }
}

extension Fields {
  /// Six digits, as apps show them and people paste them: with spaces between, before or behind.
  package mutating func optionalAuthenticatorCode(_ name: String) -> String? {
    guard let text = optionalString(name, length: 0...50) else { return nil }
    let code = text.filter { !$0.isWhitespace }
    guard code.count != 6 else { return code }
    let kind = code.count < 6 ? "too_short" : "too_long"
    complain(name, kind, "Must have 6 digits; has \(code.count) characters.")
    return nil
  }

  package mutating func authenticatorCode(_ name: String) -> String {
    if !has(name) || value(name) == nil { complain(name, "required", "This field is required.") }
    return optionalAuthenticatorCode(name) ?? ""
  }
}

/// The second step of logging in.
package struct ChallengeAnswer: Sendable {
  let challenge: String
  let proof: FactorProof
  /// Whether the tokens are to be set as cookies, for a browser, and not told.
  package let inCookies: Bool

  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    challenge = fields.string("challenge", length: 1...2000)
    inCookies = fields.optionalBool("cookie") ?? false
    let proof = FactorProof(&fields)
    if proof == nil && fields.errors.isEmpty {
      fields.complain("code", "required", "Give a code or a recovery code.")
    }
    try fields.finish()
    guard let proof else { throw .invalid(fields.errors) }
    self.proof = proof
  }
}

/// What a session proves itself by once more: the second factor of who has one, else the password.
package struct StepUpProof: Sendable {
  enum Means: Sendable {
    case password(String)
    case factor(FactorProof)
  }

  let means: Means

  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    let password = fields.optionalString("password", length: 1...1000)
    let factor = FactorProof(&fields)
    if fields.errors.isEmpty, (password == nil) == (factor == nil) {
      fields.complain("password", "required", "Give a password, a code or a recovery code: one of them.")
    }
    try fields.finish()
    guard let means = password.map({ Means.password($0) }) ?? factor.map({ Means.factor($0) }) else {
      throw .invalid(fields.errors)
    }
    self.means = means
  }
}
