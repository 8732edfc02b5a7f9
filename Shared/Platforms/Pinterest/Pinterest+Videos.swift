internal import Core
internal import HTTPClient

/// Videos: registered, then sent to Pinterest's storage as a form
/// (https://developers.pinterest.com/docs/api/v5/media-create).
extension Pinterest {
  /// What the upload needs: an address and the fields of its form, good for an hour or so.
  func register(_ grant: Grant) throws(PlatformError) -> JSONObject {
    let answer = try call("POST", "/v5/media", grant, body: ["media_type": "video"])
    guard let id = answer["media_id"]?.string, let address = answer["upload_url"]?.string,
      let parameters = answer["upload_parameters"]?.object
    else {
      throw PlatformError(.transient, code: "no_id", detail: "Pinterest registered no upload of the video.")
    }
    return [
      "media_id": .string(id), "upload_url": .string(address), "upload_parameters": .object(parameters),
    ]
  }

  /// In one request, as the storage wants it; the bytes pass through piece by piece. What was cut off is sent
  /// again from its beginning: the same place is written to, and nobody sees it.
  func upload(_ video: Media, _ handle: JSONObject) throws(PlatformError) {
    let address = handle["upload_url"]?.string ?? ""
    guard let url = world.url(named: address, below: "amazonaws.com") else {
      throw PlatformError(
        .permanent, code: "upload_url", detail: "Pinterest named an unexpected address for the upload.")
    }
    let boundary = "clientnest-" + UUID.v7().description
    var head = ""
    for (name, value) in handle["upload_parameters"]?.object?.members ?? [] {
      head +=
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value.string ?? value.text)\r\n"
    }
    // The storage ignores what follows the file.
    head +=
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"video\"\r\n"
      + "Content-Type: application/octet-stream\r\n\r\n"
    let response = try world.send(
      OutboundRequest(
        "POST", url,
        headers: [("Content-Type", "multipart/form-data; boundary=\(boundary)")],
        timeout: PinterestLimits.uploadTimeout),
      media: video, between: Array(head.utf8), and: Array("\r\n--\(boundary)--\r\n".utf8))
    guard (200..<300).contains(response.status) else {
      throw PlatformError(
        response.status >= 500 ? .transient : .mediaRejected, code: "http_\(response.status)",
        detail: "Pinterest's storage did not take the video.", status: response.status)
    }
  }
}
