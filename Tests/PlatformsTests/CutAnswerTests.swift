internal import Core
internal import HTTPClient
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("An answer that is cut off anywhere is no answer") struct CutAnswerTests {
  private let reply = HTTPReply(
    status: 200, headers: [("content-type", "application/json"), ("range", "bytes=0-262143")],
    body: Array(#"{"id":"1"}"#.utf8))

  /// `make faults` found it: libcurl takes a head that ends early for an answer without a body.
  @Test("Every cut within head and body is seen", arguments: 1...99)
  func cut(_ percent: Int) throws {
    let server = try StubServer(cutting: reply, to: Double(percent) / 100)
    let error = try #require(throws: TransferError.self) {
      try HTTPClient().send(OutboundRequest("POST", server.url, body: [], isMutating: true))
    }
    #expect(error.kind == .interrupted)
  }

  @Test("An answer that is whole is taken") func whole() throws {
    let server = try StubServer(cutting: reply, to: 1)
    let response = try HTTPClient().send(OutboundRequest("GET", server.url))
    #expect(response.status == 200 && response.body == reply.body)
  }
}

@Suite("A list that did not come is not an empty one") struct MissingListTests {
  /// What each platform's read-back is answered with: a success that says nothing.
  @Test(
    "A success without the list tells nothing about the post",
    arguments: ["facebook", "instagram", "x", "linkedin", "pinterest"], ["", "{}", "<html></html>"])
  func missing(_ platform: String, _ body: String) throws {
    let fixture = try PlatformFixture(platform, answering: .json(200, body))
    let content = Content(text: "Hello", options: ["board_id": "1"])
    let publication = fixture.publication(content, handle: ["container": "c", "posted": ["p"]])
    let error = try #require(throws: PlatformError.self) {
      try fixture.connector.readBack(publication, step: 0, since: .now())
    }
    #expect(error.kind == .transient)
  }

  @Test(
    "Nor is a comment missing, because its list is",
    arguments: ["facebook", "instagram", "linkedin", "youtube"])
  func missingComment(_ platform: String) throws {
    let fixture = try PlatformFixture(platform, answering: .json(200, "{}"))
    let publication = fixture.publication(
      Content(text: "Hello", firstComment: "First"), handle: ["posted": ["p"]])
    let error = try #require(throws: PlatformError.self) {
      try fixture.connector.readBack(publication, step: 1, since: .now())
    }
    #expect(error.kind == .transient)
  }
}
