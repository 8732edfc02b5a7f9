internal import Core
internal import LambdaRuntime
internal import Outbox
internal import Publishing
internal import Wiring

extension Context {
  /// The state of each part; healthy when every part is.
  func status() -> (isHealthy: Bool, json: JSON) {
    var parts: JSONObject = [:]
    var isHealthy = true
    do {
      let report = try HealthStore(try session()).report()
      isHealthy = report.isHealthy
      parts = report.json
      parts["database"] = ["healthy": true]
    } catch {
      log.error("the database does not answer", ["error": .string(String(describing: error))])
      isHealthy = false
      parts["database"] = ["healthy": false]
    }
    do {
      var queues: JSONObject = ["healthy": true]
      let known = queueURLs
      for queue in Queue.allCases where known[queue] != nil {
        queues[queue.rawValue] = JSON(try depth(of: queue))
      }
      parts["queues"] = .object(queues)
    } catch {
      log.error("a queue does not answer", ["error": .string(String(describing: error))])
      isHealthy = false
      parts["queues"] = ["healthy": false]
    }
    parts["status"] = .string(isHealthy ? "ok" : "unhealthy")
    return (isHealthy, .object(parts))
  }
}
