internal import Glibc
internal import HostTemplate

/// What the bundle itself must bring: template, binaries, parameters.
struct BundleChecks {
  let state: StateDirectory
  let bundle: BundleOptions
  /// The parameters of `--set`.
  let given: [String: String]

  func findings() -> [Finding] {
    let parameters: Parameters
    do {
      parameters = try Parameters(keptIn: state, overridden: given)
    } catch {
      return [.wrong("parameters", error)]
    }
    let kept = [Finding.fine("parameters", state.parameters), platforms(parameters)]
    do {
      // Nothing runs for this check: any address does.
      let addresses = DatabaseRoles.roles.map { ($0.parameter, "postgresql://") } + [("PublicUrl", "http://")]
      let values = parameters.values.merging(addresses) { own, _ in own }
      let loaded = try Bundle(
        templatePath: bundle.template, parameters: values,
        surroundings: TemplateSurroundings(queueBaseURL: "http://127.0.0.1:9"))
      return kept + [.fine("template", summary(loaded.template))] + executables(loaded)
    } catch {
      return kept + [.wrong("template", error)]
    }
  }

  private func summary(_ template: Template) -> String {
    let routes = template.functions.reduce(0) { $0 + $1.routes.count }
    let timers = template.functions.reduce(0) { $0 + $1.schedules.count }
    return "\(bundle.template): \(template.functions.count) functions, \(routes) routes, "
      + "\(template.queues.count) queues, \(timers) timers"
  }

  private func platforms(_ parameters: Parameters) -> Finding {
    guard !parameters.usesSandbox else { return .note("platforms", "simulated by the sandbox") }
    let missing = Parameters.platformKeys.filter { Environment[Environment.variable(for: $0)] == nil }
      .filter { given[$0] == nil }
    return missing.isEmpty
      ? .fine("platforms", "real, with keys from the environment")
      : .wrong(
        "platforms", "some platform keys are set, but not \(missing.joined(separator: ", "))",
        remedy: "Set \(missing.map(Environment.variable).joined(separator: ", ")), or none for the sandbox.")
  }

  private func executables(_ loaded: Bundle) -> [Finding] {
    let paths = loaded.template.functions.map { loaded.executable(of: $0, binaries: bundle.binaries) }
    let missing = paths.filter { access($0, X_OK) != 0 }
    guard missing.isEmpty else {
      return [
        .wrong(
          "binaries",
          "\(missing.count) of \(paths.count) are missing: \(missing.prefix(3).joined(separator: ", "))…",
          remedy: "swift build -c release")
      ]
    }
    return [.fine("binaries", "\(paths.count) in \(bundle.binaries)")] + libraries(paths.first)
  }

  /// Functions share their libraries: one stands for all.
  private func libraries(_ executable: String?) -> [Finding] {
    guard let executable, let ldd = Program.find("ldd"),
      let result = try? ChildProcess.run([ldd, executable])
    else { return [] }
    let missing = result.output.split(separator: "\n").filter { $0.contains("not found") }
      .compactMap { $0.split(whereSeparator: \.isWhitespace).first.map(String.init) }
    guard missing.isEmpty else {
      return [
        .wrong(
          "libraries", "not found: \(missing.joined(separator: ", "))",
          remedy: "make deps, or apt-get install libcurl4 libpq5 libssl3 zlib1g")
      ]
    }
    return [.fine("libraries", "all found by the loader")]
  }
}
