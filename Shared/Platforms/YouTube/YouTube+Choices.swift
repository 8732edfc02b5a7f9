internal import Core
internal import HTTPClient

extension YouTube {
  /// The categories that videos may be put into
  /// (https://developers.google.com/youtube/v3/docs/videoCategories/list, verified 2026-11-21: one unit of the quota).
  /// They hardly differ between countries; the channel's own is not told.
  func choices(_ grant: Grant) throws(PlatformError) -> [OptionChoices] {
    let answer = try call("GET", "/videoCategories?part=snippet&regionCode=US", grant)
    let categories = (answer["items"]?.array ?? []).filter { $0["snippet"]?["assignable"]?.bool == true }
    let choices = categories.compactMap { category in
      category["id"]?.string.map {
        OptionChoices.Choice(value: .string($0), label: category["snippet"]?["title"]?.string ?? $0)
      }
    }
    return [OptionChoices(name: "category_id", isRequired: false, choices: choices)]
  }
}
