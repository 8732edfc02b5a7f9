package import LambdaRuntime

extension Request {
  /// What a sender would rather have, when there is a choice.
  package enum Taste {
    case page, json
  }

  /// By `Accept` (RFC 9110 §12.5.1); nil when that does not tell. A browser that is on its way to a page names
  /// `text/html`; one whose script asks, and most programs, name JSON or take anything.
  package var taste: Taste? {
    let ranges = (header("accept") ?? "").split(separator: ",").map(MediaRange.init)
    let page = ranges.quality(of: ["text", "html"])
    let json = max(
      ranges.quality(of: ["application", "json"]), ranges.quality(of: ["application", "problem+json"]))
    if page != json { return page > json ? .page : .json }
    guard page > 0 else { return nil }
    // Taken equally: who names one of them, and the other by `*/*` only, wants the named one.
    if ranges.contains(where: { $0.type == "application" }) { return .json }
    return ranges.contains { $0.type == "text" } ? .page : nil
  }

  /// Whether somebody looks at the answer: errors are pages then too.
  package var wantsPage: Bool { taste == .page }
}

/// One of the types that are taken, such as `text/*;q=0.5`.
private struct MediaRange {
  let type: String
  let subtype: String
  let quality: Double

  init(_ text: Substring) {
    let parts = text.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
    let names = (parts.first ?? "").split(separator: "/", omittingEmptySubsequences: false)
    type = names.first.map(String.init) ?? ""
    subtype = names.count == 2 ? String(names[1]) : ""
    let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
    quality = min(max(weight ?? 1, 0), 1)
  }

  /// How exactly it names the type; nil when it does not.
  func precision(for wanted: [String]) -> Int? {
    if type == "*" { return subtype == "*" ? 0 : nil }
    guard type == wanted[0] else { return nil }
    return subtype == "*" ? 1 : subtype == wanted[1] ? 2 : nil
  }
}

extension [MediaRange] {
  /// By the range that names it most exactly; 0 when none does.
  fileprivate func quality(of wanted: [String]) -> Double {
    let matches = compactMap { range in range.precision(for: wanted).map { ($0, range.quality) } }
    return matches.max { $0.0 < $1.0 }?.1 ?? 0
  }
}
