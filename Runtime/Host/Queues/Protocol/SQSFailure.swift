/// An error answer of SQS: shape, code of the older query protocol, and text.
///
/// Shapes are those of the service model `sqs/2012-11-05`; the codes are what SDKs show for them.
struct SQSFailure: Error, Equatable {
  /// The shape with its namespace, sent as `__type`.
  let type: String
  let queryCode: String
  let message: String
  var status = 400

  private init(type: String, queryCode: String, message: String, status: Int = 400) {
    self.type = type
    self.queryCode = queryCode
    self.message = message
    self.status = status
  }

  /// A shape of SQS whose query code has the service's prefix.
  private static func prefixed(_ shape: String, code: String? = nil, _ message: String) -> SQSFailure {
    SQSFailure(
      type: "com.amazonaws.sqs#\(shape)", queryCode: "AWS.SimpleQueueService.\(code ?? shape)",
      message: message)
  }

  /// A shape of SQS whose query code has no prefix.
  private static func plain(_ shape: String, code: String? = nil, _ message: String) -> SQSFailure {
    SQSFailure(type: "com.amazonaws.sqs#\(shape)", queryCode: code ?? shape, message: message)
  }

  static let queueDoesNotExist = prefixed(
    "QueueDoesNotExist", code: "NonExistentQueue", "The specified queue does not exist.")

  static let messageNotInFlight = prefixed("MessageNotInflight", "The message referred to is not in flight.")

  static let emptyBatch = prefixed(
    "EmptyBatchRequest", "There should be at least one entry in the request.")

  static let batchEntryIdsNotDistinct = prefixed(
    "BatchEntryIdsNotDistinct", "Two or more batch entries have the same Id.")

  static let purgeInProgress = prefixed(
    "PurgeQueueInProgress", "Only one PurgeQueue operation per queue is allowed every 60 seconds.")

  static func messageTooLong(_ limit: Int) -> SQSFailure {
    invalidValue("One or more parameters are invalid. Reason: Message must be shorter than \(limit) bytes.")
  }

  static let batchTooLong = prefixed(
    "BatchRequestTooLong", "Batch requests cannot be longer than 1048576 bytes.")

  static let invalidContents = plain(
    "InvalidMessageContents", "The message contains characters outside the allowed set.")

  static let overLimit = plain(
    "OverLimit", "Too many messages are in flight: delete some, or wait for their visibility time-outs.")

  static let queueDeletedRecently = prefixed(
    "QueueDeletedRecently",
    "You must wait 60 seconds after deleting a queue before you can create another with the same name.")

  /// A parameter that only the other kind of queue knows, FIFO or standard.
  static func wrongKind(_ parameter: String) -> SQSFailure {
    invalidValue(
      "Value for parameter \(parameter) is invalid. Reason: The request includes a parameter that is not valid for this "
        + "queue type.")
  }

  static func queueNameExists(_ attribute: String) -> SQSFailure {
    plain(
      "QueueNameExists", code: "QueueAlreadyExists",
      "A queue already exists with the same name and a different value for attribute \(attribute)")
  }

  static func invalidAttributeValue(_ attribute: String) -> SQSFailure {
    plain("InvalidAttributeValue", "Invalid value for the parameter \(attribute).")
  }

  static func unknownAttribute(_ name: String) -> SQSFailure {
    plain("InvalidAttributeName", "Unknown Attribute \(name).")
  }

  static func unauthorized(_ shape: String, code: String, _ message: String) -> SQSFailure {
    SQSFailure(
      type: "com.amazon.coral.service#\(shape)", queryCode: code, message: message, status: 403)
  }

  static let internalFailure = SQSFailure(
    type: "com.amazonaws.sqs#InternalFailure", queryCode: "InternalFailure",
    message: "The request failed because of an internal error.", status: 500)

  static let serviceUnavailable = SQSFailure(
    type: "com.amazonaws.sqs#ServiceUnavailable", queryCode: "ServiceUnavailable",
    message: "The service is shutting down.", status: 503)

  static func tooManyEntries(_ count: Int) -> SQSFailure {
    prefixed(
      "TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10. You have sent \(count).")
  }

  static func invalidBatchEntryId(_ id: String) -> SQSFailure {
    prefixed(
      "InvalidBatchEntryId", "The Id '\(id)' is not 1 to 80 letters, digits, hyphens and underscores.")
  }

  static func unsupported(_ message: String) -> SQSFailure { prefixed("UnsupportedOperation", message) }

  static func invalidHandle(_ handle: String) -> SQSFailure {
    plain("ReceiptHandleIsInvalid", "The input receipt handle \"\(handle)\" is not a valid receipt handle.")
  }

  static func resourceNotFound(_ message: String) -> SQSFailure {
    plain("ResourceNotFoundException", message)
  }

  static func missingParameter(_ name: String) -> SQSFailure {
    plain(
      "MissingRequiredParameterException", code: "MissingParameter",
      "The request must contain the parameter \(name).")
  }

  static func invalidValue(_ message: String) -> SQSFailure {
    plain("InvalidParameterValueException", code: "InvalidParameterValue", message)
  }

  static func malformed(_ message: String) -> SQSFailure {
    SQSFailure(
      type: "com.amazon.coral.service#SerializationException", queryCode: "SerializationException",
      message: message)
  }

  static func unknownOperation(_ target: String) -> SQSFailure {
    SQSFailure(
      type: "com.amazon.coral.service#UnknownOperationException", queryCode: "InvalidAction",
      message: "There is no operation \(target).")
  }
}
