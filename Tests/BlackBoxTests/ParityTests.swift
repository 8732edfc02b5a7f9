internal import Core
internal import Description
internal import Harness
internal import Testing

/// One name in five places: folder, target, template, binary, event.
@Suite("Every function is the same everywhere") struct ParityTests {
  /// The functions by name, with their source.
  private static let functions: [(name: String, feature: String, source: String)] = {
    ((try? FeatureFiles.functions()) ?? []).map { name, feature in
      (name, feature, (try? TextFile.read("Functions/\(feature)/\(name)/\(name).swift")) ?? "")
    }
  }()

  @Test("There are functions to look at") func some() { #expect(Self.functions.count >= 42) }

  @Test("Folders, targets, template and binaries name the same functions, a feature's beside its code")
  func names() throws {
    let names = Set(Self.functions.map(\.name))
    let manifest = try TextFile.read("Package.swift")
    // The name follows at once, or on a line of its own.
    let targets = manifest.split(separator: " function(").compactMap { call in
      let rest = call.drop { $0.isWhitespace }
      return rest.first == "\"" ? rest.dropFirst().split(separator: "\"").first : nil
    }
    #expect(Set(targets.map(String.init)) == names)
    for (feature, template) in try FeatureFiles.read("template.yaml") {
      let resources = template.split(separator: "\n\n").compactMap { block -> String? in
        guard block.contains("AWS::Serverless::Function\n") else { return nil }
        return block.split(separator: "\n").first { $0.hasPrefix("  ") && $0.hasSuffix(":") }
          .map { String($0.dropFirst(2).dropLast()) }
      }
      #expect(Set(resources) == Set(Self.functions.filter { $0.feature == feature }.map(\.name)))
    }
    #expect(!(try TextFile.read("template.yaml").contains("AWS::Serverless::Function\n")))
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
    let templates = try FeatureFiles.read("template.yaml")
    let descriptions = try FeatureFiles.read("openapi.yaml")
    var checked = 0
    for function in Self.functions {
      let route = function.source.split(separator: "\n").first { $0.hasPrefix("/// ") }?.dropFirst(4) ?? ""
      let words = route.split(separator: " ")
      guard words.count == 2, words[1].hasPrefix("/") else { continue }
      let template = templates.first { $0.feature == function.feature }?.text ?? ""
      for method in words[0].split(separator: ",") {
        #expect(template.contains("Method: \(method), Path: \"\(words[1])\""), "\(function.name)")
      }
      let description = descriptions.first { $0.feature == function.feature }?.text ?? ""
      #expect(description.contains("  \(words[1]):\n"), "\(function.name)")
      checked += 1
    }
    #expect(checked >= 31)
  }

  @Test("The template's routes and the operations of the served description are the same")
  func operations() throws {
    let blocks = try FeatureFiles.read("template.yaml").flatMap { $0.text.split(separator: "\n\n") }
    let routes = blocks.flatMap { block in
      let name = block.split(separator: "\n").first { $0.hasPrefix("  ") && $0.hasSuffix(":") } ?? ""
      return block.split(separator: "Method: ").dropFirst().map { route in
        let parts = route.split(separator: "\"")
        return "\(parts[0].prefix { $0 != "," }) \(parts[1]) \(name.dropFirst(2).dropLast())"
      }
    }
    let description = try JSON(parsing: APIDescription().json)
    let operations = (description["paths"]?.object?.members ?? []).flatMap { path in
      (path.value.object?.members ?? []).compactMap { method in
        method.value["operationId"]?.string.map { id in
          "\(method.name.uppercased()) \(path.name) \(id.prefix { $0 != "." })"
        }
      }
    }
    #expect(routes.count >= 46)
    #expect(routes.sorted() == operations.sorted())
  }

  @Test("The served description is that of the openapi.yaml files, complete, with examples that hold")
  func description() throws {
    let run = try Python.run(".ci/description.py", ["--check"])
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.contains("faults 0"))
  }

  @Test("Every code of a problem in the sources is in the description, and every one there has a source")
  func codes() throws {
    let description = try JSON(parsing: APIDescription().json)
    let known = description["components"]?["schemas"]?["ProblemCode"]?["enum"]?.array ?? []
    let files = try ChildProcess.run(
      "/usr/bin/find", ["Shared", "Functions", "Runtime/Lambda", "-name", "*.swift"])
    var found: Set<String> = []
    for file in files.output.split(separator: "\n") {
      for call in try TextFile.read(String(file)).split(separator: "Problem(").dropFirst() {
        let words = call.drop { $0.isWhitespace }
        guard words.prefix(3).allSatisfy(\.isNumber), words.dropFirst(3).hasPrefix(", \"") else { continue }
        found.insert(String(words.dropFirst(6).prefix { $0 != "\"" }))
      }
    }
    // Of the WebSocket, which the description tells in words only.
    found.remove("unknown_action")
    #expect(found == Set(known.compactMap(\.string)))
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
    let feature = try #require(Self.functions.first { $0.name == name }).feature
    let template = try TextFile.read("Functions/\(feature)/template.yaml")
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

  /// The environment variables behind the settings that a function names, by themselves or by a group of them.
  private static func needed(by source: String) throws -> Set<String> {
    let declarations = try TextFile.read("Shared/Wiring/Setting+Declared.swift")
    var variables: [Substring: String] = [:]
    var groups: [Substring: [Substring]] = [:]
    for declaration in declarations.split(separator: "static let ").dropFirst() {
      let name = declaration.prefix { $0 != " " }
      if declaration.dropFirst(name.count).hasPrefix(" = Setting(") {
        variables[name] = String(declaration.split(separator: "\"")[1])
      } else if declaration.dropFirst(name.count).hasPrefix(" = ["), let end = declaration.firstIndex(of: "]")
      {
        groups[name] = words(declaration[..<end].dropFirst(name.count))
      }
    }
    let needs = source.split(separator: "static let needs: [Setting] =").dropFirst().first ?? ""
    var names: Set<String> = []
    for word in words(needs.split(separator: "static func").first ?? "") {
      if let group = groups[word] {
        names.formUnion(try group.map { try #require(variables[$0]) })
        // Optional: on AWS there is no simulation.
        if ["platforms", "mail", "signIn", "preflight"].contains(word) { names.insert("OUTSIDE_WORLD_URL") }
      } else if let variable = variables[word] {
        names.insert(variable)
      }
    }
    return names
  }

  private static func words(_ text: Substring) -> [Substring] {
    text.split { !($0.isLetter || $0.isNumber) }
  }
}
