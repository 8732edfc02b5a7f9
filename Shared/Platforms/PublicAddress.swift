internal import Core

/// An `https` address that may be shown to people, and be told from another by its host: no user information, no port, no
/// characters that stand for others.
package struct PublicAddress: Sendable, Equatable {
  package let text: String
  let host: String
  /// What follows the host.
  let rest: String

  /// Nil when it is none.
  package init?(_ text: some StringProtocol) {
    let text = String(text)
    guard text.utf8.count <= 2048, text.hasPrefix("https://"),
      // Neither control characters nor spaces, and nothing that browsers read as something else.
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !Self.refused.contains($0) })
    else { return nil }
    let rest = text.dropFirst("https://".count)
    let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard Self.isHost(host) else { return nil }
    self.text = text
    self.host = host.lowercased()
    self.rest = String(rest[host.endIndex...])
  }

  /// Whether its host is `domain` or lies below it.
  package func isBelow(_ domain: String) -> Bool { host == domain || host.hasSuffix("." + domain) }

  /// One that is written by us.
  static func text(_ host: String, _ path: RequestPath) -> String { "https://\(host)\(path.text)" }

  private static let refused = Set("\\\"<>^`{|}".utf8)

  /// Labels of letters, digits and hyphens, two at least: no address of a machine, and no letters of other scripts in
  /// disguise.
  private static func isHost(_ host: some StringProtocol) -> Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    return host.utf8.count <= 253 && labels.count > 1
      && labels.allSatisfy { label in
        !label.isEmpty && label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
          && !label.lowercased().hasPrefix("xn--")
          && label.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
            default: false
            }
          }
      } && labels.last?.utf8.contains(where: { !(0x30...0x39).contains($0) }) == true
  }
}
