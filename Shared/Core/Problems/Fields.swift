/// Reads the members of a JSON object and gathers every complaint, so that one answer names them all.
///
///     var fields = Fields(of: body)
///     let email = fields.string("email", length: 3...254)
///     try fields.finish()
package struct Fields {
  private let object: JSONObject
  private let pointer: String
  private var read: Set<String> = []
  package private(set) var errors: [FieldError] = []

  package init(of value: JSON, at pointer: String = "") {
    self.pointer = pointer
    object = value.object ?? [:]
    if value.object == nil {
      errors.append(FieldError(pointer, "wrong_type", "Expected an object."))
    }
  }

  /// Throws when there were complaints, also about members nobody asked for.
  package mutating func finish() throws(Problem) {
    refuseOthers()
    if !errors.isEmpty { throw .invalid(errors) }
  }

  /// Complains about members that were never read: a misspelt name must not be ignored silently.
  package mutating func refuseOthers() {
    for (name, _) in object.members where !read.contains(name) {
      complain(name, "unknown_field", "There is no such field.")
    }
  }

  package mutating func complain(_ name: String, _ code: String, _ detail: String) {
    errors.append(FieldError(path(name), code, detail))
  }

  package mutating func add(_ more: [FieldError]) { errors += more }

  /// The raw value; nil when absent or null.
  package mutating func value(_ name: String) -> JSON? {
    read.insert(name)
    guard let value = object[name], !value.isNull else { return nil }
    return value
  }

  /// Whether the member is there, be it null.
  package func has(_ name: String) -> Bool { object[name] != nil }

  package func path(_ name: String) -> String {
    let escaped = name.flatMap { $0 == "~" ? Array("~0") : $0 == "/" ? Array("~1") : [$0] }
    return pointer + "/" + String(escaped)
  }

  /// Text of a length in characters, without U+0000, which PostgreSQL cannot store.
  package mutating func optionalString(_ name: String, length: ClosedRange<Int> = 0...10_000) -> String? {
    guard let value = value(name) else { return nil }
    guard let text = value.string else {
      complain(name, "wrong_type", "Expected a string.")
      return nil
    }
    guard !text.utf8.contains(0) else {
      complain(name, "invalid_character", "The character U+0000 is not allowed.")
      return nil
    }
    guard length.contains(text.count) else {
      let limit =
        text.count < length.lowerBound ? "at least \(length.lowerBound)" : "at most \(length.upperBound)"
      let code = text.count < length.lowerBound ? "too_short" : "too_long"
      complain(name, code, "Must have \(limit) characters; has \(text.count).")
      return nil
    }
    return text
  }

  /// Text of which people see something.
  package mutating func optionalVisibleText(_ name: String, length: ClosedRange<Int>) -> String? {
    guard let text = optionalString(name, length: length) else { return nil }
    guard text.isBlank else { return text }
    complain(name, "text_required", "It shows nothing: white space and invisible characters only.")
    return nil
  }

  /// A name that people give to something, or have: one line, of which people see something. It stands in subjects of
  /// mail and between words of ours, so there is nothing in it that ends a line or turns the words around it: no controls,
  /// and of the marks for two directions only those of a place, no embeddings, overrides and isolates.
  package mutating func optionalName(_ name: String, length: ClosedRange<Int> = 1...200) -> String? {
    guard let text = optionalString(name, length: length) else { return nil }
    if let scalar = text.unicodeScalars.first(where: \.breaksNames) {
      let code = String(scalar.value, radix: 16, uppercase: true)
      let number = String(repeating: "0", count: max(0, 4 - code.count)) + code
      complain(name, "invalid_character", "A name is one line: the character U+\(number) is not allowed.")
      return nil
    }
    guard text.isBlank else { return text }
    complain(name, "required", "This field is required: it shows nothing as it is.")
    return nil
  }

  /// As `optionalName`, of one that must be there.
  package mutating func name(_ name: String, length: ClosedRange<Int> = 1...200) -> String {
    require(name) { $0.optionalName(name, length: length) } ?? ""
  }

  package mutating func string(_ name: String, length: ClosedRange<Int> = 1...10_000) -> String {
    require(name) { $0.optionalString(name, length: length) } ?? ""
  }

  package mutating func optionalInteger(_ name: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = value(name) else { return nil }
    // `60.0` is a whole number too (JSON Schema §6.1.1).
    guard let number = value.integer ?? value.double.flatMap({ Int64(exactly: $0) }) else {
      complain(name, "wrong_type", "Expected a whole number.")
      return nil
    }
    guard let number = Int(exactly: number), range.contains(number) else {
      complain(name, "out_of_range", "Expected a number from \(range.lowerBound) to \(range.upperBound).")
      return nil
    }
    return number
  }

  package mutating func optionalBool(_ name: String) -> Bool? {
    guard let value = value(name) else { return nil }
    guard let flag = value.bool else {
      complain(name, "wrong_type", "Expected true or false.")
      return nil
    }
    return flag
  }

  package mutating func optionalUUID(_ name: String) -> UUID? {
    guard let value = value(name) else { return nil }
    guard let id = value.string.flatMap({ UUID($0) }) else {
      complain(name, "wrong_type", "Expected an id (UUID).")
      return nil
    }
    return id
  }

  package mutating func uuid(_ name: String) -> UUID { require(name) { $0.optionalUUID(name) } ?? .zero }

  package mutating func optionalInstant(_ name: String) -> Instant? {
    guard let value = value(name) else { return nil }
    guard let time = value.string.flatMap({ Instant($0) }) else {
      complain(name, "wrong_type", "Expected a time with its offset, like 2026-11-21T09:30:00Z (RFC 3339).")
      return nil
    }
    return time
  }

  package mutating func instant(_ name: String) -> Instant {
    require(name) { $0.optionalInstant(name) } ?? .init(microseconds: 0)
  }

  /// The elements of an array with their pointers.
  package mutating func optionalArray(_ name: String, count: ClosedRange<Int>) -> [(
    value: JSON, pointer: String
  )]? {
    guard let value = value(name) else { return nil }
    guard let elements = value.array else {
      complain(name, "wrong_type", "Expected an array.")
      return nil
    }
    guard count.contains(elements.count) else {
      let code = elements.count < count.lowerBound ? "too_few" : "too_many"
      complain(
        name, code, "Must have \(count.lowerBound) to \(count.upperBound) elements; has \(elements.count).")
      return nil
    }
    return elements.enumerated().map { ($0.element, path(name) + "/\($0.offset)") }
  }

  /// As `optionalArray`, of one that must be there.
  package mutating func array(_ name: String, count: ClosedRange<Int>) -> [(value: JSON, pointer: String)] {
    require(name) { $0.optionalArray(name, count: count) } ?? []
  }

  /// One of the words of an enumeration, in 20 characters at most.
  package mutating func word<Word>(_ name: String, or fallback: Word) -> Word
  where Word: RawRepresentable & CaseIterable, Word.RawValue == String {
    let complaints = errors.count
    let word = Word(rawValue: string(name, length: 1...20))
    if word == nil && errors.count == complaints {
      let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
      complain(name, "unknown_value", "Expected one of \(known).")
    }
    return word ?? fallback
  }

  private mutating func require<Value>(_ name: String, _ read: (inout Fields) -> Value?) -> Value? {
    let complaints = errors.count
    let value = read(&self)
    if value == nil && errors.count == complaints { complain(name, "required", "This field is required.") }
    return value
  }
}

extension Unicode.Scalar {
  fileprivate var breaksNames: Bool {
    switch value {
    case ..<0x20, 0x7F...0x9F, 0x2028...0x2029, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
