package import Core

/// What an account may choose from for one of its options.
package struct OptionChoices: Sendable, Equatable {
  /// As in a variant's `options`.
  package let name: String
  /// Whether every post needs it.
  package let isRequired: Bool
  package let choices: [Choice]

  /// A value, and its name for people.
  package struct Choice: Sendable, Equatable {
    let value: JSON
    let label: String
  }

  package var json: JSON {
    let choices = choices.map { choice -> JSON in ["value": choice.value, "label": .string(choice.label)] }
    return ["name": .string(name), "required": .bool(isRequired), "choices": .array(choices)]
  }
}
