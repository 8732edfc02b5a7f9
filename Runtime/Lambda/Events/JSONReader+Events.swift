internal import Core

// How the members of AWS's events are read: null stands for "none" wherever it may.
extension JSONReader {
  /// A string; null is empty.
  mutating func readText() throws(JSONError) -> String { try readOptionalString() ?? "" }

  /// `true` or `false`; null is false.
  mutating func readFlag() throws(JSONError) -> Bool {
    guard try !takeNull() else { return false }
    return try readBool()
  }

  /// An object of strings, or null. Members that are null are left out.
  mutating func readPairs() throws(JSONError) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    try readMembers { (name, reader) throws(JSONError) in
      if let value = try reader.readOptionalString() { pairs.append((name.text, value)) }
    }
    return pairs
  }

  /// An object of arrays of strings, or null.
  mutating func readLists() throws(JSONError) -> [(name: String, values: [String])] {
    var lists: [(name: String, values: [String])] = []
    try readMembers { (name, reader) throws(JSONError) in
      lists.append((name.text, try reader.readStrings()))
    }
    return lists
  }

  /// An array of strings, or null.
  mutating func readStrings() throws(JSONError) -> [String] {
    var strings: [String] = []
    try readElements { (reader) throws(JSONError) in strings.append(try reader.readString()) }
    return strings
  }

  /// Milliseconds since 1970, as a number or as digits; nil for null and for what no clock shows.
  mutating func readMilliseconds() throws(JSONError) -> Instant? {
    let value = try readValue()
    guard let milliseconds = value.integer ?? value.string.flatMap({ Int64($0) }) else { return nil }
    let (microseconds, isTooLarge) = milliseconds.multipliedReportingOverflow(by: 1000)
    return isTooLarge ? nil : Instant(microseconds: microseconds)
  }

  /// The members of an object, or of null.
  mutating func readMembers(
    _ body: (_ name: JSONName, _ reader: inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    if try !takeNull() { try readObject(body) }
  }

  /// The elements of an array, or of null.
  mutating func readElements(
    _ body: (_ reader: inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    if try !takeNull() { try readArray(body) }
  }

  private mutating func takeNull() throws(JSONError) -> Bool {
    guard nextIsNull() else { return false }
    try skipValue()
    return true
  }
}
