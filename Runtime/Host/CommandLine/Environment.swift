internal import Glibc

/// The environment variables of this process. Read by the command line:
///
/// - `PORT`, `STATE_DIR`: defaults of the options of the same names.
/// - every parameter of the template in upper snake case (`PUBLIC_URL` for `PublicUrl`), unless `--set` gives
///   it; see `GivenParameters`.
/// - `PATH`: where programs of the system are looked for.
enum Environment {
  /// The value, or nil when it is unset or empty.
  static subscript(name: String) -> String? {
    guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
    return value
  }

  /// The variable that stands for a template parameter: `MetaVerifyToken` is `META_VERIFY_TOKEN`.
  static func variable(for parameter: String) -> String {
    var name = ""
    for character in parameter {
      if character.isUppercase, let last = name.last, last != "_" { name.append("_") }
      name.append(contentsOf: character.uppercased())
    }
    return name
  }
}
