internal import CText

/// A part of a string's text that is written as it is meant: up to the next quotation mark, backslash or control
/// character, or to the end of the bytes.
///
/// Most of a JSON text is such runs, so how quickly they are found and copied is how quickly JSON is read and written.
enum TextRun {
  /// The length of the run that begins at `start`. `isASCII` becomes false when the run may have other bytes; those
  /// near behind it are taken for its own.
  static func length(_ bytes: UnsafeRawBufferPointer, from start: Int, isASCII: inout Bool) -> Int {
    guard let base = bytes.baseAddress, start < bytes.count else { return 0 }
    let text = base.assumingMemoryBound(to: UInt8.self) + start
    let run = text_run_find(text, bytes.count &- start)
    isASCII = isASCII && run.is_ascii
    return run.length
  }

  /// The same, copied to `target`, of which at most `limit` bytes are written: where the run is shorter, what is behind
  /// it is overwritten as well.
  static func copy(
    _ bytes: UnsafeRawBufferPointer, from start: Int, to target: UnsafeMutablePointer<UInt8>, limit: Int,
    isASCII: inout Bool
  ) -> Int {
    guard let base = bytes.baseAddress, start < bytes.count else { return 0 }
    let text = base.assumingMemoryBound(to: UInt8.self) + start
    let run = text_run_copy(target, text, min(limit, bytes.count &- start))
    isASCII = isASCII && run.is_ascii
    return run.length
  }
}
