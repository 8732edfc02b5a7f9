internal import Core

/// The platforms by the names that they have in our API.
enum PlatformNames {
  /// Those of the sandbox: all there are.
  static let all = ["facebook", "instagram", "linkedin", "pinterest", "tiktok", "x", "youtube"]

  /// Those that the parameter `PlatformApplications` names; nil when it cannot be read.
  static func registered(in text: String) -> [String]? {
    // A platform that is named twice has one application that nobody would look at.
    guard let json = try? JSON(parsing: Array(text.utf8)), json.repeatedMembers().isEmpty,
      let members = json.object?.members,
      members.allSatisfy({ $0.value["id"]?.string != nil && $0.value["secret"]?.string != nil })
    else { return nil }
    return members.map(\.name)
  }
}
