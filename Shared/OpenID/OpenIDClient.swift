package import Core
internal import Cryptography
internal import HTTPClient

/// Signs people in by one provider. What it has read of the provider is kept: one client for as long as the process.
package final class OpenIDClient {
  /// A key that the provider has withdrawn is good no longer than this.
  private static let maxAge = Duration.seconds(24 * 3600)

  private let provider: OpenIDProvider
  private let application: OpenIDApplication
  private let simulation: String?
  private let pause: Duration
  private let client = HTTPClient()
  private var configuration: (value: OpenIDConfiguration, readAt: BootTime)?
  private var keys: (byID: [String: RSA.PublicKey], readAt: BootTime)?

  /// `simulation` is the address of a simulated outside world; nil for the provider itself. `pause` is how soon, at the
  /// earliest, the keys are read again when one is not among them.
  package init(
    _ provider: OpenIDProvider, _ application: OpenIDApplication, simulation: String?,
    pause: Duration = .seconds(60)
  ) {
    self.pause = pause
    self.provider = provider
    self.application = application
    self.simulation = simulation
  }

  /// Where the browser goes. `challenge` is PKCE's, of method S256 (RFC 7636).
  package func authorizeURL(state: String, nonce: String, challenge: String, redirectURI: String)
    throws(OpenIDError) -> String
  {
    let parameters = [
      ("client_id", application.id), ("response_type", "code"), ("scope", "openid email profile"),
      ("redirect_uri", redirectURI), ("state", state), ("nonce", nonce), ("code_challenge", challenge),
      ("code_challenge_method", "S256"),
    ]
    let endpoint = try readConfiguration().authorizationEndpoint
    return endpoint + (endpoint.contains("?") ? "&" : "?") + URLForm.encode(parameters)
  }

  /// Whom the code stands for.
  package func identity(
    code: String, verifier: String, nonce: String, redirectURI: String, now: Instant = .now()
  )
    throws(OpenIDError) -> OpenIDIdentity
  {
    let token = try exchange(code: code, verifier: verifier, redirectURI: redirectURI)
    let check = IDTokenCheck(provider, clientID: application.id, nonce: nonce, now: now)
    return try check.identity(token, try readKeys(with: IDTokenCheck.keyID(of: token)))
  }

  private func exchange(code: String, verifier: String, redirectURI: String) throws(OpenIDError) -> String {
    let form = URLForm.encode([
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURI),
      ("client_id", application.id), ("client_secret", application.secret), ("code_verifier", verifier),
    ])
    let (status, json) = try call(
      OutboundRequest(
        "POST", try readConfiguration().tokenEndpoint,
        headers: [("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json")],
        body: Array(form.utf8), isMutating: true))
    guard status / 100 != 4 else { throw .refused(json["error"]?.string ?? "status \(status)") }
    guard status == 200, let token = json["id_token"]?.string else {
      throw .unavailable("the token endpoint answered \(status)")
    }
    return token
  }

  /// The provider's keys. They are read again when `id` is not among them, and at least once a day.
  private func readKeys(with id: String?) throws(OpenIDError) -> [String: RSA.PublicKey] {
    if let keys {
      let age = BootTime.now() - keys.readAt
      if age < pause { return keys.byID }
      if age < Self.maxAge, let id, keys.byID[id] != nil { return keys.byID }
    }
    let (status, json) = try call(OutboundRequest("GET", try readConfiguration().keysAddress))
    guard status == 200, json["keys"]?.array != nil else {
      throw .unavailable("the keys answered \(status)")
    }
    let byID = RSA.PublicKey.keys(in: json)
    keys = (byID, .now())
    return byID
  }

  private func readConfiguration() throws(OpenIDError) -> OpenIDConfiguration {
    if let configuration, BootTime.now() - configuration.readAt < Self.maxAge { return configuration.value }
    let (host, path) = provider.discovery
    let url = simulation.map { "\($0)/\(host)\(path)" } ?? "https://\(host)\(path)"
    let (status, json) = try call(OutboundRequest("GET", url))
    // Addresses of the simulation count as safe.
    let prefix = simulation.map { $0 + "/" } ?? "https://"
    guard status == 200, let value = OpenIDConfiguration(json, of: provider, prefix: prefix) else {
      throw .unavailable("the discovery document answered \(status) or is not what it should be")
    }
    configuration = (value, .now())
    return value
  }

  private func call(_ request: OutboundRequest) throws(OpenIDError) -> (status: Int, json: JSON) {
    var request = request
    request.timeout = .seconds(5)
    request.maxResponseBytes = 256 << 10
    request.addressPolicy = simulation == nil ? .publicOnly : .any
    do throws(TransferError) {
      let response = try client.send(request)
      return (response.status, (try? JSON(outside: response.body)) ?? .null)
    } catch {
      throw .unavailable(error.reason)
    }
  }
}

/// What a discovery document says.
private struct OpenIDConfiguration {
  let authorizationEndpoint: String
  let tokenEndpoint: String
  let keysAddress: String

  /// Nil when it is another issuer's, or names an address that does not begin with `prefix`.
  init?(_ json: JSON, of provider: OpenIDProvider, prefix: String) {
    guard json["issuer"]?.string == provider.issuer,
      let authorize = json["authorization_endpoint"]?.string, authorize.hasPrefix(prefix),
      let token = json["token_endpoint"]?.string, token.hasPrefix(prefix),
      let keys = json["jwks_uri"]?.string, keys.hasPrefix(prefix)
    else { return nil }
    authorizationEndpoint = authorize
    tokenEndpoint = token
    keysAddress = keys
  }
}
