/// A program that tests something by itself, such as the fault test.
package enum TestProgram {
  /// Runs the test and returns what the program exits with: 0 when it is green, 1 when it is red, 2 when it could not be
  /// run. Interrupted, it ends what it has started.
  package static func exitCode(of name: String, _ isGreen: () throws -> Bool) -> Int32 {
    Interruption.endsWhatWasStarted()
    do {
      return try isGreen() ? 0 : 1
    } catch {
      print("\(name) could not be run: \(error)")
      return 2
    }
  }
}
