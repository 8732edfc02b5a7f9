extension HTMLPage {
  /// What went wrong, for who sees it in a browser. `reference` finds the request in the log.
  package init(of problem: Problem, reference: String) {
    let complaints = problem.errors.map { error in
      let name = error.pointer.split(separator: "/").last.map { $0.replacing("_", with: " ") }
      return name.map { "\($0): \(error.detail)" } ?? error.detail
    }
    // The first sentence says it, the others what to do.
    let end = problem.title.firstRange(of: ". ")
    self.init(
      end.map { String(problem.title[..<$0.lowerBound]) } ?? problem.title,
      end.map { HTML.paragraph(String(problem.title[$0.upperBound...])) } ?? "",
      problem.detail.map { HTML.paragraph($0.oneLine(upTo: 500)) } ?? "",
      complaints.isEmpty
        ? "" : HTML.list(complaints) + HTML.paragraph("Go back in your browser to correct it."),
      problem.retryAfter.map { HTML.paragraph("Try again in \(Self.time($0)).") } ?? "",
      "<p><small>\(HTML.escape("\(problem.code), request \(reference)"))</small></p>")
  }

  private static func time(_ seconds: Int) -> String {
    if seconds < 120 { return seconds == 1 ? "a second" : "\(seconds) seconds" }
    return "\((seconds + 59) / 60) minutes"
  }
}
