internal import Core
internal import HTTPServer

/// The error body of Meta's Graph API, shared by its platforms.
struct GraphError {
  var status = 400
  let code: Int
  var subcode: Int?
  let message: String
  var title: String?
  var userMessage: String?
  var isTransient: Bool?
  var type = "OAuthException"

  var refusal: Refusal {
    var error: JSONObject = ["message": .string(message), "type": .string(type), "code": JSON(code)]
    if let subcode { error["error_subcode"] = JSON(subcode) }
    if let isTransient { error["is_transient"] = .bool(isTransient) }
    if let title { error["error_user_title"] = .string(title) }
    if let userMessage { error["error_user_msg"] = .string(userMessage) }
    error["fbtrace_id"] = .string("A" + Secret.make(bytes: 12))
    return Refusal(status, ["error": .object(error)])
  }
}

extension Refusal {
  static func graph(_ error: GraphError) -> Refusal { error.refusal }

  static func invalidParameter(_ message: String) -> Refusal {
    graph(GraphError(code: 100, message: "(#100) \(message)"))
  }

  static let missingToken = graph(
    GraphError(code: 190, message: "Invalid OAuth access token - Cannot parse access token"))

  static func expiredToken(at time: Instant) -> Refusal {
    graph(
      GraphError(
        code: 190, subcode: 463,
        message: "Error validating access token: Session has expired on \(time.description)."))
  }

  static let missingPermission = graph(
    GraphError(
      status: 403, code: 10, message: "(#10) Application does not have permission for this action",
      isTransient: false))

  /// Missing and forbidden look the same.
  static func noSuchObject(_ method: String, _ id: String) -> Refusal {
    graph(
      GraphError(
        code: 100, subcode: 33,
        message: "Unsupported \(method.lowercased()) request. Object with ID '\(id)' does not exist, cannot "
          + "be loaded due to missing permissions, or does not support this operation.",
        type: "GraphMethodException"))
  }

  /// What the Graph API says when something goes wrong on its side, or when it is asked too often.
  static func graphFailure(_ status: Int) -> Refusal {
    switch status {
    case 401: graph(GraphError(status: status, code: 190, message: "Error validating access token"))
    case 403: missingPermission
    case 429:
      graph(
        GraphError(
          status: status, code: 4, message: "(#4) Application request limit reached", isTransient: true))
    case 500...:
      graph(
        GraphError(
          status: status, code: 2,
          message: "An unexpected error has occurred. Please retry your request later.", isTransient: true))
    default: graph(GraphError(status: status, code: 1, message: "An unknown error occurred"))
    }
  }
}

extension Instant {
  /// `2026-09-01T10:00:00+0000`, as the Graph API writes times.
  var graphTimestamp: String { String(Instant(seconds: seconds).description.dropLast()) + "+0000" }
}
