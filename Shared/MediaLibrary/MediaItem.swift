package import Core
internal import Database
package import Platforms

/// One file of the library.
package struct MediaItem: Sendable {
  package let organization: UUID
  package let id: UUID
  package let workspace: UUID
  /// Who uploaded it.
  let user: UUID
  package let state: String
  let declaredType: String
  let bytes: Int64
  let altText: String?
  /// What looking into the bytes told; nil until then.
  package let facts: Media.Facts?
  /// Of the object that was looked at, or is being looked at.
  let entityTag: String?
  /// By recipe, why a variant will never be made.
  private let failures: JSONObject
  private let members: JSONObject

  static let columns: StaticString = """
    organization_id, id, workspace_id, user_id, file_name, declared_type, bytes, alt_text, state, content_type, width, height,
    duration_ms, video_codec, sound_codec, frame_rate, has_fast_start, coding, entity_tag, error_code, error_detail, created_at,
    (select jsonb_object_agg(v.recipe, v.error_detail) from media_variant v
      where (v.organization_id, v.media_id) = (media.organization_id, media.id) and v.error_code = 'not_convertible') failures
    """

  init(_ row: Row) throws {
    organization = try row.value("organization_id")
    id = try row.value("id")
    workspace = try row.value("workspace_id")
    user = try row.value("user_id")
    state = try row.value("state")
    declaredType = try row.value("declared_type")
    bytes = try row.value("bytes")
    altText = try row.optional("alt_text")
    facts = try Media.Facts(row)
    entityTag = try row.optional("entity_tag")
    let failed: JSON? = try row.optional("failures")
    failures = failed?.object ?? [:]
    let createdAt: Instant = try row.value("created_at")
    let errorCode: String? = try row.optional("error_code")
    let error: JSON = ["code": JSON(errorCode), "detail": JSON(try row.optional("error_detail"))]
    members = [
      "id": JSON(describing: id), "workspace_id": JSON(describing: workspace),
      "file_name": .string(try row.value("file_name")), "state": .string(state), "bytes": .integer(bytes),
      "content_type": JSON(facts?.contentType), "width": facts.map { JSON($0.width) } ?? .null,
      "height": facts.map { JSON($0.height) } ?? .null,
      "duration_ms": facts?.milliseconds.map { .integer($0) } ?? .null,
      "video_codec": JSON(facts?.video?.codec), "sound_codec": JSON(facts?.video?.soundCodec),
      "frame_rate": facts?.video?.frameRate.map { JSON.double($0) } ?? .null,
      "coding": facts?.coding?.json ?? .null, "alt_text": JSON(altText),
      "error": errorCode == nil ? .null : error, "created_at": JSON(describing: createdAt),
    ]
  }

  /// With an address to look at it while it is there to be looked at.
  package func json(_ address: (MediaItem) -> String) -> JSON {
    var members = members
    members["url"] = state == "ready" ? .string(address(self)) : .null
    return .object(members)
  }

  /// Why it will never be as the platform needs it, as a sentence for people; nil when nothing is known against it.
  package func obstacle(to need: VariantNeed) -> String? {
    failures[need.recipe.text].map { failure in
      "\(need.reason) It could not be converted: \(failure.string ?? "") Upload it in another form."
    }
  }

  /// As a post's content has it, but for its address.
  package var media: Media { Media(id: id, url: "", altText: altText, facts: facts) }

  /// Of the object in the bucket. Nobody can guess it, and it tells its tenant. Nobody ever has an address to write to it.
  package var key: String { "media/\(organization)/\(id)" }

  /// Of what is uploaded, until it was looked at: its address is good for an hour, whatever becomes of the file meanwhile.
  var uploadKey: String { "uploads/\(organization)/\(id)" }
}

extension Content {
  /// With what is known of the files that it names.
  package func resolved(among items: [MediaItem]) -> Content {
    let known = Dictionary(items.map { ($0.id, $0.media) }) { first, _ in first }
    return resolved { known[$0] }
  }
}
