internal import Core
internal import Testing

@Suite("Pages hold text as text") struct HTMLPageTests {
  private let evil = "<script>alert('1')</script>\"&"
  private let harmless = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;"

  @Test("Whatever is given: titles, paragraphs, lists, terms, links, fields, boxes and buttons")
  func escaping() {
    let page = HTMLPage(
      evil, HTML.paragraph(evil), HTML.list([evil]), HTML.terms([(name: evil, value: evil)]),
      HTML.link(evil, to: "/\(evil)"),
      HTMLPage.form(
        HTMLPage.field(evil, "name=\"a\"") + HTMLPage.box(evil, name: evil, note: evil), button: evil,
        to: evil)
    ).document(wayBack: "https://\(evil)")
    #expect(!page.contains("<script"))
    #expect(page.split(separator: harmless, omittingEmptySubsequences: false).count == 16)
  }

  @Test("A problem shows what went wrong, every field, when to come again, and nothing else")
  func problem() {
    var problem = Problem.invalid([
      FieldError("/password", "too_short", "Must have at least 8 characters; has 3."),
      FieldError("/content/media/0/url", "x", evil),
    ])
    problem.retryAfter = 300
    problem.detail = evil
    let page = HTMLPage(of: problem, reference: "r-1").document(wayBack: nil)
    #expect(page.contains("<h1>The request has fields that are not valid.</h1>"))
    #expect(page.contains("<li>password: Must have at least 8 characters; has 3.</li>"))
    #expect(page.contains("<li>url: \(harmless)</li>") && page.contains("<p>\(harmless)</p>"))
    #expect(page.contains("Try again in 5 minutes.") && page.contains("invalid_request, request r-1"))
    #expect(!page.contains("<script"))
    let seconds = HTMLPage(of: .unavailable, reference: "r-2").document(wayBack: nil)
    #expect(seconds.contains("Try again in 2 seconds."))
  }
}
