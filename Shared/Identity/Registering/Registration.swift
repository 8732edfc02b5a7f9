package import Core

/// What a person gives to register, checked.
package struct Registration: Sendable {
  package let email: String
  package let password: String
  package let name: String
  package let organization: String
  /// As it was given; whether there is such a zone only the database knows.
  package internal(set) var timeZone: String

  /// Reads the body of `POST /v1/auth/register` and names everything that is wrong with it.
  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    email = fields.email("email")
    password = fields.string("password", length: 8...1000)
    name = fields.name("name")
    organization = fields.name("organization")
    timeZone = fields.optionalString("time_zone", length: 1...64) ?? "UTC"
    try fields.finish()
  }
}

/// What a person gives to log in.
package struct LogInRequest: Sendable {
  package let email: String
  package let password: String
  /// Whether the tokens are to be set as cookies, for a browser, and not told.
  package let inCookies: Bool

  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    email = fields.email("email")
    password = fields.string("password", length: 1...1000)
    inCookies = fields.optionalBool("cookie") ?? false
    try fields.finish()
  }
}

/// A new password, and the current one as proof.
package struct PasswordChange: Sendable {
  let current: String
  let new: String
  /// What is to end with the old one.
  let ends: EndedWays

  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    current = fields.string("current_password", length: 1...1000)
    new = fields.string("new_password", length: 8...1000)
    ends = EndedWays(&fields, byLink: false)
    try fields.finish()
  }
}

/// A new address, and the password as proof.
package struct EmailChange: Sendable {
  let email: String
  let password: String

  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    email = fields.email("email")
    password = fields.string("password", length: 1...1000)
    try fields.finish()
  }
}

extension Fields {
  /// An address, folded as people are told apart by it.
  package mutating func email(_ name: String) -> String {
    let complaints = errors.count
    let text = string(name, length: 3...254)
    if errors.count == complaints && !MailAddress.isMailbox(text) {
      complain(name, "invalid_email", "This is not an e-mail address.")
    }
    return MailAddress.folded(text)
  }
}
