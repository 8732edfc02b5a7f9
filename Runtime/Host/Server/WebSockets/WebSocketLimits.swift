/// The limits of WebSocket APIs: AWS's quotas, unless said otherwise
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html).
package struct WebSocketLimits: Sendable {
  /// Bytes of a message, in either direction.
  package var messageBytes = 128 << 10
  /// Bytes of a frame that a client sends.
  package var frameBytes = 32 << 10
  /// How long a connection may be silent in both directions.
  package var idleTime = Duration.seconds(600)
  /// How long a connection may last.
  package var lifetime = Duration.seconds(7200)
  /// New connections a second, over all APIs; as many may come at once.
  package var connectsPerSecond = 500
  /// Connections of one address at the same time; nil for any number. Not one of AWS's.
  package var connectionsPerAddress: Int?
  /// Bytes that may wait for a client to read them. AWS gives no number.
  package var outboundBytes = 512 << 10
  /// Messages of one connection that functions work on at the same time. Not one of AWS's.
  package var messagesInFlight = 16
  /// How long a client may take to answer a close frame.
  package var closingTime = Duration.seconds(5)

  package init() {}
}
