internal import NIOCore
internal import NIOHTTP1

extension ChannelPipeline.SynchronousOperations {
  /// Takes out all that `configureHTTPServerPipeline` put in, and the handler behind it. The decoder goes as soon
  /// as it has returned, when it is what calls.
  func removeHTTPHandlers(and last: ConnectionHandler) throws {
    let handlers: [any RemovableChannelHandler] = [
      try handler(type: HTTPResponseEncoder.self),
      try handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self),
      try handler(type: HTTPServerPipelineHandler.self),
      try handler(type: NIOHTTPResponseHeadersValidator.self),
      try handler(type: HTTPServerProtocolErrorHandler.self),
      last,
    ]
    for handler in handlers { removeHandler(handler, promise: nil) }
  }
}
