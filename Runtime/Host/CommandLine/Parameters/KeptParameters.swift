internal import Core
internal import Cryptography
internal import PrivateFiles

/// Template parameters that are made once and kept in the state directory: keys, and the credentials of the sandbox.
struct KeptParameters {
  /// By parameter name, those that were given in place of the kept ones.
  let values: [String: String]

  /// Reads what is kept and makes what is not there yet.
  init(in state: StateDirectory, replacedBy given: GivenParameters) throws {
    try state.check()
    var kept = try Self.read(state.parameters)
    let count = kept.count
    for (name, make) in Self.generators where kept[name] == nil { kept[name] = make() }
    if kept.count > count { try Self.write(kept, to: state.parameters) }
    var values = kept.merging(given.values) { _, given in given }
    if values["TokenPublicKeys"] == nil, let seed = values["TokenSigningKey"].flatMap({ Base64.decode($0) }) {
      values["TokenPublicKeys"] = Base64.encode(try Ed25519.PrivateKey(seed: seed).publicKey)
    }
    // Those that are kept are of the sandbox.
    if given.values["PlatformApplications"] != nil, given.values["SignInApplications"] == nil {
      values["SignInApplications"] = "{}"
    }
    if values["MetaAppSecrets"] == nil {
      values["MetaAppSecrets"] = Self.metaAppSecrets(values["PlatformApplications"])
    }
    self.values = values
  }

  /// One of those that are kept; nil when it is not there yet.
  static func find(_ name: String, in state: StateDirectory) throws -> String? {
    try read(state.parameters)[name]
  }

  private static let generators: [(name: String, make: @Sendable () -> String)] =
    DatabaseRoles.roles.map { ($0.passwordParameter, { Hex.encode(SecureRandom.bytes(32)) }) } + others

  private static let others: [(name: String, make: @Sendable () -> String)] = [
    // The seed of an Ed25519 key (RFC 8032): access tokens are signed with it.
    ("TokenSigningKey", { Base64.encode(SecureRandom.bytes(32)) }),
    // An AES-256 key: tokens of connected accounts are sealed with it.
    ("AccountEncryptionKeys", { Base64.encode(SecureRandom.bytes(32)) }),
    // An AES-256 key: the secrets of second factors are sealed with it.
    ("FactorEncryptionKeys", { Base64.encode(SecureRandom.bytes(32)) }),
    // Links in mail are signed with it (HMAC-SHA256).
    ("LinkSigningKeys", { Base64.encode(SecureRandom.bytes(32)) }),
    ("SendGridApiKey", { "SG.sandbox." + Hex.encode(SecureRandom.bytes(16)) }),
    // The host's own access key, which may do everything; those of functions are derived from it.
    ("HostSecretKey", { Hex.encode(SecureRandom.bytes(20)) }),
    // The word by which an operator is known to what is not for everybody on this machine.
    ("OperatorToken", { Hex.encode(SecureRandom.bytes(32)) }),
    ("MetaVerifyToken", { Hex.encode(SecureRandom.bytes(16)) }),
    ("PlatformApplications", { applications(PlatformNames.all).text }),
    ("SignInApplications", { applications(["google", "microsoft"]).text }),
  ]

  /// For those of the sandbox, each with an application of its own.
  private static func applications(_ names: [String]) -> JSON {
    .object(
      JSONObject(
        names.map { platform in
          let id = "sandbox-\(platform)-" + Hex.encode(SecureRandom.bytes(8))
          let secret = Hex.encode(SecureRandom.bytes(24))
          return (name: platform, value: ["id": .string(id), "secret": .string(secret)])
        }))
  }

  /// Facebook's and Instagram's webhooks are signed by the secrets of our applications there.
  private static func metaAppSecrets(_ applications: String?) -> String? {
    guard let all = applications.flatMap({ try? JSON(parsing: Array($0.utf8)) }) else { return nil }
    let secrets = ["facebook", "instagram"].compactMap { all[$0]?["secret"]?.string }
    return secrets.joined(separator: ",")
  }

  private static func read(_ path: String) throws -> [String: String] {
    guard let bytes = try PrivateFile.read(path, isSecret: true) else { return [:] }
    guard let members = (try? JSON(parsing: bytes))?.object?.members else {
      throw CommandFailure(
        "\(path) is not a JSON object", remedy: "Restore it: without its keys, connected accounts are lost.",
        code: .configuration)
    }
    return Dictionary(members.compactMap { member in member.value.string.map { (member.name, $0) } }) { $1 }
  }

  private static func write(_ values: [String: String], to path: String) throws {
    let members = values.sorted { $0.key < $1.key }.map { (name: $0.key, value: JSON.string($0.value)) }
    try PrivateFile.replace(path, with: JSON.object(JSONObject(members)).encoded())
  }
}
