package import Core

/// A file that somebody wants to upload, as it was asked for.
package struct UploadDraft {
  /// What platforms take, in any combination; everything else is refused before it is uploaded.
  static let types = [
    "image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4", "video/quicktime",
  ]
  /// S3 takes 5 GiB in one request.
  static let maxBytes = 5 << 30
  static let maxImageBytes = 50 << 20

  private let valid: ValidUpload

  /// Reads the body of `POST /v1/media`.
  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    let workspace = fields.uuid("workspace_id")
    let fileName = fields.name("file_name", length: 1...255)
    let type = fields.string("content_type", length: 1...100).lowercased()
    let limit = type.hasPrefix("image/") ? Self.maxImageBytes : Self.maxBytes
    let bytes = fields.optionalInteger("bytes", in: 1...limit)
    let altText = fields.optionalVisibleText("alt_text", length: 1...2000)
    if !type.isEmpty && !Self.types.contains(type) {
      fields.complain(
        "content_type", "unsupported_type", "Expected one of: \(Self.types.joined(separator: ", ")).")
    }
    if bytes == nil && !fields.errors.contains(where: { $0.pointer == fields.path("bytes") }) {
      fields.complain("bytes", "required", "This field is required.")
    }
    try fields.finish()
    valid = ValidUpload(
      workspace: workspace, fileName: fileName, contentType: type, bytes: bytes ?? 0, altText: altText)
  }

  func validated() -> ValidUpload { valid }
}

/// An upload that may be stored.
struct ValidUpload {
  let workspace: UUID
  let fileName: String
  let contentType: String
  let bytes: Int
  let altText: String?
}
