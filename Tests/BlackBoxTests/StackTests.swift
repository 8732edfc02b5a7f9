internal import Harness
internal import Testing

@Suite("The template is a stack that AWS can create") struct StackTests {
  @Test("SAM translates it, every reference resolves, every function has a role of its own, and it is created")
  func stack() throws {
    let result = try Python.run("Tests/AWSStack/create_stack.py", ["template.yaml"])
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("resources created"))
  }
}
