internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Lets another thread end what a connection waits for, once and for good.
package final class SocketGate: Sendable {
  private struct State {
    var descriptor: Int32?
    var isShut = false
  }
  private let state = Mutex(State())

  package init() {}

  /// Ends the connection as if its peer had, and lets no other be made.
  package func shut() {
    state.withLock { state in
      state.isShut = true
      // Only shut down: the number stays taken until its owner closes it.
      if let descriptor = state.descriptor { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
  }

  /// False when no connection may be used any more.
  func enter(_ descriptor: Int32) -> Bool {
    state.withLock { state in
      state.descriptor = descriptor
      return !state.isShut
    }
  }

  /// To be called before the descriptor is closed.
  func leave() { state.withLock { $0.descriptor = nil } }
}
