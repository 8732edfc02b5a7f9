package import Core

extension RunningBundle {
  /// The address of the link in the newest message to somebody whose subject begins so. `count` is how many such
  /// messages there were before.
  package func mailedLink(to email: String, _ subject: String, after count: Int = 0) throws -> String {
    let mail = try wait(for: "mail '\(subject)' to \(email)", upTo: .seconds(20)) {
      let found = try self.mail(to: email, subject)
      return found.count > count ? found.last : nil
    }
    let words = mail["text"]?.string?.split(whereSeparator: \.isWhitespace) ?? []
    guard let link = words.first(where: { $0.contains("/v1/links/") }) else {
      throw Timeout(description: "no link in the mail: \(mail.text)")
    }
    return String(link)
  }

  /// The messages to somebody whose subject begins so, the oldest first.
  package func mail(to email: String, _ subject: String = "") throws -> [JSON] {
    let sandbox = try sandboxURL()
    let answer = try Client(sandbox).get("\(sandbox)/mail?\(URLForm.encode([("to", email)]))")
    return (answer.json["data"]?.array ?? []).filter { $0["subject"]?.string?.hasPrefix(subject) ?? false }
  }
}
