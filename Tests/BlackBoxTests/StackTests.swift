internal import Harness
internal import Testing

@Suite("The template becomes stacks that AWS takes") struct StackTests {
  @Test("They fit, with 300 functions too, and what does not fit or is no CloudFormation is seen")
  func stretch() throws {
    let result = try Python.run("Tests/AWSStack/stretch.py", [], upTo: .seconds(300))
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("every seeded fault was seen"))
  }

  @Test("The README's commands deploy all functions, with the rights of the template, and roll them back")
  func deployment() throws {
    let result = try Python.run("Tests/AWSStack/deploy_readme.py", [], upTo: .seconds(300))
    #expect(result.status == 0, "\(result.output.suffix(4000))")
    let functions = try FeatureFiles.functions().count
    for line in ["created \(functions) functions", "\(functions) of \(functions) functions moved back"] {
      #expect(result.output.contains(line), "\(line)")
    }
  }
}
