internal import Core
internal import HTTPServer

/// The categories of videos (https://developers.google.com/youtube/v3/docs/videoCategories).
extension YouTube {
  /// Some of them; into the last one no video can be put.
  private static let categories: [(id: String, title: String, isAssignable: Bool)] = [
    ("10", "Music", true), ("22", "People & Blogs", true), ("27", "Education", true),
    ("18", "Short Movies", false),
  ]

  func listCategories(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    _ = try caller(call, "youtube", "youtube.readonly", "youtube.force-ssl")
    guard call.query("part") == "snippet", call.query("regionCode")?.count == 2 else {
      throw .google(
        400, "missingRequiredParameter", "No filter selected. Expected one of: id, regionCode")
    }
    let items = Self.categories.map { category -> JSON in
      [
        "kind": "youtube#videoCategory", "etag": "e", "id": .string(category.id),
        "snippet": [
          "channelId": "UCBR8-60-B28hp2BmDPdntcQ", "title": .string(category.title),
          "assignable": .bool(category.isAssignable),
        ],
      ]
    }
    return .json(["kind": "youtube#videoCategoryListResponse", "etag": "e", "items": .array(items)])
  }
}
