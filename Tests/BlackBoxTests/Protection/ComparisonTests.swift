internal import Core
internal import Glibc
internal import Harness
internal import Testing

/// The sources, as text: where a secret is compared, only the one function that takes the same time does it.
@Suite("Secrets are compared by nothing but constantTimeEqual") struct ComparisonTests {
  private static let secrets = [
    "secret", "token", "password", "digest", "hash", "sha256", "proof", "signature", "nonce", "verifier",
    "cookie",
    "fingerprint",
  ]

  /// Lines whose words look like a secret's and that compare none, or one that is not to be guessed.
  private static let exceptions = [
    "return left.bytes.count == right.bytes.count && left.bytes.elementsEqual(right.bytes)": "names in JSON",
    "return left.text.utf8.elementsEqual(right.text.utf8)": "names in JSON",
    "guard stored.bytes == digest else {": "of a request's body, by who has sent it",
    "guard stored.accessToken == held.grant.accessToken else {": "both are ours: was it renewed?",
    "guard grant.accessToken == old.grant.accessToken else { return HeldGrant(grant: grant, sealed: other) }":
      "both are ours: was it renewed?",
    "guard !change.email.utf8.elementsEqual(current.utf8) else {": "addresses, by who has both",
  ]

  /// The names on both sides of each comparison in the line; nil for one that is a literal or a call.
  private static func comparisons(in line: Substring) -> [String] {
    let words = line.split(separator: " ")
    return words.indices.filter { ["==", "!=", "~="].contains(words[$0]) }.flatMap { place -> [String] in
      let sides = [place - 1, place + 1].filter(words.indices.contains).map { words[$0] }
      let names = sides.map {
        $0.drop { "([!".contains($0) }.prefix { $0.isLetter || $0.isNumber || "_.?!".contains($0) }
      }
      // With a literal, a case, a number or nil it is about a form, not about a value that is to be guessed.
      let isForm = names.contains { name in
        ["nil", "true", "false"].contains(name) || !(name.first.map { $0.isLetter || $0 == "_" } ?? false)
      }
      return isForm ? [] : names.compactMap { $0.split(separator: ".").last.map { $0.lowercased() } }
    }
  }

  private static func isSuspicious(_ line: Substring) -> Bool {
    let code = line.drop { $0 == " " }
    guard !code.hasPrefix("//") else { return false }
    if code.contains("elementsEqual") || code.contains("memcmp(") { return true }
    return comparisons(in: code).contains { name in
      secrets.contains { name.contains($0) } && !name.hasSuffix("count") && !name.hasSuffix("size")
    }
  }

  @Test("In no source of the product is a secret compared otherwise")
  func everywhere() throws {
    let sources = try ["Functions", "Shared", "Runtime/Lambda"].flatMap { try SwiftSources.read(below: $0) }
    #expect(sources.count >= 300)
    var (found, used) = (Set<String>(), 0)
    for (path, text) in sources {
      for line in text.split(separator: "\n") where Self.isSuspicious(line) {
        let code = String(line.drop { $0 == " " })
        if Self.exceptions[code] != nil {
          found.insert(code)
        } else if !path.hasSuffix("Cryptography/Digest.swift") {
          Issue.record("\(path): \(code)")
        }
      }
      used += text.split(separator: "constantTimeEqual(").count - 1
    }
    // No exception is there for a line that is not, and the function is used.
    #expect(found == Set(Self.exceptions.keys))
    #expect(used >= 11)
  }

  @Test(
    "What it looks for it sees",
    arguments: [
      ("guard stored.token == given.token else { return nil }", true),
      ("return proof == Self.proof(session, counter, key)", true),
      ("if left.secret != right { return }", true), ("digest.elementsEqual(other)", true),
      ("guard hash != nil else { return }", false), ("guard key.count == 32 else {", false),
      ("guard status == 200, let token = json[name] else {", false), ("// token == other", false),
      ("guard link.kind == .resetPassword else {", false),
    ])
  func sight(_ line: String, _ isSuspicious: Bool) {
    #expect(Self.isSuspicious(line[...]) == isSuspicious)
  }
}
