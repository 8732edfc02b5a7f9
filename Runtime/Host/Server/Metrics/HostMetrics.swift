internal import Core
internal import HostQueues
internal import HostTemplate

/// All that the host tells Prometheus.
enum HostMetrics {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// What lives on the event loop.
  static func families(of engine: Engine) -> MetricFamilies {
    var families = MetricFamilies()
    declare(&families)
    for pool in engine.functions {
      pool.metrics.write(pool.function.name, to: &families)
      write(pool, to: &families)
    }
    for pool in engine.functions { pool.metrics.embedded.write(pool.function.name, to: &families) }
    let now = Instant.now()
    for timer in engine.timers.timers {
      let lag = timer.runsAt.map { max(0, Double((now - $0).microseconds) / 1e6) } ?? 0
      families.add("clientnest_timer_lag_seconds", [("schedule", timer.schedule.name)], lag)
    }
    for api in engine.webSockets.apis {
      families.add("clientnest_websocket_connections", [("api", api.resource.id)], api.connections.count)
    }
    families.add("process_resident_memory_bytes", [], ProcessMemory.resident)
    return families
  }

  private static func declare(_ families: inout MetricFamilies) {
    let all: [(String, MetricFamilies.Kind, String)] = [
      ("clientnest_invocations_total", .counter, "Invocations that ended, by outcome."),
      ("clientnest_throttles_total", .counter, "Invocations refused because too many ran or waited."),
      ("clientnest_invocation_duration_seconds", .histogram, "From handing an event over to its outcome."),
      (
        "clientnest_cold_start_seconds", .histogram,
        "From starting a process to its first request for an event."
      ),
      ("clientnest_environments", .gauge, "Execution environments, by state."),
      ("clientnest_invocations_waiting", .gauge, "Invocations that wait for an environment."),
      ("clientnest_events_pending", .gauge, "Asynchronous invocations that have not succeeded yet."),
      ("clientnest_embedded_metrics_dropped_total", .counter, "Embedded values beyond the limit of series."),
      ("clientnest_timer_lag_seconds", .gauge, "How late a schedule's next tick is."),
      ("clientnest_websocket_connections", .gauge, "Open WebSocket connections."),
      ("clientnest_queue_messages", .gauge, "Messages in a queue, by state."),
      ("clientnest_queue_oldest_message_age_seconds", .gauge, "Age of a queue's oldest message, 0 for none."),
      ("process_resident_memory_bytes", .gauge, "Resident memory of the host itself."),
    ]
    for (name, kind, help) in all { families.declare(name, kind, help) }
  }

  private static func write(_ pool: FunctionPool, to families: inout MetricFamilies) {
    let function = ("function", pool.function.name)
    let states = (pool.environments + pool.lost).map(HostState.state)
    for state in ["starting", "idle", "busy", "stopping"] {
      families.add(
        "clientnest_environments", [function, ("state", state)], states.count { $0 == state })
    }
    families.add("clientnest_invocations_waiting", [function], pool.waiting.count)
    families.add("clientnest_events_pending", [function], pool.events?.pending ?? 0)
    families.add("clientnest_embedded_metrics_dropped_total", [function], pool.metrics.embedded.dropped)
  }

  /// Adds what is read from the file of the queues.
  static func add(_ depths: [QueueDepth], to families: inout MetricFamilies) {
    for depth in depths {
      let states = [("visible", depth.visible), ("in_flight", depth.inFlight), ("delayed", depth.delayed)]
      for (state, count) in states {
        families.add("clientnest_queue_messages", [("queue", depth.name), ("state", state)], count)
      }
      families.add(
        "clientnest_queue_oldest_message_age_seconds", [("queue", depth.name)], depth.oldestAge ?? 0)
    }
  }
}
