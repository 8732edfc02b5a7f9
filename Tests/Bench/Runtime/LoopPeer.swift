internal import Core
internal import Harness

/// A program that takes events and answers them.
struct LoopPeer {
  /// What it answers with.
  enum Answer {
    /// The event's bytes as they are.
    case event
    /// A response whose body is the request's.
    case body
  }

  let name: String
  let command: [String]
  let variables: [String: String]
  let answer: Answer

  static let typed = LoopPeer(function: "EchoRequest", as: "typed", answer: .body)
  static let bytes = LoopPeer(function: "EchoBytes", as: "bytes", answer: .event)
  static let floor = LoopPeer(
    name: "floor_c", command: ["\(RunningBundle.binaries)/floor"], variables: [:], answer: .event)
  /// AWS's runtime for Python, when it was installed.
  static let python = LoopPeer(
    name: "python", command: [Python.path, "-m", "awslambdaric", "echo.handle"],
    variables: ["PYTHONPATH": "Tests/Bench"], answer: .body)

  private init(name: String, command: [String], variables: [String: String], answer: Answer) {
    self.name = name
    self.command = command
    self.variables = variables
    self.answer = answer
  }

  private init(function: String, as name: String, answer: Answer) {
    self.init(name: name, command: [PackagedFunction.path(function)], variables: [:], answer: answer)
  }

  /// Whether an answer is what this peer has to give for an event.
  func isRight(_ given: [UInt8], for event: LoopEvent) throws -> Bool {
    switch answer {
    case .event: return given == event.bytes
    case .body:
      let response = try JSON(parsing: given)
      return response["statusCode"] == 200 && response["body"] == .string(event.body)
        && response["isBase64Encoded"] == false
    }
  }
}
