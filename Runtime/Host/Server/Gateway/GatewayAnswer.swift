internal import Core
internal import HTTPServer
internal import HostTemplate

/// Reads what a function answered to an HTTP request, in one pass
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
struct GatewayAnswer {
  private enum Malformed: Error { case answer }

  private var status: Int?
  private var headers: [(name: String, value: String)] = []
  private var cookies: [String] = []
  private var body: String?
  private var isBase64 = false

  /// The answer to send, with `extra` headers; nil when the function's cannot be understood. In format 2.0 JSON
  /// without a status is the body of a 200.
  static func reply(
    _ payload: [UInt8], _ format: PayloadFormat, adding extra: [(name: String, value: String)],
    ownsCrossOrigin: Bool
  ) -> HTTPReply? {
    var answer = GatewayAnswer()
    guard let isObject = try? answer.read(payload) else { return nil }
    guard isObject, let status = answer.status else {
      return format == .v2 ? inferred(payload, extra) : nil
    }
    if ownsCrossOrigin { answer.headers.removeAll { $0.name.hasPrefix("access-control-") } }
    return answer.reply(status, extra)
  }

  private static func inferred(
    _ payload: [UInt8], _ extra: [(name: String, value: String)]
  ) -> HTTPReply {
    let text = payload.first == 0x22 ? (try? JSON(parsing: payload))?.string : nil
    return HTTPReply(
      status: 200, headers: [("content-type", "application/json")] + extra,
      body: text.map { Array($0.utf8) } ?? payload)
  }

  private func reply(_ status: Int, _ extra: [(name: String, value: String)]) -> HTTPReply? {
    var headers = headers
    // Both say it, the gateway of every answer.
    let isVaried = headers.contains { field in
      field.name == "vary"
        && field.value.split(separator: ",").contains { $0.filter { $0 != " " }.lowercased() == "origin" }
    }
    let extra = isVaried ? extra.filter { $0.name != "vary" } : extra
    for cookie in cookies { headers.append(("set-cookie", cookie)) }
    let text = body ?? ""
    let bytes: [UInt8]
    if isBase64 {
      guard let decoded = Base64.decode(text) else { return nil }
      bytes = decoded
    } else {
      bytes = Array(text.utf8)
      if !bytes.isEmpty, !headers.contains(where: { $0.name == "content-type" }) {
        headers.append(("content-type", "text/plain;charset=UTF-8"))
      }
    }
    return HTTPReply(status: status, headers: headers + extra, body: bytes)
  }

  // MARK: Reading

  /// Whether the payload is an object. Throws when it is no JSON, or has a member of the wrong kind.
  private mutating func read(_ payload: [UInt8]) throws -> Bool {
    try payload.withUnsafeBytes { raw in
      var reader = JSONReader(raw)
      guard reader.nextIsObject() else {
        try reader.skipValue()
        try reader.finish()
        return false
      }
      var isMalformed = false
      try reader.readObject { (name, reader) throws(JSONError) in
        if try !readMember(name.text, &reader) { isMalformed = true }
      }
      try reader.finish()
      // Without a status it is any object, whose members mean nothing here.
      if isMalformed, status != nil { throw Malformed.answer }
      return true
    }
  }

  /// False when the value is of the wrong kind.
  private mutating func readMember(_ name: String, _ reader: inout JSONReader) throws(JSONError) -> Bool {
    switch name {
    case "statusCode":
      let value = try reader.readValue()
      let number = value.integer ?? value.string.flatMap { Int64($0) } ?? -1
      status = Int(clamping: number)
      return (100...599).contains(number)
    case "headers": return try readHeaders(&reader)
    case "multiValueHeaders": return try readHeaders(&reader)
    case "cookies":
      guard let values = try reader.readValue().array else { return false }
      cookies = values.compactMap(\.string)
      return cookies.count == values.count
    case "isBase64Encoded":
      let value = try reader.readValue()
      isBase64 = value.bool ?? false
      return value.bool != nil || value.isNull
    case "body":
      if reader.nextIsObject() {
        try reader.skipValue()
        return false
      }
      let value = try reader.readValue()
      body = value.string ?? value.scalarText
      return body != nil || value.isNull
    default:
      try reader.skipValue()
      return true
    }
  }

  /// An object of values or of lists of values. What one of the two maps has said already is replaced.
  private mutating func readHeaders(_ reader: inout JSONReader) throws(JSONError) -> Bool {
    if reader.nextIsNull() {
      try reader.skipValue()
      return true
    }
    guard reader.nextIsObject() else {
      try reader.skipValue()
      return false
    }
    try reader.readObject { (name, reader) throws(JSONError) in
      let value = try reader.readValue()
      let name = name.text.lowercased()
      if Self.isOwnedByServer(name) { return }
      let texts = (value.array ?? [value]).compactMap { $0.string ?? $0.scalarText }
      headers.removeAll { $0.name == name }
      for text in texts { headers.append((name, text)) }
    }
    return true
  }

  private static func isOwnedByServer(_ name: String) -> Bool {
    switch name {
    case "connection", "content-length", "date", "transfer-encoding": true
    default: false
    }
  }
}

extension JSON {
  /// A number or a flag as text: functions write `"x-count": 3` too.
  fileprivate var scalarText: String? {
    switch self {
    case .integer, .double, .bool: text
    case .null, .string, .array, .object: nil
    }
  }
}
