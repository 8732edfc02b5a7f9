package import Core

/// What the person sees when they come back.
package enum ConsentPage {
  package static func connected(_ accounts: [Account]) -> HTMLPage {
    HTMLPage(
      "Connected: \(accounts.map { $0.name.oneLine() }.joined(separator: ", "))",
      HTML.paragraph("You can close this window."))
  }

  /// Works without scripts: a box for each identity, and what is connected already is ticked.
  package static func choose(_ choice: Choice) -> HTMLPage {
    let boxes = choice.candidates.map { candidate in
      HTMLPage.box(
        candidate.name.oneLine(), name: "\(candidate.id)", isTicked: candidate.isConnected,
        note: candidate.kind)
    }
    return HTMLPage(
      "What do you want to publish as?",
      HTMLPage.form(
        boxes.joined(separator: "\n"), button: "Connect", to: "/v1/accounts/choices/\(choice.token)"))
  }
}
