internal import Core

/// TagQueue, UntagQueue and ListQueueTags.
extension SQSEndpoint {
  func tagQueue(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let added = try request.pairs("Tags")
    guard !added.isEmpty else { throw .missingParameter("Tags") }
    engine.retag(try queue(request)) { tags throws(SQSFailure) in
      tags.merge(added) { _, new in new }
      try Self.validate(tags)
    } then: { result in
      answer(result.map { [:] })
    }
  }

  func untagQueue(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let keys = try request.strings("TagKeys")
    guard !keys.isEmpty else { throw .missingParameter("TagKeys") }
    engine.retag(try queue(request)) { tags throws(SQSFailure) in
      for key in keys { tags[key] = nil }
    } then: { result in
      answer(result.map { [:] })
    }
  }

  func listQueueTags(_ request: SQSParameters, _ answer: Answer) throws(SQSFailure) {
    let tags = try queue(request).queue.tags.sorted { $0.key < $1.key }
    answer(
      .success(tags.isEmpty ? [:] : ["Tags": .object(JSONObject(tags.map { ($0.key, .string($0.value)) }))])
    )
  }

  /// At most 50; keys of 1 to 128 characters, values of up to 256
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html).
  static func validate(_ tags: [String: String]) throws(SQSFailure) {
    guard tags.count <= 50 else { throw .invalidValue("Too many tags: a queue has at most 50.") }
    for (key, value) in tags {
      guard (1...128).contains(key.unicodeScalars.count), value.unicodeScalars.count <= 256,
        !key.lowercased().hasPrefix("aws:")
      else { throw .invalidValue("The tag '\(key)' or its value is not valid.") }
    }
  }
}
