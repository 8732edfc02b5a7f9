internal import Harness
internal import Testing

@Suite("The template is a stack that AWS can create") struct StackTests {
  @Test("SAM translates it, its references resolve, every function has its own role, and it is created")
  func stack() throws {
    let result = try Python.run("Tests/AWSStack/create_stack.py", ["template.yaml"])
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("resources created"))
  }
}
