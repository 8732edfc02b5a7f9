package import Core

/// An HTTP request as API Gateway's HTTP API hands it over, payload format 2.0
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
package struct Request {
  package private(set) var method = ""
  /// As received, without the query.
  package private(set) var path = ""
  /// `POST /v1/posts/{id}`: the route that matched.
  package private(set) var routeKey = ""
  package private(set) var rawQuery = ""
  /// Names in lower case; repeated headers are joined by commas.
  package private(set) var headers: [(name: String, value: String)] = []
  package private(set) var cookies: [String] = []
  package private(set) var query: [(name: String, value: String)] = []
  package private(set) var pathParameters: [(name: String, value: String)] = []
  package private(set) var sourceIP = ""
  package private(set) var body: [UInt8] = []

  /// Reads the event in one pass; what it does not know is skipped.
  package init(event: UnsafeRawBufferPointer) throws(JSONError) {
    var reader = JSONReader(event)
    var text: String?
    var isBase64 = false
    try reader.readObject { (name, reader) throws(JSONError) in
      switch name {
      case "routeKey": routeKey = try reader.readString()
      case "rawPath": path = try reader.readString()
      case "rawQueryString": rawQuery = try reader.readString()
      case "headers": headers = try reader.readPairs()
      case "cookies": cookies = try reader.readStrings()
      case "queryStringParameters": query = try reader.readPairs()
      case "pathParameters": pathParameters = try reader.readPairs()
      case "requestContext": try readContext(&reader)
      case "body": text = try reader.readOptionalString()
      case "isBase64Encoded": isBase64 = try reader.readBool()
      default: break
      }
    }
    guard let text else { return }
    guard isBase64 else {
      body = Array(text.utf8)
      return
    }
    guard let bytes = Base64.decode(text) else {
      throw JSONError(reason: "the body is not base 64", offset: 0)
    }
    body = bytes
  }

  private mutating func readContext(_ reader: inout JSONReader) throws(JSONError) {
    try reader.readObject { (name, reader) throws(JSONError) in
      guard name == "http" else { return }
      try reader.readObject { (name, reader) throws(JSONError) in
        switch name {
        case "method": method = try reader.readString()
        case "sourceIp": sourceIP = try reader.readString()
        default: break
        }
      }
    }
  }

  /// `name` in lower case.
  package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  package func queryParameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

  package func pathParameter(_ name: String) -> String? { pathParameters.first { $0.name == name }?.value }
}

extension JSONReader {
  /// An object of strings, or null.
  mutating func readPairs() throws(JSONError) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    guard !nextIsNull() else {
      try skipValue()
      return pairs
    }
    try readObject { (name, reader) throws(JSONError) in pairs.append((name, try reader.readString())) }
    return pairs
  }

  /// An array of strings, or null.
  mutating func readStrings() throws(JSONError) -> [String] {
    var strings: [String] = []
    guard !nextIsNull() else {
      try skipValue()
      return strings
    }
    try readArray { (reader) throws(JSONError) in strings.append(try reader.readString()) }
    return strings
  }
}
