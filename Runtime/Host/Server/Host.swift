internal import Core
internal import HTTPServer
package import HostQueues
package import HostTemplate
internal import NIOCore
internal import NIOPosix

/// Runs the functions of a template on this machine: gateway, environments, event sources and timers.
///
/// The methods block their caller and belong to ordinary threads.
package final class Host: Sendable {
  private let configuration: HostConfiguration
  private let template: Template
  private let queues: QueueService
  private let group: MultiThreadedEventLoopGroup
  private let log: LogStream
  private let engine: NIOLoopBound<Engine>
  private let eventLoop: any EventLoop

  /// The queue service must have been made with the queues of the same template.
  package init(
    _ configuration: HostConfiguration, template: Template, queues: QueueService
  ) throws(HostError) {
    self.configuration = configuration
    self.template = template
    self.queues = queues
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let eventLoop = group.next()
    self.eventLoop = eventLoop
    let log = LogStream(LogSink(directory: configuration.logDirectory, isQuiet: configuration.isQuiet))
    self.log = log
    do {
      engine = try eventLoop.submit {
        NIOLoopBound(
          Engine(configuration, template, log: log, eventLoop: eventLoop), eventLoop: eventLoop)
      }.wait()
    } catch {
      throw HostError(problems: ["\(error)"])
    }
  }

  /// Opens the gateway and the service endpoint.
  package func start() throws -> (gatewayPort: Int, servicesPort: Int) {
    let engine = engine
    let gateway = try HTTPServer.start(
      host: configuration.host, port: configuration.port, maxBodyBytes: Gateway.maxBodyBytes, group: group,
      tooLarge: .json(413, #"{"message":"Request Entity Too Large"}"#)
    ) { request, responder in
      engine.value.gateway.handle(request, responder)
    }
    try eventLoop.submit { engine.value.startClock() }.wait()
    return (gateway.port, 0)
  }
}
