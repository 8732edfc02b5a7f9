package import Core
internal import Outbox

/// Something that people are told by mail. As a message on the mail queue it names no address: who is a member, and what
/// address a person has, is looked up when it is sent.
package struct Notice: Sendable {
  package enum Audience: Sendable {
    /// This member; who is none any more is replaced by those who manage accounts.
    case member(UUID)
    /// Everybody whose role has the permission.
    case holders(of: Permission)
    /// About their own account, member or not.
    case person(UUID)
  }

  /// Nil only for a person.
  let organization: UUID?
  let audience: Audience
  let subject: String
  /// Plain text.
  let text: String

  package init(to audience: Audience, in organization: UUID?, subject: String, text: String) {
    self.organization = organization
    self.audience = audience
    self.subject = subject
    self.text = text
  }

  /// The body of the message.
  var body: JSONObject {
    var body: JSONObject = [
      "kind": "notice", "organization_id": JSON(organization?.description),
      "subject": .string(subject), "text": .string(text),
    ]
    switch audience {
    case .member(let user): body["user_id"] = JSON(describing: user)
    case .holders(let permission): body["permission"] = .string(permission.rawValue)
    case .person(let user):
      body["user_id"] = JSON(describing: user)
      body["is_personal"] = true
    }
    return body
  }

  /// Nil when it is no notice.
  init?(body: JSON) {
    guard body["kind"] == "notice", let subject = body["subject"]?.string, let text = body["text"]?.string
    else { return nil }
    organization = body.id("organization_id")
    let isPersonal = body["is_personal"]?.bool == true
    guard isPersonal || organization != nil else { return nil }
    if let user = body.id("user_id") {
      audience = isPersonal ? .person(user) : .member(user)
    } else if let permission = body["permission"]?.string.flatMap({ Permission(rawValue: $0) }) {
      audience = .holders(of: permission)
    } else {
      return nil
    }
    self.subject = subject
    self.text = text
  }
}
