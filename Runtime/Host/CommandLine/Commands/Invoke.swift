internal import ArgumentParser
internal import Core
internal import Glibc

struct Invoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs one function with an event and prints its answer.",
    discussion: """
      The function runs in the host that is up, with its environment and its permissions:

        clientnest invoke DispatchDueDeliveries
        clientnest invoke CreatePost --event events/CreatePost.json
        echo '{}' | clientnest invoke Migrate --event -

      The answer goes to standard output. The exit code is 1 when the function failed.
      """)

  @Argument(help: "The name of the function in the template.")
  var function: String

  @Option(help: "The file of the event, - for standard input. Without it the event is {}.")
  var event: String?

  @OptionGroup var state: StateOptions

  func run() throws {
    let answer = try HostClient(state.directory()).invoke(function, event: readEvent())
    Terminal.line(String(decoding: answer.answer, as: UTF8.self))
    guard answer.succeeded else { throw ExitCode.failure }
  }

  private func readEvent() throws -> [UInt8] {
    guard let event else { return Array("{}".utf8) }
    let bytes: [UInt8]
    if event == "-" {
      bytes = try LocalFile.readAll(STDIN_FILENO, from: "standard input")
    } else if let file = try LocalFile.read(event) {
      bytes = file
    } else {
      throw ValidationError("there is no file \(event)")
    }
    do {
      _ = try JSON(parsing: bytes)
    } catch {
      throw ValidationError("\(event) is not JSON: \(error)")
    }
    return bytes
  }
}
