internal import Core
internal import HTTPClient

extension Pinterest {
  /// The account's boards, all pages of them
  /// (https://developers.pinterest.com/docs/api/v5/boards-list, verified 2026-11-21).
  func choices(_ grant: Grant) throws(PlatformError) -> [OptionChoices] {
    var boards: [OptionChoices.Choice] = []
    var bookmark: String?
    repeat {
      let query = [("page_size", "250")] + (bookmark.map { [("bookmark", $0)] } ?? [])
      let answer = try call("GET", "/v5/boards?\(query: query)", grant)
      boards += (answer["items"]?.array ?? []).compactMap { board in
        board["id"]?.string.map {
          OptionChoices.Choice(value: .string($0), label: board["name"]?.string ?? $0)
        }
      }
      bookmark = answer["bookmark"]?.string
    } while bookmark != nil
    return [OptionChoices(name: "board_id", isRequired: true, choices: boards)]
  }
}
