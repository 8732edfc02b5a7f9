internal import Core

/// X's error bodies (problem details with their own types).
enum XErrors {
  static let problems = "https://api.twitter.com/2/problems/"

  static func title(_ status: Int) -> String {
    switch status {
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 402: "Payment Required"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    default: "Error"
    }
  }

  /// What stands in `errors` when a post or user asked for does not exist; the status stays 200.
  static func notFound(_ kind: String, _ id: String) -> JSON {
    [
      "value": .string(id), "detail": .string("Could not find \(kind) with id: [\(id)]."),
      "title": "Not Found Error", "resource_type": .string(kind), "parameter": "id",
      "resource_id": .string(id), "type": .string(problems + "resource-not-found"),
    ]
  }
}

extension Refusal {
  static func x(_ status: Int, _ title: String, _ detail: String, type: String = "about:blank") -> Refusal {
    Refusal(
      status,
      [
        "title": .string(title), "type": .string(type), "status": JSON(status), "detail": .string(detail),
      ])
  }

  static let xUnauthorized = x(401, "Unauthorized", "Unauthorized")

  static func xForbidden(_ detail: String) -> Refusal { x(403, "Forbidden", detail) }

  /// 400 with one entry per bad parameter.
  static func xInvalid(_ violations: [XViolation]) -> Refusal {
    Refusal(
      400,
      [
        "errors": .array(violations.map(\.json)), "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": .string(XErrors.problems + "invalid-request"),
      ])
  }

  static func xInvalid(_ parameter: String, _ value: String, _ message: String) -> Refusal {
    xInvalid([XViolation(parameter: parameter, value: value, message: message)])
  }

  /// The token endpoint's format (RFC 6749 §5.2).
  static func xOAuth(_ status: Int, _ error: String, _ description: String) -> Refusal {
    Refusal(status, ["error": .string(error), "error_description": .string(description)])
  }
}

/// One parameter that was not accepted.
struct XViolation {
  let parameter: String
  let value: String
  let message: String

  fileprivate var json: JSON {
    [
      "parameters": .object(JSONObject([(name: parameter, value: .array([.string(value)]))])),
      "message": .string(message),
    ]
  }
}
