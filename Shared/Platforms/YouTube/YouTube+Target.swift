extension YouTube {
  /// YouTube converts every video by itself.
  func target(for media: Media, in content: Content) -> MediaTarget? { nil }
}
