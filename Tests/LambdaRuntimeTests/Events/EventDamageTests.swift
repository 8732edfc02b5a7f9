internal import Core
internal import LambdaRuntime
internal import Testing

/// A kind of event with all its samples.
struct EventKind: CustomTestStringConvertible {
  let testDescription: String
  let samples: [String]
  let read: @Sendable (UnsafeRawBufferPointer) throws -> Void

  static let all = [
    EventKind(testDescription: "requests", samples: HTTPSamples.all) { _ = try Request(event: $0) },
    EventKind(testDescription: "WebSocket events", samples: WebSocketSamples.all) {
      _ = try WebSocketEvent(event: $0)
    },
    EventKind(testDescription: "batches of a queue", samples: QueueSamples.all) {
      for message in try QueueMessage.batch(event: $0) { _ = (message.sentTime, message.receiveCount) }
    },
    EventKind(testDescription: "notifications of S3", samples: ObjectSamples.all) {
      _ = try ObjectRecord.all(event: $0)
    },
    EventKind(testDescription: "ticks", samples: ScheduleSamples.all) { _ = try ScheduledEvent(event: $0) },
    EventKind(testDescription: "questions to authorizers", samples: AuthorizerSamples.all) {
      _ = try AuthorizerRequest(event: $0)
    },
  ]
}

@Suite("A damaged event is an error, never a crash") struct EventDamageTests {
  @Test("An event that is cut off anywhere is an error", arguments: EventKind.all)
  func cutOff(kind: EventKind) throws {
    let memory = try GuardedBytes(capacity: 8192)
    for sample in kind.samples {
      let bytes = Array(sample.utf8)
      try memory.lend(bytes, kind.read)
      for length in bytes.indices {
        #expect(throws: JSONError.self, "cut off at \(length)") {
          try memory.lend(bytes.prefix(length), kind.read)
        }
      }
    }
  }

  @Test("An event with a changed byte is read or refused", arguments: EventKind.all)
  func changedByte(kind: EventKind) throws {
    let memory = try GuardedBytes(capacity: 8192)
    var read = 0
    var refused = 0
    for sample in kind.samples {
      var bytes = Array(sample.utf8)
      for index in bytes.indices {
        // One bit, the bit that makes it no ASCII, and what ends strings, objects and lists.
        for change in [bytes[index] ^ 1, bytes[index] ^ 0x80, 0x22, 0x5C, 0x7D, 0x5D, 0x30, 0x00] {
          let kept = bytes[index]
          bytes[index] = change
          do {
            try memory.lend(bytes, kind.read)
            read += 1
          } catch {
            #expect(error is JSONError)
            refused += 1
          }
          bytes[index] = kept
        }
      }
    }
    // Both happen, or the changes were none.
    #expect(read > 100)
    #expect(refused > 100)
  }

  @Test("A value of another type is read or refused wherever it stands", arguments: EventKind.all)
  func changedType(kind: EventKind) throws {
    let memory = try GuardedBytes(capacity: 16384)
    let others: [JSON] = [
      .null, true, 7, 1e99, .integer(.min), "text", "", [], [.null], ["x"], [:], ["x": ["y": 1]],
    ]
    var count = 0
    for sample in kind.samples {
      let event = try JSON(parsing: sample)
      for other in others {
        for changed in variants(of: event, with: other) {
          do {
            try memory.lend(changed.encoded(), kind.read)
          } catch {
            #expect(error is JSONError)
          }
          count += 1
        }
      }
    }
    #expect(count > 100)
  }

  @Test("Members that are null are as good as absent", arguments: EventKind.all)
  func nulls(kind: EventKind) throws {
    for sample in kind.samples {
      guard let event = try JSON(parsing: sample).object else { continue }
      for (name, _) in event.members where !["type", "requestContext"].contains(name) {
        var changed = event
        changed[name] = .null
        try JSON.object(changed).encoded().withUnsafeBytes(kind.read)
      }
    }
  }

  /// The value with one value in it, at any depth, replaced.
  private func variants(of value: JSON, with other: JSON) -> [JSON] {
    var variants = [other]
    switch value {
    case .object(let object):
      for (name, member) in object.members {
        for variant in self.variants(of: member, with: other) {
          var changed = object
          changed[name] = variant
          variants.append(.object(changed))
        }
      }
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        for variant in self.variants(of: element, with: other) {
          var changed = elements
          changed[index] = variant
          variants.append(.array(changed))
        }
      }
    case .null, .bool, .integer, .double, .string: break
    }
    return variants
  }
}
