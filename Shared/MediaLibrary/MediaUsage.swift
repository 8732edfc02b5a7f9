package import Core

/// What an organization keeps in the media library, in bytes.
package struct MediaUsage: Sendable, Equatable {
  /// Uploads that may be under way at a time.
  private static let mostUploads = 1000

  /// Files that are ready, and what was made of them for platforms.
  let used: Int64
  /// Uploads that were begun: each may still come as large as it was announced.
  let reserved: Int64
  /// How many they are.
  let uploads: Int
  /// What may be used and reserved in all.
  let quota: Int64

  package var json: JSON {
    ["used": .integer(used), "reserved": .integer(reserved), "quota": .integer(quota)]
  }

  /// As a list of files tells it besides.
  package var members: JSONObject { ["usage": json] }

  /// Throws when there is more than there may be, with the upload that is being begun.
  func check() throws(Problem) {
    guard used + reserved <= quota else {
      var problem = Problem(
        403, "quota_exceeded", "The organization's media library has no room for this file.",
        detail: "\(used) bytes are used and \(reserved) reserved with this upload; \(quota) are allowed.")
      problem.members = members
      throw problem
    }
    guard uploads <= Self.mostUploads else {
      throw Problem(
        403, "too_many_uploads", "Too many uploads were begun and have not come yet.",
        detail: "\(Self.mostUploads) may be under way; what does not come within two hours is forgotten.")
    }
  }
}
