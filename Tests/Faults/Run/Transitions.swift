internal import Core
internal import Harness

/// Which deliveries had an outcome that nobody knew at the time, noted by the database itself: whoever is killed
/// when, none is forgotten.
struct Transitions {
  /// Where each delivery went from `unknown`, in the order of time, by its id.
  private(set) var endings: [String: [String]] = [:]

  static func record(in bundle: RunningBundle) throws {
    try bundle.sql(
      """
      create table fault_transition (
        id bigint generated always as identity primary key, delivery_id uuid, was text, is_now text);
      create function note_fault() returns trigger language plpgsql security definer set search_path = public as $$
      begin
        insert into fault_transition (delivery_id, was, is_now) values (new.id, old.state, new.state);
        return null;
      end $$;
      create trigger note_fault after update of state on delivery for each row
        when (old.state <> new.state and 'unknown' in (old.state, new.state)) execute function note_fault();
      """)
  }

  init(of bundle: RunningBundle) throws {
    let lines = try bundle.sql(
      "select delivery_id || ' ' || was || ' ' || is_now from fault_transition order by id")
    for line in lines.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 3 else { continue }
      if words[1] == "unknown" {
        endings[words[0], default: []].append(words[2])
      } else {
        endings[words[0], default: []] += []
      }
    }
  }

  /// As psql prints their number.
  static func openDeliveries(in bundle: RunningBundle) throws -> String {
    try bundle.sql(
      """
      select count(*) from delivery
      where state not in ('published', 'failed', 'needs_review', 'cancelled', 'missed')
      """)
  }
}
