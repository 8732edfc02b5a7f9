internal import Core

/// LinkedIn's error bodies: a status, mostly a code, a sentence, and for input what is wrong with which field.
extension Refusal {
  static func linkedIn(_ status: Int, _ code: String, _ message: String) -> Refusal {
    Refusal(status, ["status": JSON(status), "code": .string(code), "message": .string(message)])
  }

  static func linkedInToken(_ number: Int, _ code: String, _ message: String) -> Refusal {
    Refusal(
      401,
      [
        "status": 401, "serviceErrorCode": JSON(number), "code": .string(code), "message": .string(message),
      ])
  }

  static func linkedInAccess(_ call: String) -> Refusal {
    Refusal(
      403,
      [
        "status": 403, "serviceErrorCode": 100, "code": "ACCESS_DENIED",
        "message": .string("Not enough permissions to access: \(call)"),
      ])
  }

  static let linkedInLimit = linkedIn(
    429, "TOO_MANY_REQUESTS",
    "Resource level throttle APPLICATION_AND_MEMBER DAY limit for calls to this resource is reached.")

  /// One field is wrong.
  static func linkedInField(_ field: String, _ code: String, _ message: String) -> Refusal {
    let input: JSON = [
      "description": .string(message), "input": ["inputPath": ["fieldPath": .string(field)]],
      "code": .string(code),
    ]
    return Refusal(
      400,
      [
        "status": 400, "code": "INVALID_VALUE_FOR_FIELD", "message": .string(message),
        "errorDetails": ["inputErrors": [input]],
      ])
  }

  static func linkedInDuplicate(of urn: String) -> Refusal {
    let message = "Content is a duplicate of \(urn)"
    return Refusal(
      422,
      [
        "status": 422, "message": .string(message),
        "errorDetails": ["inputErrors": [["description": .string(message), "code": "DUPLICATE_POST"]]],
      ])
  }

  /// The token endpoint's format (RFC 6749 §5.2).
  static func linkedInOAuth(_ status: Int, _ error: String, _ description: String) -> Refusal {
    Refusal(status, ["error": .string(error), "error_description": .string(description)])
  }
}
