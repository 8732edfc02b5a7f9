internal import Harness
internal import Testing

@Suite("The template is a stack that AWS can create") struct StackTests {
  @Test("SAM translates it, its references resolve, every function has its own role, and it is created")
  func stack() throws {
    let result = try Python.run("Tests/AWSStack/create_stack.py", ["template.yaml"])
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("resources created"))
  }

  @Test("The README's commands, as they stand, deploy the stacks with the template's rights, and roll back")
  func readme() throws {
    let result = try Python.run("Tests/AWSStack/deploy_readme.py", [], upTo: .seconds(600))
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains(" functions moved back") && result.output.contains("created "))
  }

  @Test("300 functions of today's mix fit; a resource, a parameter, an output or a letter too many does not")
  func limits() throws {
    let result = try Python.run("Tests/AWSStack/limits_hold.py", [], upTo: .seconds(300))
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("300 functions fit; 7 mistakes were found"))
  }
}
