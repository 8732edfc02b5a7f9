package import Core
package import Database
package import Identity
package import Objects
internal import Platforms

/// What people do with media: upload, describe, delete.
package struct MediaLibrary {
  /// Of the address to upload to, in seconds.
  private static let uploadLife = 3600
  /// Of the address to look at, in seconds.
  private static let viewLife = 3600

  private let session: Session
  private let store: MediaStore
  private let variants: VariantStore
  private let objects: ObjectClient

  package init(_ session: Session, _ objects: ObjectClient) {
    self.session = session
    store = MediaStore(session)
    variants = VariantStore(session)
    self.objects = objects
  }

  /// The file's record, and where its bytes are to be sent: to the bucket itself, not through a function. The room for
  /// them is taken in this transaction.
  package func begin(_ draft: UploadDraft, by member: Member, quota: Int64) throws -> JSON {
    try member.require(.uploadMedia)
    let upload = draft.validated()
    let id = UUID.v7()
    guard try store.insert(id, upload, organization: member.organization, user: member.user) else {
      throw Problem.invalid([
        FieldError("/workspace_id", "unknown_workspace", "There is no such workspace in your organization.")
      ])
    }
    try store.findUsage(member.organization, quota: quota).check()
    let item = try find(id)
    let now = Instant.now()
    let target = objects.upload(
      to: item.uploadKey, type: upload.contentType, size: upload.bytes, expires: Self.uploadLife, at: now)
    return [
      "media": json(item),
      "upload": [
        "method": "PUT", "url": .string(target.url),
        "headers": .object(JSONObject(target.headers.map { (name: $0.name, value: JSON.string($0.value)) })),
        "expires_at": JSON(describing: now + .seconds(Self.uploadLife)),
      ],
    ]
  }

  package func json(_ item: MediaItem) -> JSON {
    item.json { objects.downloadURL(of: $0.key, expires: Self.viewLife, at: .now()) }
  }

  /// With what was made of it for platforms.
  package func show(_ id: UUID) throws -> JSON {
    let item = try json(find(id))
    var members = item.object ?? [:]
    members["variants"] = .array(
      try variants.list(of: id).map { variant in
        variant.json { objects.downloadURL(of: $0.key, expires: Self.viewLife, at: .now()) }
      })
    return .object(members)
  }

  private func find(_ id: UUID) throws -> MediaItem {
    guard let item = try store.find([id]).first else { throw Problem.notFound("media") }
    return item
  }

  package func describe(_ id: UUID, _ altText: String?, by member: Member) throws -> JSON {
    let item = try find(id)
    try member.require(.describeMedia, of: item.user)
    // It goes out with what has a time already, whosever post that is.
    if altText != item.altText {
      for author in try store.listAuthors(of: .planned, item) {
        try member.require(.changePlanned, of: author)
      }
    }
    guard try store.updateAltText(id, altText) else { throw Problem.notFound("media") }
    return json(try find(id))
  }

  /// What a post still needs stays. Its variants go with it; one that is being made is deleted by who makes it.
  package func delete(_ id: UUID, by member: Member) throws {
    try member.require(.deleteMedia)
    // Locked: who looks at it at this moment makes the object that is to go.
    guard let item = try store.lock(id) else { throw Problem.notFound("media") }
    guard try store.listAuthors(of: .open, item).isEmpty else {
      throw Problem(
        409, "media_in_use", "A post that is not published yet needs it.",
        detail: "Take it out of the post, or cancel the post, then delete it.")
    }
    for variant in try variants.list(of: id) { try objects.delete(variant.key) }
    try objects.delete(item.key)
    // What is put by its address afterwards is deleted when the bucket tells of it.
    try objects.delete(item.uploadKey)
    try store.delete(id)
  }
}
