internal import Core

extension RunningBundle {
  /// The processes that run a function at the moment; none while the host does not answer.
  package func processes(of function: String) -> [Int32] {
    let answer = try? Client(servicesURL()).get("/host/functions")
    let found = answer?.json.array?.first { $0["name"]?.string == function }
    return (found?["environments"]?.array ?? []).compactMap { $0["pid"]?.integer.map { Int32($0) } }
  }
}
