internal import Core

extension TikTok {
  private static let labels = [
    "PUBLIC_TO_EVERYONE": "Everyone", "MUTUAL_FOLLOW_FRIENDS": "Friends", "FOLLOWER_OF_CREATOR": "Followers",
    "SELF_ONLY": "Only me",
  ]

  /// Who may see a post, as TikTok offers it to the creator and demands that it is shown; and what the creator has
  /// switched off, which has only one choice
  /// (https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info, verified 2026-11-21).
  func choices(_ grant: Grant) throws(PlatformError) -> [OptionChoices] {
    let info = try creator(grant)
    let levels = (info["privacy_level_options"]?.array ?? []).compactMap(\.string).map {
      OptionChoices.Choice(value: .string($0), label: Self.labels[$0] ?? $0)
    }
    let off = ["comment", "duet", "stitch"].filter { info[$0 + "_disabled"]?.bool == true }.map {
      OptionChoices(
        name: "disable_" + $0, isRequired: true,
        choices: [OptionChoices.Choice(value: true, label: "Switched off by the account")])
    }
    return [OptionChoices(name: "privacy_level", isRequired: true, choices: levels)] + off
  }

  func creator(_ grant: Grant) throws(PlatformError) -> JSON {
    try call("/v2/post/publish/creator_info/query/", [:], grant)
  }
}
