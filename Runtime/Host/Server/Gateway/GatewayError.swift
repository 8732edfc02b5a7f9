internal import HTTPServer

/// The answers that an HTTP API gives itself, as AWS's does.
///
/// An integration that takes too long is a 503 on HTTP APIs; the 504 with "Endpoint request timed out" belongs to
/// REST APIs (https://github.com/serverless/serverless/issues/11222).
enum GatewayError {
  static let unauthorized = HTTPReply.json(401, #"{"message":"Unauthorized"}"#)
  static let forbidden = HTTPReply.json(403, #"{"message":"Forbidden"}"#)
  static let notFound = HTTPReply.json(404, #"{"message":"Not Found"}"#)
  static let tooLarge = HTTPReply.json(413, #"{"message":"Request Entity Too Large"}"#)
  static let tooManyRequests = HTTPReply.json(429, #"{"message":"Too Many Requests"}"#)
  static let internalError = HTTPReply.json(500, #"{"message":"Internal Server Error"}"#)
  static let unavailable = HTTPReply.json(503, #"{"message":"Service Unavailable"}"#)
}
