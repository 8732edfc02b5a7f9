internal import Core
internal import Database
internal import Platforms

/// A file of the library as a platform takes it.
struct MediaVariant {
  static let columns: StaticString = """
    organization_id, id, media_id, recipe, purposes, state, attempts, content_type, bytes, width, height, duration_ms,
    video_codec, sound_codec, frame_rate, has_fast_start, coding, error_code, error_detail, created_at
    """

  let organization: UUID
  let id: UUID
  let media: UUID
  let recipe: VariantRecipe
  let state: String
  /// How often its making was begun.
  let attempts: Int
  /// Known when it is ready.
  let facts: Media.Facts?
  let errorDetail: String?
  let createdAt: Instant
  private let errorCode: String?
  private let purposes: JSON

  init(_ row: Row) throws {
    organization = try row.value("organization_id")
    id = try row.value("id")
    media = try row.value("media_id")
    let text: String = try row.value("recipe")
    guard let recipe = VariantRecipe(text: text) else { throw UnknownRecipe(text: text) }
    self.recipe = recipe
    state = try row.value("state")
    attempts = try row.value("attempts")
    facts = try Media.Facts(row)
    errorCode = try row.optional("error_code")
    errorDetail = try row.optional("error_detail")
    purposes = try row.value("purposes")
    createdAt = try row.value("created_at")
  }

  /// Of the object in the bucket: the same for the same file and recipe. The ending is for platforms that go by it.
  var key: String { "variants/\(organization)/\(media)/\(recipe.text).\(recipe.ending)" }

  /// With an address to look at it when it is there to be looked at.
  func json(_ address: (MediaVariant) -> String) -> JSON {
    [
      "purposes": purposes, "state": .string(state), "content_type": .string(recipe.contentType),
      "bytes": facts.map { .integer($0.bytes) } ?? .null, "width": facts.map { JSON($0.width) } ?? .null,
      "height": facts.map { JSON($0.height) } ?? .null,
      "duration_ms": facts?.milliseconds.map { .integer($0) } ?? .null,
      "url": state == "ready" ? .string(address(self)) : .null,
      "error": errorCode.map { ["code": .string($0), "detail": JSON(errorDetail)] } ?? .null,
      "created_at": JSON(describing: createdAt),
    ]
  }
}

/// A row that a newer version of this program wrote.
struct UnknownRecipe: Error {
  let text: String
}
