internal import Posts
internal import Testing

@Suite("If-Match is read as RFC 9110 13.1.1 has it") struct ExpectedVersionTests {
  @Test(
    "Of the versions 1 to 4 it includes",
    arguments: [
      ("*", [1, 2, 3, 4]), (" * ", [1, 2, 3, 4]), ("\"3\"", [3]), ("3", [3]), ("W/\"3\"", [3]), ("W/3", [3]),
      ("\"1\", \"3\"", [1, 3]), ("\"1\",W/\"4\" , 2", [1, 2, 4]), (",\"2\",,", [2]),
      // Tags that are none of ours match nothing, and are no mistake.
      ("\"abc\"", []), ("\"\"", []), ("\"3a\"", []), ("\"a,b\", \"2\"", [2]), ("\"*\"", []),
      ("\"99999999999999999999\"", []), ("\"-1\"", []),
    ] as [(String, [Int])])
  func read(_ text: String, _ versions: [Int]) throws {
    let expected = try #require(ExpectedVersion(ifMatch: text))
    #expect((1...4).filter { expected.includes($0) } == versions)
  }

  @Test(
    "What is no list of tags is none",
    arguments: [
      "", " ", ",", "abc", "\"3", "3\"", "\"1\" \"2\"", "*, \"1\"", "\"1\", *", "W/", "w/\"3\"", "-1", "3.0",
    ])
  func refused(_ text: String) { #expect(ExpectedVersion(ifMatch: text) == nil) }
}
