package import Core
package import LambdaRuntime

extension Request {
  /// The largest body a call with JSON may have: 1 MiB, far more than any post needs.
  private static let maxBodyBytes = 1 << 20

  /// The body as JSON. One that is none, or is declared as something else, is the caller's error.
  package func json() throws(Problem) -> JSON {
    let body = try plainBody()
    guard body.count <= Self.maxBodyBytes else {
      throw Problem(413, "body_too_large", "The body is larger than \(Self.maxBodyBytes) bytes.")
    }
    guard isJSON else {
      throw Problem(415, "unsupported_media_type", "Send the body as application/json, in UTF-8.")
    }
    let value: JSON
    do {
      value = try JSON(parsing: body)
    } catch {
      throw Problem(400, "malformed_json", "The body is not JSON.", detail: "\(error.description).")
    }
    return try Self.withoutRepetitions(value)
  }

  /// The body as it was sent, which must be as it was meant: nothing here takes it out of a compression, and as it came
  /// it would be a text that is malformed.
  package func plainBody() throws(Problem) -> [UInt8] {
    let codings = (header("content-encoding") ?? "").split(separator: ",").map {
      $0.filter { !$0.isWhitespace }.lowercased()
    }
    if let coding = codings.first(where: { !$0.isEmpty && $0 != "identity" }) {
      var problem = Problem(
        415, "unsupported_content_coding", "Send the body as it is, without Content-Encoding.",
        detail: "The coding \(coding) is not taken.")
      problem.acceptEncoding = "identity"
      throw problem
    }
    return body
  }

  /// A member that is named twice has one value that nobody would look at.
  private static func withoutRepetitions(_ value: JSON) throws(Problem) -> JSON {
    let repeated = value.repeatedMembers()
    guard repeated.isEmpty else {
      throw .invalid(
        repeated.map { FieldError($0, "duplicate_field", "This field is named more than once.") })
    }
    return value
  }

  /// Whether the body is declared as JSON. Browsers send other types to other origins without asking these first.
  private var isJSON: Bool {
    let parts = (header("content-type") ?? "").lowercased().split(separator: ";").map {
      $0.filter { !$0.isWhitespace && $0 != "\"" }
    }
    return parts.first == "application/json" && parts.dropFirst().allSatisfy { $0 == "charset=utf-8" }
  }

  /// Whether a browser sent the body from a form.
  package var isForm: Bool {
    (header("content-type") ?? "").lowercased().hasPrefix("application/x-www-form-urlencoded")
  }

  /// The members of a form, or the body as JSON.
  package func form() throws(Problem) -> JSON {
    guard isForm else { return body.isEmpty ? [:] : try json() }
    let pairs = URLForm.parse(String(decoding: try plainBody(), as: UTF8.self))
    return try Self.withoutRepetitions(
      .object(JSONObject(pairs.map { (name: $0.name, value: JSON.string($0.value)) })))
  }

  /// The id in the path. What is no id names nothing that exists.
  package func id(of what: String) throws(Problem) -> UUID {
    guard let id = pathParameter("id").flatMap({ UUID($0) }) else { throw .notFound(what) }
    return id
  }

  /// A query parameter that must be an id.
  package func queryID(_ name: String) throws(Problem) -> UUID {
    guard let text = queryParameter(name) else {
      throw .invalid([FieldError(name, "required", "This query parameter is required.")])
    }
    guard let id = UUID(text) else {
      throw .invalid([FieldError(name, "wrong_type", "Expected an id (UUID).")])
    }
    return id
  }

  /// A query parameter that is `true` or `false`; absent means false.
  package func queryFlag(_ name: String) throws(Problem) -> Bool {
    switch queryParameter(name) {
    case nil, "false": return false
    case "true": return true
    default: throw .invalid([FieldError(name, "wrong_type", "Expected true or false.")])
    }
  }

  /// The `Idempotency-Key`, or nil without one.
  package func idempotencyKey() throws(Problem) -> String? {
    guard let key = header("idempotency-key") else { return nil }
    guard (1...255).contains(key.utf8.count) else {
      throw Problem(400, "invalid_idempotency_key", "An Idempotency-Key has 1 to 255 characters.")
    }
    return key
  }
}

/// One page of a list: how many, and where it begins.
package struct Page {
  package let limit: Int
  /// The id of the last item of the page before.
  package let after: UUID?

  /// Reads `limit` (1...100, else 50) and `cursor`.
  package init(_ request: Request) throws(Problem) {
    var errors: [FieldError] = []
    let text = request.queryParameter("limit")
    let limit = text.map { Int($0) } ?? 50
    if limit.map({ !(1...100).contains($0) }) ?? true {
      errors.append(FieldError("limit", "out_of_range", "Expected a number from 1 to 100."))
    }
    let cursor = request.queryParameter("cursor")
    after = cursor.flatMap { Base64.urlDecode($0) }.flatMap { UUID(bytes: $0) }
    if cursor != nil && after == nil {
      errors.append(FieldError("cursor", "invalid_cursor", "Expected the next_cursor of the page before."))
    }
    if !errors.isEmpty { throw .invalid(errors) }
    self.limit = limit ?? 50
  }

  /// One more is read than is shown, to know whether there is a next page.
  package var probe: Int { limit + 1 }

  /// The answer of a list, with what is told besides.
  package func answer(_ items: [(id: UUID, json: JSON)], with members: JSONObject = [:]) -> Response {
    let shown = items.prefix(limit)
    let next = items.count > limit ? shown.last.map { Base64.urlEncode($0.id.bytes) } : nil
    var object: JSONObject = ["data": .array(shown.map(\.json)), "next_cursor": JSON(next)]
    for (name, value) in members.members { object[name] = value }
    return .json(.object(object))
  }
}
