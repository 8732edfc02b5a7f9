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

  package init(_ name: String, _ meaning: String) {
    self.name = name
    self.meaning = meaning
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
