internal import Core
internal import Harness
internal import Testing

@Suite("One trace runs from a request to what it has published", .bundle, .serialized) struct TraceTests {
  private static let root = "5bef4de7ad49b0e87f6ef6c87fc2e7"

  /// Request, function, message, queue's function, its variable, its call to the platform: the platform tells what has
  /// come of the trace. Each request has a trace of its own, so that one that was left over is found out.
  @Test(
    "The platform is called within the trace that the client began, in either header",
    arguments: ["traceparent", "X-Amzn-Trace-Id"])
  func publish(_ header: String) throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "trace_\(header.count)")
    for number in [10, 11] {
      let trace = Self.root + "\(number)"
      let span = "53995c3f42cd8a\(number)"
      let value =
        header == "traceparent"
        ? "00-\(trace)-\(span)-01"
        : "Root=1-\(trace.prefix(8))-\(trace.dropFirst(8));Parent=\(span);Sampled=1"
      let text = "Traced \(UUID.v7())"
      let id = try #require(try ana.compose(text, on: [account]).json["id"]?.string)
      #expect(try ana.client.post("/v1/posts/\(id)/publish", headers: [header: value]).status == 200)
      let published = try wait(for: "the post", upTo: .seconds(30)) { try ana.ledger(text).first }
      #expect(published["traceparent"]?.string == "00-\(trace)-\(span)-01")
    }
  }
}
