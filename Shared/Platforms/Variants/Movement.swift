internal import Core

/// Images that move, where only some do, or none.
extension Media.Facts {
  /// A complaint when it moves. No variant is made of such: it would stand still, and people have to decide that.
  func movement(refusedBy name: String, at pointer: String) -> [FieldError] {
    guard isMoving, !contentType.hasPrefix("video/") else { return [] }
    let detail = "\(name) shows no moving \(contentType): make a film or a still picture of it."
    return [FieldError(pointer, "media_type", detail)]
  }

  /// A complaint when it has more pictures than are taken.
  func tooManyPictures(_ most: Int, for name: String, at pointer: String) -> [FieldError] {
    guard let pictures = coding?.pictures, pictures > most else { return [] }
    let detail = "\(name) takes GIFs of \(most) pictures; this has \(pictures)."
    return [FieldError(pointer, "too_many_pictures", detail)]
  }
}
