internal import Core
internal import HTTPClient

/// Videos: registered, then sent to Pinterest's storage as a form
/// (https://developers.pinterest.com/docs/api/v5/media-create).
extension Pinterest {
  /// What the upload needs: an address and the fields of its form, good for an hour or so.
  func register(_ grant: Grant) throws(PlatformError) -> JSONObject {
    let answer = try call("POST", "/v5/media", grant, body: ["media_type": "video"])
    guard let id = answer["media_id"]?.outsideText, let address = answer["upload_url"]?.string,
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
    let fields = (handle["upload_parameters"]?.object?.members ?? []).map {
      ($0.name, $0.value.string ?? $0.value.text)
    }
    let form = try MultipartForm(fields, file: "file", called: "video")
    let response = try world.send(
      OutboundRequest(
        "POST", url,
        headers: [form.contentType],
        timeout: PinterestLimits.uploadTimeout),
      media: video, between: form.head, and: form.tail)
    guard (200..<300).contains(response.status) else {
      throw PlatformError(
        response.status >= 500 ? .transient : .mediaRejected, code: "http_\(response.status)",
        detail: "Pinterest's storage did not take the video.", status: response.status)
    }
  }
}
