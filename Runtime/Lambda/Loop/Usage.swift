#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What a function tells who starts it by hand.
enum Usage {
  /// For `--help`, and for every other argument: Lambda gives none.
  static func tell(_ needs: [Setting]) -> Never {
    let asked = CommandLine.arguments.dropFirst() == ["--help"]
    var text = """
      A Lambda function, started by Lambda or by `clientnest up`. It takes no arguments, and gets its events from the \
      Runtime API at AWS_LAMBDA_RUNTIME_API.

      """
    if !needs.isEmpty { text += "\nEnvironment variables that it needs:\n" }
    for setting in needs { text += "  \(setting.name): \(setting.meaning)\n" }
    write(asked ? STDOUT_FILENO : STDERR_FILENO, text, text.utf8.count)
    exit(asked ? 0 : 64)
  }
}
