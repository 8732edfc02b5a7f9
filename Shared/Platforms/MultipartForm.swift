internal import Core

/// A form with a file in it (RFC 7578).
///
/// Names and values of fields come from answers of platforms: what would end a line, and with it the part that it stands in,
/// is not sent on.
struct MultipartForm {
  private let boundary = "clientnest-" + UUID.v7().description
  /// What stands before the file.
  private(set) var head: [UInt8] = []

  /// Throws for a field that cannot be one. The file comes last, since storages ignore what follows it.
  init(_ fields: [(String, String)], file name: String, called filename: String)
    throws(PlatformError)
  {
    var text = ""
    for (name, value) in fields {
      guard Self.isPlain(name), !name.utf8.contains(0x22), Self.isPlain(value) else {
        throw PlatformError(
          .permanent, code: "strange_field", detail: "A field of the upload that was asked for is no field.")
      }
      text += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }
    text +=
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"\(filename)\"\r\n"
      + "Content-Type: application/octet-stream\r\n\r\n"
    head = Array(text.utf8)
  }

  /// What stands behind the file.
  var tail: [UInt8] { Array("\r\n--\(boundary)--\r\n".utf8) }

  var contentType: (name: String, value: String) {
    ("Content-Type", "multipart/form-data; boundary=\(boundary)")
  }

  private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
}
