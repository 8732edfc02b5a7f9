/// A statement. What is interpolated is bound as a parameter, never pasted into the text.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
  package private(set) var text: String
  package private(set) var parameters: [String?]

  package init(stringLiteral text: String) {
    self.text = text
    parameters = []
  }

  package init(stringInterpolation interpolation: StringInterpolation) {
    text = interpolation.text
    parameters = interpolation.parameters
  }

  package struct StringInterpolation: StringInterpolationProtocol, Sendable {
    fileprivate var text = ""
    fileprivate var parameters: [String?] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 3)
      parameters.reserveCapacity(interpolationCount)
    }

    package mutating func appendLiteral(_ literal: String) { text += literal }

    package mutating func appendInterpolation(_ value: some PostgresValue) { bind(value.postgresText) }

    package mutating func appendInterpolation(_ value: (some PostgresValue)?) { bind(value?.postgresText) }

    /// An array parameter: `= any(\(ids))`.
    package mutating func appendInterpolation(_ values: [some PostgresValue]) {
      bind(values.postgresArrayText)
    }

    /// Pastes text into the statement as it is. Only for SQL that this program itself contains.
    package mutating func appendInterpolation(unescapedSQL text: StaticString) { self.text += "\(text)" }

    private mutating func bind(_ value: String?) {
      parameters.append(value)
      text += "$\(parameters.count)"
    }
  }
}
