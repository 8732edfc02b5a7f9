internal import Core

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the sandbox is told that nobody else on the machine is to read.
///
/// As JSON: `{"applications": {"x": {"id": "…", "secret": "…"}, …}, "signInApplications": {…},
/// "metaVerifyToken": "…", "operatorToken": "…"}`.
struct Keys {
  /// Registered with the platforms, and with Google and Microsoft to sign people in.
  var applications: [String: Settings.Application] = [:]
  var signInApplications: [String: Settings.Application] = [:]
  /// The word that the receiver of webhooks expects at registration.
  var metaVerifyToken = "sandbox"
  var operatorToken: String?

  init() {}

  init(_ json: JSON) {
    applications = Self.registered(json["applications"])
    signInApplications = Self.registered(json["signInApplications"])
    metaVerifyToken = json["metaVerifyToken"]?.string ?? metaVerifyToken
    operatorToken = json["operatorToken"]?.string
  }

  /// From standard input, to its end. What was read stays in no file and in no argument.
  static func fromStandardInput() throws -> Keys {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    guard let json = try? JSON(parsing: bytes), json.object != nil else {
      throw JournalError(file: "standard input", reason: "no JSON object")
    }
    return Keys(json)
  }

  private static func registered(_ applications: JSON?) -> [String: Settings.Application] {
    Dictionary(
      (applications?.object?.members ?? []).map { platform, keys in
        (platform, Settings.Application(id: keys["id"]?.string ?? "", secret: keys["secret"]?.string ?? ""))
      }
    ) { $1 }
  }
}
