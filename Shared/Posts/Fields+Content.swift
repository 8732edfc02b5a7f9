internal import Core
internal import Platforms

extension Fields {
  /// The base content; members that the request does not name keep their value.
  mutating func content(_ name: String, over base: Content = Content(text: "")) -> Content {
    guard let value = value(name) else {
      complain(name, "required", "This field is required.")
      return base
    }
    var fields = Fields(of: value, at: path(name))
    let given = fields.contentMembers()
    fields.refuseOthers()
    add(fields.errors)
    return base.applying(variant: .object(given))
  }

  mutating func accountIDs(_ name: String) -> [UUID] {
    var ids: [UUID] = []
    for (value, pointer) in array(name, count: 1...50) {
      guard let id = value.string.flatMap({ UUID($0) }) else {
        add([FieldError(pointer, "wrong_type", "Expected an id (UUID).")])
        continue
      }
      if ids.contains(id) { add([FieldError(pointer, "repeated", "This account is named twice.")]) }
      ids.append(id)
    }
    return ids
  }

  /// What single accounts have in place of the base content, by account id.
  mutating func variants(_ name: String) -> [(account: UUID, variant: JSON, pointer: String)] {
    guard let value = value(name) else { return [] }
    guard let object = value.object else {
      complain(name, "wrong_type", "Expected an object whose members are account ids.")
      return []
    }
    return object.members.compactMap { key, value in
      let pointer = path(name) + "/" + key
      guard let id = UUID(key) else {
        add([FieldError(pointer, "wrong_type", "Expected an account id (UUID) as the member's name.")])
        return nil
      }
      var fields = Fields(of: value, at: pointer)
      var variant = fields.contentMembers()
      if let options = fields.options("options") { variant["options"] = .object(options) }
      fields.refuseOthers()
      add(fields.errors)
      return (id, .object(variant), pointer)
    }
  }

  /// The members that the request gives, checked, and no others.
  private mutating func contentMembers() -> JSONObject {
    var members: JSONObject = [:]
    if has("text") { members["text"] = .string(optionalString("text") ?? "") }
    if has("link") { members["link"] = JSON(optionalURL("link")) }
    if has("title") { members["title"] = JSON(optionalString("title", length: 1...300)) }
    if has("first_comment") {
      members["first_comment"] = JSON(optionalString("first_comment", length: 1...10_000))
    }
    if has("media") { members["media"] = .array(mediaItems("media")) }
    if has("thread") {
      members["thread"] = .array(
        strings("thread", count: 0...24) { $0.isEmpty ? ("too_short", "Must not be empty.") : nil })
    }
    return members
  }

  private mutating func mediaItems(_ name: String) -> [JSON] {
    (optionalArray(name, count: 0...35) ?? []).map { value, pointer in
      guard value.object != nil else {
        add([FieldError(pointer, "wrong_type", "Expected an object with the member id or url.")])
        return .null
      }
      var fields = Fields(of: value, at: pointer)
      let id = fields.optionalUUID("id")
      let url = fields.optionalURL("url")
      if fields.errors.isEmpty && (id == nil) == (url == nil) {
        add([FieldError(pointer, "one_of", "Give either id, a file of the library, or url.")])
      }
      let altText = fields.optionalString("alt_text", length: 1...2000)
      fields.refuseOthers()
      add(fields.errors)
      return ["id": JSON(describing: id), "url": JSON(url), "alt_text": JSON(altText)]
    }
  }

  /// What only the account's platform knows; checked by its connector.
  private mutating func options(_ name: String) -> JSONObject? {
    guard let value = value(name) else { return nil }
    guard let options = value.object, options.members.count <= 20 else {
      complain(name, "wrong_type", "Expected an object of at most 20 members.")
      return nil
    }
    return options
  }

  private mutating func strings(
    _ name: String, count: ClosedRange<Int>, _ complaint: (String) -> (code: String, detail: String)?
  ) -> [JSON] {
    (optionalArray(name, count: count) ?? []).map { value, pointer in
      guard let text = value.string, text.unicodeScalars.count <= 10_000 else {
        add([FieldError(pointer, "wrong_type", "Expected a string of at most 10000 characters.")])
        return ""
      }
      guard !text.utf8.contains(0) else {
        add([FieldError(pointer, "invalid_character", "The character U+0000 is not allowed.")])
        return ""
      }
      if let complaint = complaint(text) { add([FieldError(pointer, complaint.code, complaint.detail)]) }
      return .string(text)
    }
  }

  private mutating func optionalURL(_ name: String) -> String? {
    guard let text = optionalString(name, length: 1...2048) else { return nil }
    guard Self.isURL(text) else {
      complain(name, "invalid_url", "Expected an http or https address.")
      return nil
    }
    return text
  }

  private static func isURL(_ text: String) -> Bool {
    let lower = text.lowercased()
    guard let scheme = ["https://", "http://"].first(where: { lower.hasPrefix($0) }) else { return false }
    let rest = text.dropFirst(scheme.count)
    let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let isPlain = !text.unicodeScalars.contains {
      $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0x7F
    }
    return !host.isEmpty && text.count <= 2048 && isPlain
  }
}
