/// An answer that says what went wrong, as `application/problem+json` (RFC 9457).
///
/// Clients switch on `code`, which never changes; the texts may.
package struct Problem: Error, Sendable, Equatable {
  package let status: Int
  package let code: String
  package let title: String
  package var detail: String?
  /// Every field that is wrong.
  package var errors: [FieldError]
  /// `Retry-After`, in seconds.
  package var retryAfter: Int?
  /// `Accept-Encoding`: which codings of a body would have been taken (RFC 9110 §15.5.16).
  package var acceptEncoding: String?
  /// What this kind of problem tells besides.
  package var members: JSONObject = [:]

  package init(
    _ status: Int, _ code: String, _ title: String, detail: String? = nil, errors: [FieldError] = [],
    retryAfter: Int? = nil
  ) {
    self.status = status
    self.code = code
    self.title = title
    self.detail = detail
    self.errors = errors
    self.retryAfter = retryAfter
  }

  package var json: JSON {
    var object: JSONObject = [
      "type": "about:blank", "title": .string(title), "status": JSON(status), "code": .string(code),
    ]
    if let detail { object["detail"] = .string(detail) }
    if !errors.isEmpty { object["errors"] = .array(errors.map(\.json)) }
    for (name, value) in members.members { object[name] = value }
    return .object(object)
  }

  /// The answer to a request whose fields are wrong.
  package static func invalid(_ errors: [FieldError]) -> Problem {
    Problem(422, "invalid_request", "The request has fields that are not valid.", errors: errors)
  }

  package static func notFound(_ what: String) -> Problem {
    Problem(404, "not_found", "There is no such \(what).")
  }

  /// Says nothing of the cause, which only the log holds.
  package static let internalError = Problem(500, "internal_error", "Something went wrong on our side.")

  package static let unavailable = Problem(
    503, "unavailable", "The service cannot answer at the moment. Try again shortly.", retryAfter: 2)
}

/// One field that is wrong.
package struct FieldError: Sendable, Equatable {
  /// Where: a JSON pointer (RFC 6901) into the body, or the name of a query or path parameter.
  package let pointer: String
  /// What kind of wrong; stable.
  package let code: String
  /// For people.
  package let detail: String

  /// The pointer to a member of the object that is pointed to.
  package static func pointer(_ pointer: String, to name: String) -> String {
    let escaped = name.flatMap { $0 == "~" ? Array("~0") : $0 == "/" ? Array("~1") : [$0] }
    return pointer + "/" + String(escaped)
  }

  package init(_ pointer: String, _ code: String, _ detail: String) {
    self.pointer = pointer
    self.code = code
    self.detail = detail
  }

  package var json: JSON {
    ["pointer": .string(pointer), "code": .string(code), "detail": .string(detail)]
  }
}

/// An error that knows its answer. The mapping stands right under the error, without a default.
package protocol ProblemConvertible: Error {
  var problem: Problem { get }
}

extension Problem: ProblemConvertible {
  package var problem: Problem { self }
}
