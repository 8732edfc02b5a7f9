internal import Core
internal import Cryptography
internal import Testing

/// Cases of https://github.com/C2SP/wycheproof, testvectors_v1/hmac_sha256_test.json (commit 427a648c), by their tcId.
@Suite("HMAC-SHA256 is as Wycheproof asks") struct WycheproofHMACTests {
  @Test(
    "Valid",
    arguments: [
      (
        1, "1e225cafb90339bba1b24076d4206c3e79c355805d851682bc818baa4f5a7779", "",
        "b175b57d89ea6cb606fb3363f2538abd73a4c00b4a1386905bac809004cf1933"
      ),
      (
        2, "8159fd15133cd964c9a6964c94f0ea269a806fd9f43f0da58b6cd1b33d189b2a", "77",
        "dfc5105d5eecf7ae7b8b8de3930e7659e84c4172f2555142f1e568fc1872ad93"
      ),
      (
        9, "233e4fdee70bcc20235b6977ddfc05b0df66f5635d827c66e5a63cdb16a24938", "fdb2ee4b6d1a0ac2",
        "120b26ee1355c134c262513c7922deb6c4fd90303de4cd61b9f9cd08f22d6e18"
      ),
      (
        16, "9f3fd61a105202648ecff6074c95e502c1c51acd32ec538a5cce89ef841f7989",
        "2a76f2acdace42e3b779724946912c",
        "0226ee13cc05e2340135b3f4b27a9da1a160f6170fe805dadd98a3711ec9c421"
      ),
      (
        17, "6fa353868c82e5deeedac7f09471a61bf749ab5498239e947e012eee3c82d7c4",
        "aeed3e4d4cb9bbb60d482e98c126c0f5",
        "9ed7f0e73812a27a87a3808ee0c89a6456499e835974ba57c5aab2a0d8c69e93"
      ),
      (
        18, "5300489494ca86221c91d6d953952ae1a5e097139dc9cf1179c2f56433753824",
        "90fea6cf2bd811b449f333ee9233e57697",
        "5b692cba13b54fffc3adcbb0e015cc011fbfd61235303ff0ad2a49775083bf22"
      ),
      (
        20, "186e248ad824e1eb93329a7fdcd565b6cb4eaf3f85b90b910777128d8c538d27",
        "92ef9ff52f46eccc7e38b9ee19fd2de3b37726c8e6ce9e1b96db5dda4c317902",
        "3fc1d73dd4a8858c1fc3d8c4a3f33ed5ad0c70210038394a5902cb26fe287348"
      ),
      (
        21, "28855c7efc8532d92567300933cc1ca2d0586f55dcc9f054fcca2f05254fbf7f",
        "9c09207ff0e6e582cb3747dca954c94d45c05e93f1e6f21179cf0e25b4cede74b5479d32f5166935c86f0441905865",
        "788c0589000fb7f0b5d51f1596472bc9ec413421a43df96ee32b02b5d275ffe3"
      ),
      (
        23, "69c50d5274358188cff4c0fae742243d4e8a5e5ba55d94ff40edd90f6a43dd10",
        "1ac5255aff052828d8ea21b376f1ebdd4bb879949913900405aebce83e48feb6813b5e9c89f94501a8ade41b26b815c521",
        "4b0b4d0416fa2e11586fbfa7fb11261e69991dfa34019b9893d69a2be8c1fc80"
      ),
    ])
  func valid(_ id: Int, _ key: String, _ message: String, _ tag: String) throws {
    let made = HMAC.sha256(key: try #require(Hex.decode(key)), try #require(Hex.decode(message)))
    #expect(Hex.encode(made) == tag, "tcId \(id)")
    #expect(constantTimeEqual(made, try #require(Hex.decode(tag))))
    #expect(!constantTimeEqual(made, Array(made.dropLast())))
  }

  @Test(
    "Invalid: a flipped bit in the tag",
    arguments: [
      (28, "", "d28b42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb"),
      (
        29, "000102030405060708090a0b0c0d0e0f",
        "d9b99f2709a3ca74172cbe93824c1f29b23a0c1e9c21bd851ff2d2c39dbef14e"
      ),
      (30, "", "d18b42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb"),
      (
        31, "000102030405060708090a0b0c0d0e0f",
        "dab99f2709a3ca74172cbe93824c1f29b23a0c1e9c21bd851ff2d2c39dbef14e"
      ),
      (32, "", "538b42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb"),
      (
        33, "000102030405060708090a0b0c0d0e0f",
        "58b99f2709a3ca74172cbe93824c1f29b23a0c1e9c21bd851ff2d2c39dbef14e"
      ),
      (34, "", "d38a42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb"),
      (
        35, "000102030405060708090a0b0c0d0e0f",
        "d8b89f2709a3ca74172cbe93824c1f29b23a0c1e9c21bd851ff2d2c39dbef14e"
      ),
    ])
  func invalid(_ id: Int, _ message: String, _ tag: String) throws {
    let key = (0..<32).map { UInt8($0) }
    let made = HMAC.sha256(key: key, try #require(Hex.decode(message)))
    let wrong = try #require(Hex.decode(tag))
    #expect(!constantTimeEqual(made, wrong), "tcId \(id)")
    #expect(zip(made, wrong).filter { $0 != $1 }.count == 1)
  }
}
