internal import Core

/// The resolved properties of one resource or event, read with their types and ranges checked.
struct Properties {
  private let values: JSONObject
  private let place: String
  private let resolver: Resolver

  init(_ values: JSONObject, of place: String, _ resolver: Resolver) {
    self.values = values
    self.place = place
    self.resolver = resolver
  }

  func value(_ key: String) -> JSON? {
    values[key].flatMap { resolver.resolve($0, at: "\(place): \(key)") }.flatMap { $0.isNull ? nil : $0 }
  }

  func string(_ key: String) -> String? {
    guard let value = value(key) else { return nil }
    guard let text = Resolver.text(value) else {
      resolver.report("\(place): \(key) must be text")
      return nil
    }
    return text
  }

  /// Text that must be there; empty, with a problem reported, when it is not.
  func required(_ key: String) -> String {
    guard let text = string(key), !text.isEmpty else {
      resolver.report("\(place): \(key) is missing")
      return ""
    }
    return text
  }

  func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = string(key) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      resolver.report("\(place): \(key) must be \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return number
  }

  func integer(_ key: String, in range: ClosedRange<Int>, default fallback: Int) -> Int {
    integer(key, in: range) ?? fallback
  }

  func bool(_ key: String, default fallback: Bool) -> Bool {
    guard let text = string(key) else { return fallback }
    guard text == "true" || text == "false" else {
      resolver.report("\(place): \(key) must be true or false")
      return fallback
    }
    return text == "true"
  }

  /// A list of texts; a single text is a list of one.
  func strings(_ key: String) -> [String] {
    guard let value = value(key) else { return [] }
    return value.array?.compactMap(Resolver.text) ?? Resolver.text(value).map { [$0] } ?? []
  }

  /// The members of an object, not yet resolved.
  func members(_ key: String) -> [(name: String, value: JSON)] { values[key]?.object?.members ?? [] }

  /// The properties inside an object.
  func inside(_ key: String) -> Properties? {
    value(key)?.object.map { Properties($0, of: "\(place): \(key)", resolver) }
  }

  func report(_ problem: String) { resolver.report("\(place): \(problem)") }
}
