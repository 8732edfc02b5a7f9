internal import Core
internal import HTTPServer
internal import NIOCore

/// Takes every request, applies the faults in force, and hands it to the platform it is addressed to.
final class Switchboard {
  let world: World
  let platforms: [any Platform]
  let sendGrid: SendGrid
  let issuers: [Issuer]
  private let operators: OperatorGate

  init(_ settings: Settings, eventLoop: any EventLoop) throws(JournalError) {
    world = try World(settings, eventLoop: eventLoop)
    sendGrid = SendGrid(world)
    operators = OperatorGate(token: settings.operatorToken)
    issuers = [.google(world), .microsoft(world)]
    // Issuers first: they answer single calls of hosts that are others' too.
    platforms =
      issuers + [
        X(world), Instagram(world), Facebook(world), LinkedIn(world), Pinterest(world), TikTok(world),
        YouTube(world), sendGrid,
      ]
    // Records first: what was published may have been made from them.
    for record in world.recollect() {
      platform(named: record["platform"]?.string)?.restore(record)
    }
    for publication in world.ledger.publications {
      platform(named: publication.platform)?.restore(publication)
    }
  }

  func platform(named name: String?) -> (any Platform)? { platforms.first { $0.name == name } }

  func answer(_ request: HTTPRequest, _ responder: Responder) {
    if let media = BadMedia(request) { return media.answer(responder) }
    guard let call = Call(request) else {
      return answerControl(request, responder)
    }
    guard let platform = platforms.first(where: { $0.answers(call) }) else {
      responder.send(.json(404, ["error": .string("no such host here: \(call.host)")]))
      return
    }
    guard let operation = platform.operation(of: call),
      let fault = world.conditions.strike(platform.name, operation, text: { platform.text(of: call) })
    else {
      deliver(perform(call, on: platform), to: responder)
      return
    }
    inflict(fault, on: call, of: platform, responder)
  }

  /// The sandbox's own calls: to see what was mailed and published, to set faults and the clock. Functions of a host that
  /// is root are other users than it; they need the platforms only, and the sample media.
  private func answerControl(_ request: HTTPRequest, _ responder: Responder) {
    if request.method != "GET" || !request.path.hasPrefix("/media/") {
      // A page in the operator's browser is not the operator, and no word of it would change that.
      guard !request.isFromPage else { return responder.send(.json(403, ["error": "not for pages"])) }
      guard operators.admits(request, responder) else { return responder.send(OperatorGate.refusal) }
    }
    deliver(control(request), to: responder)
  }

  private func inflict(_ fault: Fault, on call: Call, of platform: any Platform, _ responder: Responder) {
    switch fault {
    case .latency(let milliseconds):
      after(milliseconds) { self.deliver(self.perform(call, on: platform), to: responder) }
    case .status(let status): responder.send(platform.refusal(status))
    case .refusedGrant: responder.send(platform.grantRefusal)
    case .dropBefore: responder.drop()
    case .dropAfter: settle(perform(call, on: platform)) { _ in responder.drop() }
    case .statusAfter(let status):
      let refusal = platform.refusal(status)
      settle(perform(call, on: platform)) { _ in responder.send(refusal) }
    case .latencyAfter(let milliseconds):
      let answer = perform(call, on: platform)
      after(milliseconds) { self.deliver(answer, to: responder) }
    case .cutAnswer: settle(perform(call, on: platform)) { responder.cut($0, to: 0.5) }
    }
  }

  private func after(_ milliseconds: Int64, _ body: @escaping () -> Void) {
    world.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(milliseconds), body)
  }

  private func perform(_ call: Call, on platform: any Platform) -> Answer {
    world.ledger.traceParent = call.request.header("traceparent")
    defer { world.ledger.traceParent = nil }
    do throws(Refusal) {
      return try platform.answer(call)
    } catch {
      return .now(error.reply)
    }
  }

  private func deliver(_ answer: Answer, to responder: Responder) {
    settle(answer) { responder.send($0) }
  }

  /// Calls `body` when there is a reply. A promise that fails is a fault of the sandbox itself: 500.
  private func settle(_ answer: Answer, _ body: @escaping @Sendable (HTTPReply) -> Void) {
    switch answer {
    case .now(let reply): body(reply)
    case .later(let future):
      future.whenComplete { result in
        switch result {
        case .success(let reply): body(reply)
        case .failure(let error): body(.json(500, ["error": .string("\(error)")]))
        }
      }
    }
  }
}
