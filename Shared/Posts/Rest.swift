internal import Core
internal import Database
internal import Platforms

/// What of a delivery is not out, though its first part is.
struct Rest: Sendable {
  private let code: String
  private let detail: String?
  /// The first step that is missing.
  private let step: Int

  /// Nil when nothing is missing.
  init?(_ row: Row) throws {
    guard let code: String = try row.optional("rest_code") else { return nil }
    self.code = code
    detail = try row.optional("rest_detail")
    step = try row.value("rest_step")
  }

  /// `content` is the delivery's own; the pointer says which text of it is the first that is missing.
  func json(of content: Content) -> JSON {
    let isThread = (1...max(content.thread.count, 1)).contains(step) && !content.thread.isEmpty
    let remedy = PlatformError.remedy(for: code).map { $0 + " " } ?? ""
    return [
      "pointer": .string(isThread ? "/thread/\(step - 1)" : "/first_comment"), "step": JSON(step),
      "code": .string(code), "detail": JSON(detail),
      "remedy": .string(
        remedy + "The post itself is out: retry publishes what is missing alone, and nothing twice."),
    ]
  }
}
