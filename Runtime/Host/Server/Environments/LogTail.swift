/// The end of what an invocation logged, as Invoke with `LogType: Tail` returns it
/// (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html). Lives on the event loop.
final class LogTail {
  private static let maxBytes = 4096

  private(set) var bytes: [UInt8] = []

  func append(_ line: some Sequence<UInt8>) {
    bytes += line
    bytes.append(0x0A)
    if bytes.count > Self.maxBytes { bytes.removeFirst(bytes.count - Self.maxBytes) }
  }
}
