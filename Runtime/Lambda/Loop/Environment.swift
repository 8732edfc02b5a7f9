#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A setting that a function reads from its environment. `template.yaml` gives it a value.
package struct Setting: Sendable, Hashable {
  /// The environment variable.
  package let name: String
  /// What it holds, for the message when it is missing.
  package let meaning: String
  /// Whether it leads to something that is kept open and should be closed before the environment goes, such as a
  /// database connection: the other side might not notice the end of a frozen machine for hours. A function that
  /// needs one registers for the signal that comes before the end.
  package let keepsConnection: Bool

  package init(_ name: String, _ meaning: String, keepsConnection: Bool = false) {
    self.name = name
    self.meaning = meaning
    self.keepsConnection = keepsConnection
  }
}

/// The environment variables of this process.
enum Environment {
  /// Nil when unset or empty: an empty parameter of a template means "not given".
  static func value(_ name: String) -> String? {
    guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
    return value
  }
}
