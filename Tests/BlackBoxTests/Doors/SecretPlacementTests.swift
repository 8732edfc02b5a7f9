internal import Core
internal import Glibc
internal import Harness
internal import Testing

@Suite("Secrets are in no argument, and in the variables of those only whom the template gives them")
struct SecretPlacementTests {
  /// Given to the host by its own variables, as an operator does.
  private static let given = [
    "SEND_GRID_API_KEY": "SG.given-\(UUID.v7())",
    "LINK_SIGNING_KEYS": "Z2l2ZW4gYnkgYSB2YXJpYWJsZSwgMzIgYnl0ZXMuLi4=",
  ]

  @Test("Of no process of a running bundle can another user read one") func placement() throws {
    let bundle = try RunningBundle(variables: Self.given)
    defer { try? bundle.dispose() }
    let secrets = try secrets(of: bundle)
    #expect(secrets.count >= 20)
    for function in ["ListTokenKeys", "LogIn", "SendMail", "ListWorkspaces", "Migrate"] {
      try bundle.invoke(function)
    }
    let processes = try ProcessStatus.tree(from: bundle.processIdentifier)
    var programs: [String: Int] = [:]
    for process in processes {
      let arguments = ProcessStatus.words("cmdline", of: process)
      let program = arguments.first?.split(separator: "/").last.map(String.init) ?? ""
      programs[program, default: 0] += 1
      for secret in secrets {
        #expect(!arguments.contains { $0.contains(secret.value) }, "\(program): \(secret.parameters)")
      }
      if process != bundle.processIdentifier { try checkVariables(of: process, program, secrets) }
    }
    for program in ["clientnest", "sandbox", "postgres", "LogIn", "ListTokenKeys", "SendMail"] {
      #expect(programs[program] ?? 0 > 0, "\(program) does not run")
    }
  }

  private func checkVariables(of process: Int32, _ program: String, _ secrets: [Secret]) throws {
    let variables = ProcessStatus.words("environ", of: process)
    let named = try parameters(of: program)
    for secret in secrets where variables.contains(where: { $0.contains(secret.value) }) {
      #expect(!secret.parameters.isDisjoint(with: named), "\(program): \(secret.parameters)")
    }
  }

  /// What the template says in the block of a function; nothing for other programs.
  private func parameters(of function: String) throws -> Set<String> {
    let blocks = try FeatureFiles.read("template.yaml").flatMap { $0.text.split(separator: "\n\n") }
    let block = blocks.first { $0.contains("CodeUri: .build/packages/\(function).zip") }
    guard let block else { return [] }
    return Set(block.split { !$0.isLetter }.map(String.init))
  }

  private struct Secret {
    let value: String
    /// Whoever is given one of them is given the secret.
    let parameters: Set<String>
  }

  private func secrets(of bundle: RunningBundle) throws -> [Secret] {
    let kept = try JSON(parsing: TextFile.read(bundle.directory + "/parameters.json")).object?.members ?? []
    let replaced = ["SendGridApiKey", "LinkSigningKeys"]
    var secrets = [
      Secret(value: Self.given["SEND_GRID_API_KEY"] ?? "", parameters: ["SendGridApiKey"]),
      Secret(value: Self.given["LINK_SIGNING_KEYS"] ?? "", parameters: ["LinkSigningKeys"]),
    ]
    for (name, value) in kept where !replaced.contains(name) {
      let text = value.string ?? ""
      if name.hasSuffix("Applications") {
        for application in try JSON(parsing: text).object?.members ?? [] {
          secrets.append(
            Secret(
              value: application.value["secret"]?.string ?? "", parameters: [name, "MetaAppSecrets"]))
        }
      } else {
        let address = name.hasSuffix("DatabasePassword") ? name.dropLast("Password".count) + "Url" : name
        secrets.append(Secret(value: text, parameters: [address]))
      }
    }
    #expect(!secrets.contains { $0.value.count < 16 })
    return secrets
  }
}
