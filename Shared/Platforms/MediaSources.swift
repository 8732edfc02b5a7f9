package import Core
internal import HTTPClient

/// Which addresses media may be fetched from, by us or by a platform for us, as far as their letters tell: the one judgement
/// for composing, preflight and publishing. What a name leads to is checked again in the act of connecting.
package struct MediaSources: Sendable {
  /// Where private addresses are taken besides: a simulation, and our own object store.
  private let trusted: [String]

  package init(trusting trusted: [String] = []) { self.trusted = trusted }

  /// Whether it lies where private addresses are taken.
  func trusts(_ url: String) -> Bool { trusted.contains { url.hasPrefix($0 + "/") } }

  /// What is wrong with an address; nil when it may be fetched from.
  package func complaint(about url: String) -> (code: String, detail: String)? {
    if trusts(url) { return nil }
    guard let host = Self.host(of: url) else {
      return ("invalid_url", "Expected a plain http or https address, without a user's name.")
    }
    guard AddressPolicy.mayBePublic(host: host) else {
      return ("private_address", "This address is not a public one: it cannot be fetched from, now or later.")
    }
    return nil
  }

  /// Complaints about all addresses of the content that are fetched from.
  package func violations(of content: Content, at pointer: String) -> [FieldError] {
    let media = content.media.enumerated().compactMap { index, item in
      item.id == nil ? complaint(about: item.url).map { ("/media/\(index)/url", $0) } : nil
    }
    // A cover, a thumbnail.
    let options = content.options.members.compactMap { name, value in
      name.hasSuffix("_url") ? value.string.flatMap(complaint).map { ("/options/\(name)", $0) } : nil
    }
    return (media + options).map { FieldError(pointer + $0.0, $0.1.code, $0.1.detail) }
  }

  private static func host(of url: String) -> Substring? {
    guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
      let scheme = ["https://", "http://"].first(where: { url.lowercased().hasPrefix($0) })
    else { return nil }
    let authority = url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.contains("@") else { return nil }
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      let port = authority[authority.index(after: end)...]
      return port.isEmpty || isPort(port) ? authority[...end] : nil
    }
    let host = authority.prefix { $0 != ":" }
    let port = authority.dropFirst(host.count)
    return !host.isEmpty && (port.isEmpty || isPort(port)) ? host : nil
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.hasPrefix(":") && UInt16(text.dropFirst()).map { $0 > 0 } == true
  }
}
