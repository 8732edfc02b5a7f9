internal import HTTPClient

/// The watcher as the loop uses it: made when the first event has come, so that it does not delay the start.
final class Watch {
  private let address: String
  private let gate: SocketGate
  private var watcher: Watcher?

  init(address: String, gate: SocketGate) {
    self.address = address
    self.gate = gate
  }

  func begin(_ invocation: Invocation) {
    let watcher = watcher ?? Watcher(address: address, gate: gate)
    self.watcher = watcher
    watcher.begin(invocation)
  }

  func beginAnswer() { watcher?.beginAnswer() }

  func beginWaiting() -> Bool { watcher?.beginWaiting() ?? true }

  var isEnding: Bool { watcher?.isEnding ?? false }
}
