package import Core

/// What a gateway asks a Lambda authorizer: HTTP APIs in formats 1.0 and 2.0
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html), REST and WebSocket
/// APIs as `TOKEN` or `REQUEST`
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html).
package struct AuthorizerRequest {
  /// `TOKEN`: the value of the header that holds the token.
  package private(set) var token: String?
  /// `REQUEST` of an HTTP API: what its `$request.…` expressions gave.
  package private(set) var identitySources: [String] = []
  /// ARN of the route or method that is asked for.
  package private(set) var resource = ""
  /// What is to be authorized, without a body. Empty for `TOKEN`.
  package let request: Request

  package init(event: UnsafeRawBufferPointer) throws(JSONError) {
    request = try Request(event: event)
    var reader = JSONReader(event)
    var type = ""
    try reader.readObject { (name, reader) throws(JSONError) in
      switch name {
      case "type": type = try reader.readText()
      case "authorizationToken": token = try reader.readOptionalString()
      case "methodArn", "routeArn": resource = try reader.readText()
      case "identitySource": identitySources = try Self.readSources(&reader)
      default: break
      }
    }
    guard type == "TOKEN" || type == "REQUEST" else {
      throw JSONError(reason: "not a question to an authorizer", offset: reader.offset)
    }
  }

  /// Format 2.0 has a list, format 1.0 text with commas.
  private static func readSources(_ reader: inout JSONReader) throws(JSONError) -> [String] {
    guard reader.nextIsString() else { return try reader.readStrings() }
    return try reader.readString().split(separator: ",").map(String.init)
  }
}
