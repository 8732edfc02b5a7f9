internal import Core

/// The members of a request or of a batch entry, read with the right error for what is missing or wrong.
struct SQSParameters {
  let members: JSONObject

  init(_ members: JSONObject) { self.members = members }

  init(parsing body: [UInt8]) throws(SQSFailure) {
    let value: JSON
    do {
      value = try JSON(parsing: body)
    } catch {
      throw .malformed("The body is not JSON: \(error).")
    }
    guard let members = value.object else { throw .malformed("The body is not a JSON object.") }
    self.init(members)
  }

  /// A member of the wanted kind; nil when it is absent or null.
  private func member<Value>(
    _ name: String, _ kind: String, _ read: (JSON) -> Value?
  ) throws(SQSFailure) -> Value? {
    guard let member = members[name], member != .null else { return nil }
    guard let value = read(member) else { throw .malformed("\(name) is not \(kind).") }
    return value
  }

  func string(_ name: String) throws(SQSFailure) -> String? { try member(name, "a string") { $0.string } }

  func requiredString(_ name: String) throws(SQSFailure) -> String {
    guard let value = try string(name), !value.isEmpty else { throw .missingParameter(name) }
    return value
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(SQSFailure) -> Int? {
    guard let value = try member(name, "an integer", { $0.integer }) else { return nil }
    guard let integer = Int(exactly: value), range.contains(integer) else {
      throw .invalidValue(
        "Value \(value) for parameter \(name) is invalid. Reason: Must be between \(range.lowerBound) and "
          + "\(range.upperBound).")
    }
    return integer
  }

  func object(_ name: String) throws(SQSFailure) -> JSONObject? {
    try member(name, "an object") { $0.object }
  }

  /// Texts by name; empty when the member is absent.
  func pairs(_ name: String) throws(SQSFailure) -> [String: String] {
    var pairs: [String: String] = [:]
    for (key, value) in try object(name)?.members ?? [] {
      guard let text = value.string else { throw .malformed("\(name).\(key) is not a string.") }
      pairs[key] = text
    }
    return pairs
  }

  func strings(_ name: String) throws(SQSFailure) -> [String] {
    try member(name, "a list of strings") { value in
      guard let elements = value.array else { return nil }
      let strings = elements.compactMap(\.string)
      return strings.count == elements.count ? strings : nil
    } ?? []
  }

  /// The entries of a batch by their ids: 1 to 10, each id once.
  func batchEntries() throws(SQSFailure) -> [(id: String, entry: SQSParameters)] {
    let elements = try member("Entries", "a list") { $0.array } ?? []
    guard !elements.isEmpty else { throw .emptyBatch }
    guard elements.count <= 10 else { throw .tooManyEntries(elements.count) }
    var entries: [(id: String, entry: SQSParameters)] = []
    for element in elements {
      guard let members = element.object else { throw .malformed("An entry is not an object.") }
      let entry = SQSParameters(members)
      let id = try entry.requiredString("Id")
      guard Self.isValidEntryId(id) else { throw .invalidBatchEntryId(id) }
      guard !entries.contains(where: { $0.id == id }) else { throw .batchEntryIdsNotDistinct }
      entries.append((id, entry))
    }
    return entries
  }

  private static func isValidEntryId(_ id: String) -> Bool {
    id.utf8.count <= 80
      && id.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
          || scalar == "-" || scalar == "_"
      }
  }
}
