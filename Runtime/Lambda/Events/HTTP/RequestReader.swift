internal import Core

/// Reads requests of all payload formats in one pass: where two formats share a member's name, it means the same.
struct RequestReader {
  private var request = Request()
  private var body: [UInt8]?
  private var isBase64 = false
  /// Of format 1.0 only.
  private var resource: String?
  private var headerLists: [(name: String, values: [String])] = []
  private var queryLists: [(name: String, values: [String])] = []

  static func read(_ event: UnsafeRawBufferPointer) throws(JSONError) -> Request {
    var state = RequestReader()
    var reader = JSONReader(event)
    try reader.readObject { (name, reader) throws(JSONError) in try state.readMember(name, &reader) }
    try reader.finish()
    return try state.finished(at: reader.offset)
  }

  private mutating func readMember(_ name: JSONName, _ reader: inout JSONReader) throws(JSONError) {
    switch name {
    case "version": try readVersion(&reader)
    case "routeKey": request.routeKey = try reader.readText()
    case "rawPath", "path": request.path = try reader.readText()
    case "rawQueryString": request.rawQuery = try reader.readText()
    case "headers": request.headers = try reader.readPairs()
    case "cookies": request.cookies = try reader.readStrings()
    case "queryStringParameters": request.query = try reader.readPairs()
    case "pathParameters": request.pathParameters = try reader.readPairs()
    case "stageVariables": request.stageVariables = try reader.readPairs()
    case "requestContext":
      try reader.readMembers { (name, reader) throws(JSONError) in try readContext(name, &reader) }
    case "body": if !reader.nextIsNull() { body = try reader.readStringBytes() }
    case "isBase64Encoded": isBase64 = try reader.readFlag()
    case "httpMethod":
      request.method = try reader.readText()
      request.payload = .version1
    case "resource": resource = try reader.readOptionalString()
    case "multiValueHeaders": headerLists = try reader.readLists()
    case "multiValueQueryStringParameters": queryLists = try reader.readLists()
    default: break
    }
  }

  private mutating func readVersion(_ reader: inout JSONReader) throws(JSONError) {
    if try reader.readText() == "1.0" { request.payload = .version1 }
  }

  private mutating func readContext(_ name: JSONName, _ reader: inout JSONReader) throws(JSONError) {
    switch name {
    case "http", "identity":
      try reader.readMembers { (name, reader) throws(JSONError) in try readCaller(name, &reader) }
    case "requestId": request.gatewayRequestID = try reader.readText()
    case "accountId": request.accountID = try reader.readText()
    case "apiId": request.apiID = try reader.readText()
    case "domainName": request.domainName = try reader.readText()
    case "domainPrefix": request.domainPrefix = try reader.readText()
    case "stage": request.stage = try reader.readText()
    case "timeEpoch", "requestTimeEpoch": request.time = try reader.readMilliseconds()
    case "authorizer":
      if !reader.nextIsNull() { request.authorizer = RequestAuthorizer(try reader.readValue()) }
    default: break
    }
  }

  private mutating func readCaller(_ name: JSONName, _ reader: inout JSONReader) throws(JSONError) {
    switch name {
    case "method": request.method = try reader.readText()
    case "sourceIp": request.sourceIP = try reader.readText()
    case "userAgent": request.userAgent = try reader.readText()
    default: break
    }
  }

  private func finished(at end: Int) throws(JSONError) -> Request {
    var request = request
    if !headerLists.isEmpty {
      request.headers = headerLists.map { ($0.name, $0.values.joined(separator: ",")) }
    }
    // HTTP APIs and function URLs send lower case already; REST APIs and local tools send what the client wrote.
    for index in request.headers.indices
    where request.headers[index].name.utf8.contains(where: Self.isUpperCase) {
      request.headers[index].name = request.headers[index].name.lowercased()
    }
    if request.payload == .version1 { adoptVersion1(&request) }
    guard let body else { return request }
    guard isBase64 else {
      request.body = body
      return request
    }
    guard let bytes = Base64.decode(body) else {
      throw JSONError(reason: "the body is not base 64", offset: end)
    }
    request.body = bytes
    return request
  }

  /// Gives a request of format 1.0 the form that format 2.0 has.
  private func adoptVersion1(_ request: inout Request) {
    if request.routeKey.isEmpty, let resource { request.routeKey = "\(request.method) \(resource)" }
    let cookies = request.headers.filter { $0.name == "cookie" }
    request.headers.removeAll { $0.name == "cookie" }
    request.cookies = cookies.flatMap { $0.value.split(separator: ";") }.map { String($0.drop { $0 == " " }) }
    if queryLists.isEmpty {
      request.rawQuery = URLForm.encode(request.query.map { ($0.name, $0.value) })
    } else {
      request.rawQuery = URLForm.encode(queryLists.flatMap { list in list.values.map { (list.name, $0) } })
      request.query = queryLists.map { ($0.name, $0.values.joined(separator: ",")) }
    }
  }

  private static func isUpperCase(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
}
