/// A JSON value (RFC 8259) as a tree.
///
/// Integers that fit 64 bits stay exact; every other number is a `Double`.
package enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int64)
  case double(Double)
  case string(String)
  case array([JSON])
  case object(JSONObject)

  /// Reads exactly one value from UTF-8 bytes.
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    let result = bytes.withUnsafeBytes { raw -> Result<JSON, JSONError> in
      var reader = JSONReader(raw)
      do throws(JSONError) {
        let value = try reader.readValue()
        try reader.finish()
        return .success(value)
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  package init(parsing text: String) throws(JSONError) {
    try self.init(parsing: Array(text.utf8))
  }

  package var string: String? { if case .string(let value) = self { value } else { nil } }
  package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  package var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
  package var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
  package var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
  package var isNull: Bool { self == .null }

  /// The number, whether it was written as an integer or not.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .double(let value): value
    case .null, .bool, .string, .array, .object: nil
    }
  }

  /// The member of an object; nil for other kinds and for absent members.
  package subscript(key: String) -> JSON? { object?[key] }

  /// The element of an array; nil for other kinds and outside the range.
  package subscript(index: Int) -> JSON? {
    guard let array, array.indices.contains(index) else { return nil }
    return array[index]
  }

  /// Pointers (RFC 6901) to the members that an object has more than once, at any depth, each once.
  package func repeatedMembers(at pointer: String = "") -> [String] {
    switch self {
    case .object(let object):
      var seen: Set<String> = []
      var told: Set<String> = []
      return object.members.flatMap { name, value -> [String] in
        let path = FieldError.pointer(pointer, to: name)
        let isRepeated = !seen.insert(name).inserted && told.insert(name).inserted
        return (isRepeated ? [path] : []) + value.repeatedMembers(at: path)
      }
    case .array(let elements):
      return elements.enumerated().flatMap { $0.element.repeatedMembers(at: "\(pointer)/\($0.offset)") }
    case .null, .bool, .integer, .double, .string: return []
    }
  }

  /// Compact UTF-8 text.
  package func encoded() -> [UInt8] {
    var writer = JSONWriter()
    writer.write(self)
    return writer.bytes
  }

  package var text: String { String(decoding: encoded(), as: UTF8.self) }
}

/// The members of a JSON object in the order they were written. A repeated name means its last value.
package struct JSONObject: Sendable {
  package private(set) var members: [(name: String, value: JSON)]

  package init(_ members: [(name: String, value: JSON)] = []) { self.members = members }

  package var isEmpty: Bool { members.isEmpty }

  package subscript(name: String) -> JSON? {
    get { members.last { $0.name == name }?.value }
    set {
      members.removeAll { $0.name == name }
      if let newValue { members.append((name, newValue)) }
    }
  }
}

extension JSONObject: Equatable {
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members.count == right.members.count
      && left.members.allSatisfy { member in right[member.name] == member.value }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self.init(elements.map { (name: $0.0, value: $0.1) })
  }
}

// Not by nil: in `found ? value : nil` it would silently mean JSON's null.
extension JSON: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(floatLiteral value: Double) { self = .double(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(elements.map { (name: $0.0, value: $0.1) }))
  }
}

extension JSON {
  /// A string, or null when there is none.
  package init(_ value: String?) { self = value.map { .string($0) } ?? .null }
  package init(_ value: Int) { self = .integer(Int64(value)) }
  /// A value's text form (an id, a time), or null when there is none.
  package init(describing value: (some CustomStringConvertible)?) {
    self = value.map { .string($0.description) } ?? .null
  }
}
