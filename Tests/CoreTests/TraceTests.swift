internal import Core
internal import Testing

@Suite("X-Ray's trace header as W3C's") struct TraceTests {
  private static let root = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700"
  private static let trace = "5bef4de7ad49b0e87f6ef6c87fc2e700"

  @Test(
    "Trace, span and sampling are kept; what is not in X-Ray's form is no trace",
    arguments: [
      ("\(root);Parent=53995c3f42cd8ad8;Sampled=1", "00-\(trace)-53995c3f42cd8ad8-01"),
      ("Sampled=0;Parent=53995c3f42cd8ad8;\(root)", "00-\(trace)-53995c3f42cd8ad8-00"),
      ("\(root);Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a:1|b:2", "00-\(trace)-53995c3f42cd8ad8-01"),
      // Nobody has said whose span it is, or not well.
      (root, "00-\(trace)-7f6ef6c87fc2e700-00"), ("\(root);Parent=x", "00-\(trace)-7f6ef6c87fc2e700-00"),
      ("Parent=53995c3f42cd8ad8", nil), ("Root=1-5bef4de7", nil),
      ("Root=2-5bef4de7-ad49b0e87f6ef6c87fc2e700", nil),
      ("Root=1-5BEF4DE7-ad49b0e87f6ef6c87fc2e700", nil), ("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e70\r\n", nil),
      ("", nil),
    ] as [(String, String?)])
  func parent(_ header: String, _ expected: String?) { #expect(Trace.parent(of: header) == expected) }
}
