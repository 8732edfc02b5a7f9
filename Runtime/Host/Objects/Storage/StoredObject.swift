internal import Core

/// What the store knows of an object.
struct StoredObject: Sendable {
  let bucket: String
  let key: String
  let size: Int
  /// Without quotes.
  let etag: String
  /// Milliseconds since 1970.
  let modifiedAt: Int64
  /// Names the list of its segments.
  let content: Int64
  let attributes: ObjectAttributes
  let checksum: Checksum?
  /// The sizes of its parts when it was uploaded in parts.
  let partSizes: [Int]

  /// HTTP knows whole seconds.
  var modified: Instant { Instant(seconds: modifiedAt / 1000) }
}

/// What a client says of an object besides its bytes.
struct ObjectAttributes: Sendable, Equatable {
  /// Headers that are given back as they came, by their names in lower case: content-type, cache-control, …
  var headers: [(name: String, value: String)]
  /// Without `x-amz-meta-`.
  var metadata: [(name: String, value: String)]
  var tags: [(name: String, value: String)]

  static func == (left: ObjectAttributes, right: ObjectAttributes) -> Bool { left.json == right.json }

  init(
    headers: [(name: String, value: String)] = [], metadata: [(name: String, value: String)] = [],
    tags: [(name: String, value: String)] = []
  ) {
    self.headers = headers
    self.metadata = metadata
    self.tags = tags
  }

  init(stored: String) {
    let json = (try? JSON(parsing: stored)) ?? .null
    func pairs(_ name: String) -> [(name: String, value: String)] {
      (json[name]?.array ?? []).compactMap { pair in
        guard let name = pair[0]?.string, let value = pair[1]?.string else { return nil }
        return (name, value)
      }
    }
    self.init(headers: pairs("h"), metadata: pairs("m"), tags: pairs("t"))
  }

  var json: JSON {
    func list(_ pairs: [(name: String, value: String)]) -> JSON {
      .array(pairs.map { .array([.string($0.name), .string($0.value)]) })
    }
    return ["h": list(headers), "m": list(metadata), "t": list(tags)]
  }
}
