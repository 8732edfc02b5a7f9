internal import Core

/// The parts of an AWS SAM template that the host runs, with every reference resolved.
///
/// Resource types that are not known are for AWS alone and are passed over
/// (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html).
package struct Template: Sendable {
  package let functions: [FunctionResource]
  package let queues: [QueueResource]
  package let webSockets: [WebSocketResource]
  package let buckets: [BucketResource]
  package let api: HTTPAPI

  /// `parameters` replaces defaults by name; names that the template does not have are ignored.
  package init(
    _ document: TemplateDocument, parameters: [String: String], surroundings: TemplateSurroundings
  ) throws(TemplateError) {
    let document = document.content
    guard document["Resources"]?.object != nil else {
      throw TemplateError(problems: ["the template has no Resources"])
    }
    let resolver = Resolver(document, parameters: parameters, surroundings: surroundings)
    resolver.resolveQueueNames()
    resolver.resolveBucketNames()
    queues = resolver.resources(of: "AWS::SQS::Queue").map { resolver.queue($0) }
    functions = resolver.resources(of: "AWS::Serverless::Function").map { resolver.function($0) }
    webSockets = resolver.webSocketAPIs()
    buckets = resolver.buckets()
    api = resolver.httpAPI()
    resolver.rejectDuplicates(queues: queues, functions: functions)
    resolver.rejectUnknownAuthorizers(api, functions)
    guard resolver.problems.isEmpty else { throw TemplateError(problems: resolver.problems) }
  }
}
