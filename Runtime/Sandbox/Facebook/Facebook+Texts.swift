/// What Facebook takes of its texts; the length is known from clients.
extension Facebook {
  static let messageRule = TextRule(unit: .characters, limit: 63_206, isNeeded: true)

  var texts: [String: TextRule] { ["message": Self.messageRule] }
}
