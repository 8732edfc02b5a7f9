internal import Core
internal import Cryptography
internal import HTTPServer

/// An issuer of OpenID Connect: discovery, a page to sign in on, codes, ID tokens with real signatures, keys that rotate.
///
/// Its endpoints are where its discovery document says. For Google they are not all where Google's are: the same paths
/// are used to connect accounts of other products.
final class Issuer: Platform {
  /// Where an issuer lies, each as host and path.
  struct Addresses {
    let discovery: String
    let authorize: String
    let token: String
    let keys: String

    var all: [String] { [discovery, authorize, token, keys] }
  }

  let name: String
  let hosts: Set<String>
  private let issuer: String
  private let addresses: Addresses
  private let world: World
  private let application: Settings.Application
  /// What the issuer's ID tokens say of a person besides what all say.
  private let claims: @Sendable (IssuerPerson) -> JSONObject
  private var keys = IssuerKeys()
  private var codes: [String: IssuerConsent] = [:]

  static func google(_ world: World) -> Issuer {
    Issuer(
      "google", "https://accounts.google.com",
      Addresses(
        discovery: "accounts.google.com/.well-known/openid-configuration",
        authorize: "accounts.google.com/sign-in/authorize", token: "oauth2.googleapis.com/sign-in/token",
        keys: "www.googleapis.com/oauth2/v3/certs"), world
    ) { person in
      [
        "iss": "https://accounts.google.com", "email": .string(person.email),
        "email_verified": .bool(person.isVerified),
      ]
    }
  }

  /// Every tenant is an issuer of its own; this one is that of Microsoft's personal accounts.
  static func microsoft(_ world: World) -> Issuer {
    let host = "login.microsoftonline.com"
    return Issuer(
      "microsoft", "https://\(host)/{tenantid}/v2.0",
      Addresses(
        discovery: "\(host)/common/v2.0/.well-known/openid-configuration",
        authorize: "\(host)/common/oauth2/v2.0/authorize", token: "\(host)/common/oauth2/v2.0/token",
        keys: "\(host)/common/discovery/v2.0/keys"), world
    ) { person in
      let tenant = "9188040d-6c67-4c5b-b112-36a304b66dad"
      return [
        "iss": .string("https://\(host)/\(tenant)/v2.0"), "tid": .string(tenant), "ver": "2.0",
        "email": .string(person.email), "preferred_username": .string(person.email),
        "xms_edov": .bool(person.isVerified),
      ]
    }
  }

  private init(
    _ name: String, _ issuer: String, _ addresses: Addresses, _ world: World,
    claims: @escaping @Sendable (IssuerPerson) -> JSONObject
  ) {
    self.name = name
    self.issuer = issuer
    self.addresses = addresses
    self.world = world
    self.claims = claims
    hosts = Set(addresses.all.compactMap { $0.split(separator: "/").first.map(String.init) })
    application =
      world.settings.signInApplications[name]
      ?? Settings.Application(id: "sandbox-\(name)", secret: "sandbox-\(name)-secret")
  }

  /// Signs with a new key from now on; returns its id.
  func rotate() -> String {
    _ = keys.signing()
    keys.rotate()
    return keys.signing()?.id ?? ""
  }

  func answers(_ call: Call) -> Bool { addresses.all.contains(Self.address(of: call)) }

  func operation(of call: Call) -> Operation? {
    switch Self.address(of: call) {
    case addresses.authorize: nil
    case addresses.token: .token
    default: .read
    }
  }

  func text(of call: Call) -> String { "" }

  func answer(_ call: Call) throws(Refusal) -> Answer {
    switch Self.address(of: call) {
    case addresses.discovery: return .json(discovery(at: call))
    case addresses.keys: return .json(keys.published())
    case addresses.authorize: return authorize(call)
    default: return try exchange(call)
    }
  }

  func refusal(_ status: Int) -> HTTPReply { Refusal.issuer(status, "temporarily_unavailable").reply }

  func restore(_ record: JSON) {}

  func restore(_ publication: Publication) {}

  private static func address(of call: Call) -> String { ([call.host] + call.path).joined(separator: "/") }

  private func discovery(at call: Call) -> JSON {
    let base = "http://\(call.request.header("host") ?? "127.0.0.1")/"
    return [
      "issuer": .string(issuer), "authorization_endpoint": .string(base + addresses.authorize),
      "token_endpoint": .string(base + addresses.token), "jwks_uri": .string(base + addresses.keys),
      "response_types_supported": ["code"], "subject_types_supported": ["public"],
      "id_token_signing_alg_values_supported": ["RS256"], "scopes_supported": ["openid", "email", "profile"],
      "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
      "code_challenge_methods_supported": ["S256"], "grant_types_supported": ["authorization_code"],
    ]
  }

  private func authorize(_ call: Call) -> Answer {
    let redirectURI = call.query("redirect_uri") ?? ""
    guard call.query("client_id") == application.id else {
      return .now(ConsentPage.refuse(platform: name, reason: "invalid_client"))
    }
    guard ConsentPage.isAcceptable(redirectURI: redirectURI) else {
      return .now(ConsentPage.refuse(platform: name, reason: "redirect_uri_mismatch"))
    }
    let scopes = (call.query("scope") ?? "").split(separator: " ")
    let challenge = call.query("code_challenge")
    guard call.query("response_type") == "code", scopes.contains("openid"), let state = call.query("state"),
      challenge == nil || call.query("code_challenge_method") == "S256"
    else { return .now(ConsentPage.refuse(platform: name, reason: "invalid_request")) }
    if call.form("decision") == "deny" {
      return .now(ConsentPage.leave(for: redirectURI, with: [("error", "access_denied"), ("state", state)]))
    }
    guard let person = IssuerPerson(call) else { return .now(SignInPage.show(name, address: call.address)) }
    let code = Secret.make(bytes: 32)
    codes[code] = IssuerConsent(
      person: person, redirectURI: redirectURI, nonce: call.query("nonce"), challenge: challenge,
      givenAt: world.now)
    return .now(ConsentPage.leave(for: redirectURI, with: [("state", state), ("code", code)]))
  }

  private func exchange(_ call: Call) throws(Refusal) -> Answer {
    let basic = call.basicCredentials
    guard basic?.user ?? call.form("client_id") == application.id,
      basic?.password ?? call.form("client_secret") == application.secret
    else { throw .issuer(401, "invalid_client") }
    guard call.form("grant_type") == "authorization_code" else {
      throw .issuer(400, "unsupported_grant_type")
    }
    guard let code = call.form("code"), let consent = codes.removeValue(forKey: code),
      world.now - consent.givenAt <= .seconds(600), call.form("redirect_uri") == consent.redirectURI,
      consent.isProved(by: call.form("code_verifier"))
    else { throw .issuer(400, "invalid_grant") }
    var members = claims(consent.person)
    members["aud"] = .string(application.id)
    members["sub"] = .string(consent.person.subject)
    members["name"] = .string(consent.person.name)
    members["iat"] = .integer(world.now.seconds)
    members["exp"] = .integer(world.now.seconds + 3600)
    if let nonce = consent.nonce { members["nonce"] = .string(nonce) }
    guard let token = keys.sign(.object(members)) else { throw .issuer(500, "server_error") }
    return .json([
      "access_token": .string(Secret.make("sandbox.")), "expires_in": 3599, "token_type": "Bearer",
      "scope": "openid email profile", "id_token": .string(token),
    ])
  }
}

extension Refusal {
  fileprivate static func issuer(_ status: Int, _ code: String) -> Refusal {
    Refusal(status, ["error": .string(code), "error_description": .string("\(code) (simulated)")])
  }
}
