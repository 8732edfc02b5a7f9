/// The timers that publishing rests on, by the names of their functions; each notes when it ran.
enum Timer: String, CaseIterable {
  case dispatchDueDeliveries = "DispatchDueDeliveries"
  case reconcileDeliveries = "ReconcileDeliveries"
}
