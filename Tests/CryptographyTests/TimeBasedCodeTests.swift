internal import Core
internal import Cryptography
internal import Testing

@Suite("Codes of authenticator apps are those of RFC 6238") struct TimeBasedCodeTests {
  private static let digits =
    "12345678901234567890123456789012345678901234567890123456789012345678901234567890"

  /// RFC 6238, appendix B; the keys are as long as the digests, by its erratum 2866.
  @Test(
    "The 18 vectors of the RFC",
    arguments: [
      (59, "94287082", "46119246", "90693936"),
      (1_111_111_109, "07081804", "68084774", "25091201"),
      (1_111_111_111, "14050471", "67062674", "99943326"),
      (1_234_567_890, "89005924", "91819424", "93441116"),
      (2_000_000_000, "69279037", "90698825", "38618901"),
      (20_000_000_000, "65353130", "77737706", "47863826"),
    ] as [(Int64, String, String, String)])
  func vectors(_ seconds: Int64, _ sha1: String, _ sha256: String, _ sha512: String) {
    func code(_ hash: TimeBasedCode.Hash, _ size: Int) -> String {
      TimeBasedCode(secret: Array(Self.digits.utf8.prefix(size)), hash: hash, digits: 8)
        .text(at: TimeBasedCode.step(at: Instant(seconds: seconds)))
    }
    #expect(code(.sha1, 20) == sha1)
    #expect(code(.sha256, 32) == sha256)
    #expect(code(.sha512, 64) == sha512)
  }

  /// RFC 4226, appendix D.
  @Test("The codes of the first counters") func counters() {
    let code = TimeBasedCode(secret: Array(Self.digits.utf8.prefix(20)))
    #expect(
      (0..<10).map { code.text(at: $0) } == [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
      ])
  }

  @Test("The current code is taken, the one before it and the one after it, and no other") func window() {
    let code = TimeBasedCode(secret: Array(Self.digits.utf8.prefix(20)))
    let now = Instant(seconds: 1_795_244_419)
    let current = TimeBasedCode.step(at: now)
    #expect(code.step(of: code.text(at: current), at: now) == current)
    #expect(code.step(of: code.text(at: current - 1), at: now) == current - 1)
    #expect(code.step(of: code.text(at: current + 1), at: now) == current + 1)
    for other in [current - 3, current - 2, current + 2, current + 3] {
      #expect(code.step(of: code.text(at: other), at: now) == nil)
    }
    for text in ["", "0", code.text(at: current) + "0", " " + code.text(at: current), "28708２"] {
      #expect(code.step(of: text, at: now) == nil)
    }
  }
}
