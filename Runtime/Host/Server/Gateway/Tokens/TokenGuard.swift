internal import Core
internal import Cryptography
internal import HTTPServer
internal import HostTemplate

/// Lets bearers of an issuer's tokens in
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html). Lives on the event loop.
final class TokenGuard {
  enum Outcome {
    case allowed(AuthorizedCaller)
    case refused(HTTPReply)
  }

  /// As much as a request's head has room for.
  private static let maxBytes = 10_240

  private let settings: TokenAuthorizer
  private let keys: IssuerKeys

  init(_ settings: TokenAuthorizer, _ keys: IssuerKeys) {
    self.settings = settings
    self.keys = keys
  }

  /// `scopes` are those of the route; nil where those of the authorizer count.
  func decide(_ call: GatewayCall, scopes: [String]?, then completion: @escaping (Outcome) -> Void) {
    let wanted = scopes ?? settings.scopes
    guard let text = call.value(of: settings.identitySource).map(Self.withoutScheme) else {
      return completion(.refused(Self.reply(GatewayError.unauthorized, "Bearer")))
    }
    guard let token = CompactToken(text, maxBytes: Self.maxBytes), let id = token.header["kid"]?.string else {
      return completion(.refused(Self.reply(TokenRefusal("the token is malformed"), wanted)))
    }
    keys.find(id) { keys in completion(self.outcome(token, keys, wanted)) }
  }

  private func outcome(
    _ token: CompactToken, _ keys: [String: RSA.PublicKey], _ wanted: [String]
  ) -> Outcome {
    let check = TokenCheck(issuer: settings.issuer, audiences: settings.audiences, now: .now())
    do throws(TokenRefusal) {
      let claims = try check.claims(of: token, keys)
      return .allowed(.token(claims: claims, scopes: try TokenCheck.scopes(wanted, in: claims)))
    } catch {
      return .refused(Self.reply(error, wanted))
    }
  }

  /// The token alone, or behind `Bearer`.
  private static func withoutScheme(_ text: String) -> String {
    let scheme = "bearer "
    guard text.lowercased().hasPrefix(scheme) else { return text }
    return String(text.dropFirst(scheme.count))
  }

  /// The form of the header: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html
  private static func reply(_ refusal: TokenRefusal, _ scopes: [String]) -> HTTPReply {
    let reply = refusal.code == .insufficientScope ? GatewayError.forbidden : GatewayError.unauthorized
    return Self.reply(
      reply,
      #"Bearer scope="\#(scopes.joined(separator: " "))" error="\#(refusal.code.rawValue)" "#
        + #"error_description="\#(refusal.description)""#)
  }

  private static func reply(_ reply: HTTPReply, _ challenge: String) -> HTTPReply {
    HTTPReply(
      status: reply.status, headers: reply.headers + [("www-authenticate", challenge)], body: reply.body)
  }
}
