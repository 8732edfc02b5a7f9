internal import Glibc

/// A wait status in Lambda's words, which are those of Go.
enum WaitStatus {
  static func describe(_ status: Int32) -> String {
    let signal = status & 0x7F
    return signal == 0 ? "exit status \(status >> 8 & 0xFF)" : "signal: \(name(signal))"
  }

  private static func name(_ signal: Int32) -> String {
    switch signal {
    case SIGHUP: "hangup"
    case SIGINT: "interrupt"
    case SIGQUIT: "quit"
    case SIGILL: "illegal instruction"
    case SIGTRAP: "trace/breakpoint trap"
    case SIGABRT: "aborted"
    case SIGBUS: "bus error"
    case SIGFPE: "floating point exception"
    case SIGKILL: "killed"
    case SIGSEGV: "segmentation fault"
    case SIGPIPE: "broken pipe"
    case SIGTERM: "terminated"
    default: "signal \(signal)"
    }
  }
}
