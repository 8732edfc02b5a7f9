internal import Core

/// What a sender has put beside a message's body
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html).
package struct MessageAttribute: Sendable, Equatable {
  package enum Value: Sendable, Equatable {
    /// Numbers too: they may have 38 digits.
    case text(String)
    case binary([UInt8])
  }

  /// `String`, `Number` or `Binary`, possibly with a label of the sender's: `Number.int`.
  package private(set) var dataType = ""
  package private(set) var value = Value.text("")

  init(_ reader: inout JSONReader) throws(JSONError) {
    try reader.readObject { (name, reader) throws(JSONError) in
      switch name {
      case "dataType": dataType = try reader.readText()
      case "stringValue": if !reader.nextIsNull() { value = .text(try reader.readString()) }
      case "binaryValue": if !reader.nextIsNull() { value = .binary(try Self.binary(&reader)) }
      default: break
      }
    }
  }

  private static func binary(_ reader: inout JSONReader) throws(JSONError) -> [UInt8] {
    guard let bytes = Base64.decode(try reader.readStringBytes()) else {
      throw JSONError(reason: "a message attribute is not base 64", offset: reader.offset)
    }
    return bytes
  }
}
