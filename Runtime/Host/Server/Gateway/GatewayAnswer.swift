internal import Core
internal import HTTPServer

/// Reads what a function answered to an HTTP request: a response of payload format 2.0, or any other JSON, which
/// is then the body of a 200.
enum GatewayAnswer {
  /// nil when the function's answer cannot be understood.
  static func reply(_ payload: [UInt8]) -> HTTPReply? {
    guard let value = try? JSON(parsing: payload) else { return nil }
    guard let object = value.object, let statusCode = object["statusCode"] else {
      return HTTPReply(
        status: 200, headers: [("content-type", "application/json")],
        body: value.string.map { Array($0.utf8) } ?? payload)
    }
    guard let status = statusCode.integer ?? statusCode.string.flatMap({ Int64($0) }),
      (100...599).contains(status)
    else { return nil }
    var headers: [(name: String, value: String)] = []
    for (name, value) in object["headers"]?.object?.members ?? [] {
      guard let text = value.string ?? value.scalarText, isFieldName(name) else { continue }
      let lowercase = name.lowercased()
      // These are the server's own.
      if lowercase == "content-length" || lowercase == "connection" || lowercase == "transfer-encoding" {
        continue
      }
      headers.append((lowercase, singleLine(text)))
    }
    for cookie in object["cookies"]?.array ?? [] {
      if let text = cookie.string { headers.append(("set-cookie", singleLine(text))) }
    }
    let text = object["body"].flatMap { $0.string ?? ($0.isNull ? nil : $0.text) } ?? ""
    if object["isBase64Encoded"]?.bool == true {
      guard let bytes = Base64.decode(text) else { return nil }
      return HTTPReply(status: Int(status), headers: headers, body: bytes)
    }
    if !headers.contains(where: { $0.name == "content-type" }), !text.isEmpty {
      headers.append(("content-type", "text/plain;charset=UTF-8"))
    }
    return HTTPReply(status: Int(status), headers: headers, body: Array(text.utf8))
  }

  /// Whether a name is a token (RFC 9110 §5.6.2); another would break the answer apart.
  private static func isFieldName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        byte > 0x20 && byte < 0x7F && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
      }
  }

  private static func singleLine(_ value: String) -> String {
    value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
      ? value : String(value.filter { !$0.isNewline })
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
