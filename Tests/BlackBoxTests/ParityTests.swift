internal import Core
internal import Harness
internal import Testing

/// One name in five places: folder, target, template, binary, event.
@Suite("Every function is the same everywhere") struct ParityTests {
  /// The functions by name, with their source.
  private static let functions: [(name: String, feature: String, source: String)] = {
    let features = (try? TextFile.names(in: "Functions")) ?? []
    return features.filter { !$0.contains(".") }.flatMap { feature in
      ((try? TextFile.names(in: "Functions/\(feature)")) ?? []).map { name in
        (name, feature, (try? TextFile.read("Functions/\(feature)/\(name)/\(name).swift")) ?? "")
      }
    }
  }()

  @Test("There are functions to look at") func some() { #expect(Self.functions.count >= 38) }

  @Test("Folders, targets, template and binaries name the same functions")
  func names() throws {
    let names = Set(Self.functions.map(\.name))
    let manifest = try TextFile.read("Package.swift")
    let targets = manifest.split(separator: "function(\"").dropFirst().compactMap {
      $0.split(separator: "\"").first
    }
    #expect(Set(targets.map(String.init)) == names)
    let template = try TextFile.read("template.yaml")
    let resources = template.split(separator: "\n\n").compactMap { block -> String? in
      guard block.contains("AWS::Serverless::Function\n") else { return nil }
      return block.split(separator: "\n").first { $0.hasPrefix("  ") && $0.hasSuffix(":") }
        .map { String($0.dropFirst(2).dropLast()) }
    }
    #expect(Set(resources) == names)
    for name in names {
      #expect(try ChildProcess.run("/usr/bin/test", ["-x", "\(RunningBundle.binaries)/\(name)"]).status == 0)
    }
  }

  @Test("Every function has a sample event, and every event a function")
  func events() throws {
    let names = Set(Self.functions.map(\.name))
    let files = try TextFile.names(in: "events")
    for file in files { _ = try JSON(parsing: TextFile.read("events/\(file)")) }
    #expect(Set(files.compactMap { $0.split(separator: ".").first.map(String.init) }) == names)
    for name in names { #expect(files.contains("\(name).json")) }
  }

  @Test("The route in a function's comment is the one in the template and in the API description")
  func routes() throws {
    let template = try TextFile.read("template.yaml")
    let description = try TextFile.read("Functions/openapi.yaml")
    var checked = 0
    for function in Self.functions {
      let route = function.source.split(separator: "\n").first { $0.hasPrefix("/// ") }?.dropFirst(4) ?? ""
      let words = route.split(separator: " ")
      guard words.count == 2, words[1].hasPrefix("/") else { continue }
      for method in words[0].split(separator: ",") {
        #expect(template.contains("Method: \(method), Path: \"\(words[1])\""), "\(function.name)")
      }
      #expect(description.contains("  \(words[1]):\n"), "\(function.name)")
      checked += 1
    }
    #expect(checked >= 31)
  }

  @Test("Functions are short, read the same, and import no Foundation", arguments: functions.map(\.name))
  func shape(_ name: String) throws {
    let function = try #require(Self.functions.first { $0.name == name })
    let lines = function.source.split(separator: "\n", omittingEmptySubsequences: false)
    #expect((10...41).contains(lines.count))
    #expect(lines.contains { $0.hasPrefix("@main struct \(name): ") })
    #expect(!function.source.contains("import Foundation"))
    #expect(!function.source.contains("catch"))
  }

  @Test(
    "A function's environment is what it names in `needs`, no less and no more",
    arguments: functions.map(\.name))
  func environment(_ name: String) throws {
    let template = try TextFile.read("template.yaml")
    let block = try #require(
      template.split(separator: "\n\n").first {
        $0.contains("\n  \(name):\n") || $0.hasPrefix("  \(name):\n")
      })
    let given = block.split(separator: "\n").compactMap { line -> String? in
      guard line.hasPrefix("          "),
        let name = line.split(separator: ":").first?.drop(while: { $0 == " " }),
        name.allSatisfy({ $0.isUppercase || $0 == "_" })
      else { return nil }
      return String(name)
    }
    let source = try #require(Self.functions.first { $0.name == name }).source
    #expect(Set(given) == (try Self.needed(by: source)))
  }

  /// The environment variables behind the settings that a function names.
  private static func needed(by source: String) throws -> Set<String> {
    let declarations = try TextFile.read("Shared/Wiring/Setting+Declared.swift")
    let needs = try #require(source.split(separator: "\n").first { $0.contains("static let needs") })
    var names: Set<String> = []
    for line in declarations.split(separator: "\n") where line.contains("= Setting(\"") {
      let property = line.split(separator: "static let ")[1].split(separator: " ")[0]
      if needs.contains(".\(property),") || needs.contains(".\(property)]") {
        names.insert(String(line.split(separator: "\"")[1]))
      }
    }
    if needs.contains("Setting.publishing") {
      names.formUnion([
        "DATABASE_URL", "PUBLISH_QUEUE_URL", "DELIVERY_LEASE_SECONDS", "BACKLOG_SPACING_SECONDS",
      ])
    }
    if needs.contains("Setting.mail") {
      names.formUnion(["SENDGRID_API_KEY", "MAIL_SENDER", "OUTSIDE_WORLD_URL"])
    }
    if needs.contains("Setting.platforms") {
      names.formUnion([
        "ACCOUNT_ENCRYPTION_KEYS", "X_CLIENT_ID", "X_CLIENT_SECRET", "INSTAGRAM_APP_ID",
        "INSTAGRAM_APP_SECRET",
        "OUTSIDE_WORLD_URL",
      ])
    }
    return names
  }
}
