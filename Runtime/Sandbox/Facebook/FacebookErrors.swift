internal import Core

/// Facebook's errors of publishing, as the Graph API documents them or publishing tools have met them.
extension Refusal {
  static func missingPagePermission(_ scope: String) -> Refusal {
    graph(
      GraphError(
        status: 403, code: 200,
        message:
          "(#200) If posting to a page, requires both pages_read_engagement and pages_manage_posts as an "
          + "admin with sufficient administrative permission; \(scope) is missing"))
  }

  static let pageLimit = graph(GraphError(code: 32, message: "(#32) Page request limit reached"))
  static let duplicatePost = graph(GraphError(code: 506, message: "(#506) Duplicate status message"))
  static let facebookLink = graph(
    GraphError(code: 100, subcode: 1_609_008, message: "Links to Facebook are not allowed."))
  static let badLink = graph(GraphError(code: 100, subcode: 1_609_005, message: "The link is not valid."))
  static let badPhoto = graph(
    GraphError(
      code: 100, subcode: 1_366_046, message: "Invalid parameter", title: "Can't Read Files",
      userMessage:
        "Your photos couldn't be uploaded. Photos should be less than 4 MB and saved as JPG, PNG, GIF, "
        + "TIFF, HEIF or WebP files.", isTransient: false))
  static let usedPhoto = graph(
    GraphError(code: 100, subcode: 1_366_051, message: "These photos were already posted."))
  static let tooFast = graph(
    GraphError(
      code: 368, subcode: 1_390_008,
      message: "The action attempted has been deemed abusive or is otherwise disallowed", isTransient: false))
  static let lostUpload = graph(
    GraphError(
      code: 6000, subcode: 1_363_041, message: "Your video upload session is not known or has expired.",
      isTransient: false))
  static let wrongSize = graph(
    GraphError(
      code: 6000, subcode: 1_363_045,
      message: "There was a problem uploading your video file. Please try again with another file.",
      isTransient: false))

  /// Tells which bytes are wanted.
  static func wrongOffset(_ start: Int, _ end: Int) -> Refusal {
    Refusal(
      400,
      [
        "error": [
          "message": "There was a problem uploading your video. Please try again.", "type": "OAuthException",
          "code": 6001, "error_subcode": 1_363_037, "is_transient": false,
          "error_data": ["start_offset": JSON(start), "end_offset": JSON(end)],
          "error_user_title": "Error Uploading Video", "fbtrace_id": "A1",
        ]
      ])
  }

  /// `rupload.facebook.com` has an error format of its own.
  static func upload(_ type: String, _ message: String) -> Refusal {
    Refusal(
      400, ["debug_info": ["retriable": false, "type": .string(type), "message": .string(message)]])
  }
}
