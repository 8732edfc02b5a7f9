internal import Core
internal import Glibc

extension Customer {
  /// Uploads a video to the library as a browser would; returns its id once it may be used, and its sum as the sandbox
  /// writes it.
  package func uploadMovie(bytes: Int) throws -> (id: String, sum: String) {
    let file = TemporaryDirectory.path("movie")
    defer { unlink(file) }
    let sum = try SampleMovie(bytes: bytes).write(to: file)
    let begun = try client.post(
      "/v1/media",
      [
        "workspace_id": .string(workspace), "file_name": "movie.mp4", "content_type": "video/mp4",
        "bytes": JSON(bytes),
      ])
    guard let id = begun.json["media"]?["id"]?.string, let url = begun.json["upload"]?["url"]?.string else {
      throw Timeout(description: "the upload answered \(begun.status): \(begun.text)")
    }
    let sent = try ChildProcess.run(
      "/usr/bin/curl",
      ["-sS", "--fail-with-body", "-H", "Content-Type: video/mp4", "-T", file, url], upTo: .seconds(300))
    guard sent.status == 0 else { throw Timeout(description: "curl: \(sent.output)") }
    let looked = try wait(for: "a look at the upload", upTo: .seconds(30)) { () -> JSON? in
      let file = try client.get("/v1/media/\(id)").json
      return file["state"] == "pending" ? nil : file
    }
    guard looked["state"] == "ready" else { throw Timeout(description: looked.text) }
    return (id, sum)
  }
}
