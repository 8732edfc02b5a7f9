internal import Core

/// A streamed answer to an HTTP request: status and headers as JSON, eight zero bytes, then the body
/// (https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html).
enum StreamedAnswer {
  static let contentType = "application/vnd.awslambda.http-integration-response"
  private static let delimiterBytes = 8
  /// How far in the delimiter may be.
  private static let maxMetadataBytes = 16 << 10

  /// The same answer as functions give it that do not stream, in payload format 2.0; nil when it is not understood.
  static func collected(_ bytes: [UInt8]) -> [UInt8]? {
    guard let end = bytes.prefix(maxMetadataBytes).firstIndex(of: 0),
      bytes[end...].prefix(delimiterBytes).elementsEqual(repeatElement(0, count: delimiterBytes)),
      let metadata = (try? JSON(parsing: Array(bytes[..<end])))?.object
    else { return nil }
    var members = metadata.members
    members.append((name: "body", value: .string(Base64.encode(Array(bytes[(end + delimiterBytes)...])))))
    members.append((name: "isBase64Encoded", value: true))
    return JSON.object(JSONObject(members)).encoded()
  }
}
