internal import Glibc
internal import HTTPServer
internal import Host
internal import HostTemplate
internal import PrivateFiles

/// What the bundle itself must bring, and what it was given: template, binaries, parameters. `up` asks the same before it
/// starts anything.
struct BundleChecks {
  let state: StateDirectory
  let bundle: BundleOptions
  let gateway: GatewayOptions
  /// The pairs of `--set`.
  let settings: [String: String]

  /// The first thing that is wrong.
  func firstFailure() -> CommandFailure? { checked().findings.lazy.compactMap(\.failure).first }

  func findings() -> [Finding] {
    let (findings, programs) = checked()
    return programs.isEmpty ? findings : findings + users(programs) + libraries(programs.first)
  }

  /// With the programs of all functions when none is missing.
  private func checked() -> (findings: [Finding], programs: [String]) {
    let file: TemplateFile
    let given: GivenParameters
    do {
      file = try TemplateFile(bundle.template)
      given = try GivenParameters(settings, for: file)
    } catch {
      return ([.wrong("parameters", error)], [])
    }
    let groups = [database(given), platforms(given), address(given)] + sandbox(given)
    do {
      let kept = try KeptParameters(in: state, replacedBy: given)
      // Nothing runs for this check: any address does.
      let addresses = DatabaseRoles.roles.map { ($0.parameter, "postgresql://") } + [("PublicUrl", "http://")]
      let template = try file.resolve(
        parameters: kept.values.merging(addresses) { own, _ in own },
        surroundings: TemplateSurroundings(queueBaseURL: "http://127.0.0.1:9"))
      let plan = try file.plan(template)
      _ = try template.buckets.isEmpty ? nil : ObjectStoreLaunch.wantedPort()
      let (executables, programs) = executables(plan, file.configuration(binaries: bundle.binaries))
      return (
        groups + [.fine("parameters", state.parameters), .fine("template", summary(template)), executables],
        programs
      )
    } catch {
      return (groups + [.wrong("template", error)], [])
    }
  }

  private func summary(_ template: Template) -> String {
    let routes = template.functions.reduce(0) { $0 + $1.routes.count }
    let timers = template.functions.reduce(0) { $0 + $1.schedules.count }
    return "\(bundle.template): \(template.functions.count) functions, \(routes) routes, "
      + "\(template.queues.count) queues, \(timers) timers"
  }

  private func database(_ given: GivenParameters) -> Finding {
    do {
      if try given.includes(.databases) { return .note("database", "not ours: the addresses are given") }
      let installation = try PostgresInstallation.find()
      let location = try ClusterLocation(under: state)
      return .fine(
        "database", "\(installation.directory), data in \(location.data), socket in \(location.socket)")
    } catch {
      return .wrong("database", error)
    }
  }

  /// By which names the gateway answers.
  private func address(_ given: GivenParameters) -> Finding {
    guard let url = given["PublicUrl"] else {
      return .note("address", "by localhost and IP addresses only; PUBLIC_URL adds a name")
    }
    guard let name = Reach.name(in: url) else {
      return .wrong(
        "address", "PUBLIC_URL has no host that the gateway could answer by: \(url)",
        remedy: "Set it to the public address, as in https://social.example.com")
    }
    return .fine("address", "by localhost, IP addresses and \(name)")
  }

  private func platforms(_ given: GivenParameters) -> Finding {
    guard let text = given["PlatformApplications"] else {
      return .note("platforms", "simulated by the sandbox")
    }
    guard let names = PlatformNames.registered(in: text) else {
      return .wrong(
        "platforms", "PLATFORM_APPLICATIONS is not what functions can read",
        remedy: #"Set it to {"x": {"id": "…", "secret": "…"}, …}, a member for each platform that you use."#)
    }
    return .fine("platforms", "real: " + names.joined(separator: ", "))
  }

  /// Only when the platforms are simulated.
  private func sandbox(_ given: GivenParameters) -> [Finding] {
    guard given["PlatformApplications"] == nil else { return [] }
    do {
      return [.fine("sandbox", try SandboxProcess.program(in: bundle.binaries))]
    } catch {
      return [.wrong("sandbox", error)]
    }
  }

  private func executables(
    _ plan: HostPlan, _ configuration: HostConfiguration
  ) -> (finding: Finding, programs: [String]) {
    let (all, missing) = (plan.programs(configuration), plan.missingPrograms(configuration))
    guard missing.isEmpty else {
      let names = missing.prefix(3).map(\.program).joined(separator: ", ")
      return (
        .wrong(
          "binaries", "\(missing.count) of \(all.count) are missing: \(names)…",
          remedy: "swift build -c release", code: .unavailable), []
      )
    }
    return (.fine("binaries", "\(all.count) in \(bundle.binaries)"), all)
  }

  private func users(_ paths: [String]) -> [Finding] {
    guard geteuid() == 0 else {
      let risk = "functions run as this user, and nothing keeps them from each other's secrets"
      return [.note("users", risk)]
    }
    guard let closed = paths.first(where: { !OpenPath.isRunnable(LocalFile.absolute($0)) }) else {
      return [.fine("users", "each environment runs as a user of its own")]
    }
    let risk = "other users cannot run \(closed): functions run as root, and nothing keeps them apart"
    return [.note("users", risk + "; move the bundle to where all users can go")]
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
