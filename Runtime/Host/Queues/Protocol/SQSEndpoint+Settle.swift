internal import Core

/// DeleteMessage and ChangeMessageVisibility, single and in batches.
extension SQSEndpoint {
  /// A message may stay in flight for 12 hours in all.
  private static let maximumFlight: Int64 = 43_200_000

  func deleteMessage(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let handle = try handle(request, of: queue(request))
    engine.perform { store, _ in
      // An older handle succeeds without deleting, as documented.
      _ = try store.delete(handle)
    } then: { result in
      answer(result.map { [:] })
    }
  }

  func deleteMessageBatch(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let state = try queue(request)
    settleBatch(try request.batchEntries(), answer) { entry throws(SQSFailure) in
      let handle = try handle(entry, of: state)
      return { store, _ in _ = try store.delete(handle) }
    }
  }

  func changeMessageVisibility(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let state = try queue(request)
    let change = try visibilityChange(request, of: state)
    engine.perform(touching: state, change) { result in answer(result.map { [:] }) }
  }

  func changeMessageVisibilityBatch(
    _ request: SQSParameters, _ answer: @escaping Answer
  ) throws(SQSFailure) {
    let state = try queue(request)
    settleBatch(try request.batchEntries(), touching: state, answer) { entry throws(SQSFailure) in
      try visibilityChange(entry, of: state)
    }
  }

  private typealias Settlement = (MessageStore, _ now: Int64) throws -> Void

  private func handle(_ request: SQSParameters, of state: QueueState) throws(SQSFailure) -> ReceiptHandle {
    let text = try request.requiredString("ReceiptHandle")
    guard let handle = ReceiptHandle(text), handle.queue == state.queue.id else { throw .invalidHandle(text) }
    return handle
  }

  private func visibilityChange(
    _ request: SQSParameters, of state: QueueState
  ) throws(SQSFailure) -> Settlement {
    let handle = try handle(request, of: state)
    guard let seconds = try request.integer("VisibilityTimeout", in: 0...43_200) else {
      throw .missingParameter("VisibilityTimeout")
    }
    return { store, now in
      guard let receivedAt = try store.findReceiveTime(handle, at: now) else {
        throw SQSFailure.messageNotInFlight
      }
      let visibleAt = now + Int64(seconds) * 1000
      guard visibleAt <= receivedAt + Self.maximumFlight else {
        throw SQSFailure.invalidValue(
          "Total VisibilityTimeout for the message is beyond the limit of 43200 seconds.")
      }
      try store.updateVisibility(of: handle.message, until: visibleAt)
    }
  }

  /// Settles the entries of a batch in one commit; each succeeds or fails by itself.
  private func settleBatch(
    _ entries: [(id: String, entry: SQSParameters)], touching state: QueueState? = nil,
    _ answer: @escaping Answer, _ settlement: (SQSParameters) throws(SQSFailure) -> Settlement
  ) {
    let settlements = entries.map { id, entry in
      do throws(SQSFailure) {
        return (id: id, settle: Result<Settlement, SQSFailure>.success(try settlement(entry)))
      } catch {
        return (id: id, settle: .failure(error))
      }
    }
    engine.perform(touching: state) { store, now in
      var successful: [JSON] = []
      var failed: [(id: String, failure: SQSFailure)] = []
      for (id, settle) in settlements {
        do {
          try settle.get()(store, now)
          successful.append(["Id": .string(id)])
        } catch let failure as SQSFailure {
          failed.append((id, failure))
        }
      }
      return self.batchResult(successful: successful, failed: failed)
    } then: {
      answer($0)
    }
  }
}
