internal import LambdaRuntime

/// Answers with the bytes of the event: what the loop itself costs.
@main struct EchoBytes: BytesFunction {
  static func handle(_ event: UnsafeRawBufferPointer, _ context: Context) throws -> [UInt8] { Array(event) }
}
