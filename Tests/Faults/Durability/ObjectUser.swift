internal import Core
internal import Glibc
internal import Harness

/// Puts, completes, deletes and reads objects that nobody else writes, for as long as it is let, and counts what it finds
/// to be wrong. For one thread.
final class ObjectUser {
  private static let keys = 5

  private let number: Int
  private let record: Record
  private let caller: ObjectCaller
  private var states: [ObjectState]
  private var count = 0

  init(_ number: Int, port: Int, _ record: Record) {
    self.number = number
    self.record = record
    caller = ObjectCaller(port: port)
    states = Array(repeating: ObjectState(), count: Self.keys)
  }

  func work(until isOver: () -> Bool) {
    while !isOver(), caller.call("PUT", ObjectChange.baseKey, body: ObjectChange.base) == nil { usleep(1000) }
    while !isOver() {
      count += 1
      let index = count % Self.keys
      let change = ObjectChange(key: key(index), number: count)
      states[index].attempt(change)
      if make(change) {
        states[index].settle(change)
        record.acknowledgeObject()
        if count.isMultiple(of: 3) { _ = look(at: index) }
      } else {
        // The server is gone. What it leaves must be whole, and one of what it may be.
        lookAtAll(until: isOver)
      }
    }
    lookAtAll { false }
  }

  private func key(_ index: Int) -> String { "user\(number)/\(index)" }

  // MARK: Changes

  /// Whether it was acknowledged.
  private func make(_ change: ObjectChange) -> Bool {
    switch change.kind {
    case .put: caller.call("PUT", change.key, body: change.own)?.status == 200
    case .complete: complete(change)
    case .delete: caller.call("DELETE", change.key)?.status == 204
    }
  }

  private func complete(_ change: ObjectChange) -> Bool {
    guard let upload = caller.call("POST", change.key, [("uploads", "")])?.text.element("UploadId") else {
      return false
    }
    func part(_ number: Int) -> [(String, String)] { [("partNumber", "\(number)"), ("uploadId", upload)] }
    var tags: [String] = []
    if change.hasTwoParts {
      let source = "/\(ObjectCaller.bucket)/\(ObjectChange.baseKey)"
      guard let tag = caller.call("PUT", change.key, part(1), copying: source)?.text.element("ETag") else {
        return false
      }
      tags.append(tag)
    }
    guard let tag = caller.call("PUT", change.key, part(tags.count + 1), body: change.own)?.header("etag")
    else {
      return false
    }
    tags.append(tag)
    let list = tags.enumerated().map {
      "<Part><PartNumber>\($0 + 1)</PartNumber><ETag>\($1)</ETag></Part>"
    }
    let document = "<CompleteMultipartUpload>\(list.joined())</CompleteMultipartUpload>"
    return caller.call("POST", change.key, [("uploadId", upload)], body: Array(document.utf8))?.status == 200
  }

  // MARK: Looks

  private func lookAtAll(until isOver: () -> Bool) {
    for index in states.indices {
      while !isOver(), !look(at: index) { usleep(1000) }
    }
  }

  /// Whether there was an answer.
  private func look(at index: Int) -> Bool {
    guard let answer = caller.call("GET", key(index)), [200, 404].contains(answer.status) else {
      return false
    }
    let finding = states[index].find(answer.status == 200 ? answer.body : nil)
    if finding != .asExpected { record.note(finding) }
    return true
  }
}

extension String {
  /// The text of the first XML element of a name.
  fileprivate func element(_ name: String) -> String? {
    guard let start = firstRange(of: "<\(name)>"), let end = firstRange(of: "</\(name)>") else { return nil }
    return String(self[start.upperBound..<end.lowerBound])
  }
}
