internal import NIOCore

/// The fragments of a text message (RFC 6455 §5.4).
struct MessageAssembly {
  private var bytes = ByteBuffer()

  init(_ first: ByteBuffer) { bytes = first }

  var count: Int { bytes.readableBytes }

  mutating func append(_ fragment: ByteBuffer) { bytes.writeImmutableBuffer(fragment) }

  /// The whole message; nil when it is not UTF-8.
  var text: String? { String(validating: bytes.readableBytesView, as: UTF8.self) }
}
