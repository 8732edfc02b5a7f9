internal import Core
internal import Harness

/// A video of 1 GiB to YouTube and to X, from the object store, while its function is killed three times on the way.
enum BigVideos {
  private static let bytes = 1 << 30
  private static let kills = 3
  /// Of one piece: what is on its way when its function is killed is sent again.
  private static let largestPiece = 8 << 20

  static func measure() throws {
    // With a lease of seconds, what was killed goes on after seconds, by the same code as after minutes.
    try RunningBundle.with(
      settings: [
        "DeliveryLeaseSeconds": "6", "PublishTimeoutSeconds": "4", "PublishVisibilitySeconds": "6",
      ], arguments: ["--sandbox-rate-limits", "off"]
    ) { bundle in
      let customer = try Customer(bundle)
      let movie = try customer.uploadMovie(bytes: bytes)
      let peaks = try ["youtube", "x"].map { try measure($0, movie, customer, bundle) }
      report("publish.video_peak_rss_mb", peaks.max() ?? .nan, "MiB")
    }
  }

  /// The most memory of the function, in MiB.
  private static func measure(
    _ platform: String, _ movie: (id: String, sum: String), _ customer: Customer, _ bundle: RunningBundle
  ) throws -> Double {
    let upload = try InterruptedUpload(
      movie.id, bytes: bytes, on: platform, killing: kills, customer, bundle, upTo: .seconds(600))
    guard upload.content == movie.sum else {
      throw Timeout(description: "\(platform) has \(upload.content ?? "nothing") of \(movie.sum)")
    }
    guard upload.killedAt.count == kills, upload.uploads == 1,
      upload.sent <= Int64(bytes + kills * largestPiece)
    else {
      throw Timeout(
        description:
          "\(platform): \(upload.sent) bytes in \(upload.uploads) uploads, killed at \(upload.killedAt)")
    }
    let mebibyte = Double(1 << 20)
    report("publish.video_\(platform)_kills", Double(upload.killedAt.count), "kills")
    report("publish.video_\(platform)_mb", Double(bytes) / mebibyte, "MiB")
    report("publish.video_\(platform)_sent_mb", Double(upload.sent) / mebibyte, "MiB")
    report("publish.video_\(platform)_s", Double(upload.duration.microseconds) / 1_000_000, "s")
    return Double(upload.peakKibibytes) / 1024
  }
}
