/// By which names a server may be called, and whether pages in browsers may call it.
///
/// That a request comes to a port of this machine says nothing of who meant it: a page of any site can send one
/// there, and a name of any domain can be made to lead there (DNS rebinding). A browser tells both, by `Host` and by
/// `Origin` and `Sec-Fetch-Site`, which a page cannot change. Decided before anything else of a request is looked at.
package struct Reach: Sendable {
  private enum Pages {
    /// A request that a page makes is refused, its own user's navigation is not.
    case none
    /// Only pages of this machine, and links: consent is asked for by one and given by a form.
    case ofThisMachine
    /// Whoever serves decides, by CORS.
    case all
  }

  private let pages: Pages
  /// In lower case, without ports, besides the loopback names, which are always right.
  private let names: [[UInt8]]
  private let takesAddresses: Bool

  /// For programs of this machine.
  package static let programs = Reach(pages: .none, names: [], takesAddresses: false)

  /// For programs of this machine and for its users' browsers.
  package static let visitors = Reach(pages: .ofThisMachine, names: [], takesAddresses: false)

  /// For everybody who calls it by an IP address or by one of these names.
  package static func network(names: [String]) -> Reach {
    Reach(pages: .all, names: names.map { Array($0.lowercased().utf8) }, takesAddresses: true)
  }

  /// The name in a URL, without the port: what `network(names:)` takes. Nil when there is none.
  package static func name(in url: String) -> String? {
    authority(url).map { String(decoding: $0.name, as: UTF8.self) }
  }

  /// Whether a URL leads to this machine.
  package static func isLoopback(_ url: String) -> Bool { authority(url)?.kind == .loopback }

  private static func authority(_ url: String) -> Authority? {
    guard let scheme = url.firstRange(of: "://") else { return nil }
    let authority = Array(url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }.utf8)
    return Authority(authority[...])
  }

  func takes(_ host: Authority) -> Bool {
    switch host.kind {
    case .loopback: true
    case .address: takesAddresses || isKnown(host.name)
    case .name: isKnown(host.name)
    }
  }

  private func isKnown(_ name: ArraySlice<UInt8>) -> Bool {
    names.contains { known in
      known.count == name.count && zip(known, name).allSatisfy { $0 == ASCII.lowercase($1) }
    }
  }

  func takesPage(_ page: RequestHead.Page) -> Bool {
    switch (pages, page) {
    case (.all, _), (_, .none): true
    case (.ofThisMachine, .ofThisMachine): true
    case (.ofThisMachine, .foreign), (.none, _): false
    }
  }
}
