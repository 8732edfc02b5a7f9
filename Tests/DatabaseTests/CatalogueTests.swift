internal import Core
internal import Database
internal import TestSupport
internal import Testing

@Suite("The whole schema keeps the rules of tenants") struct CatalogueTests {
  private let database: TestDatabase

  init() throws { database = try PostgresServer.shared().makeDatabase() }

  @Test("No table, key, reference, policy, view or function breaks one") func rules() throws {
    let catalogue = Catalogue(database.asAdministrator)
    #expect(try catalogue.problems() == [])
    let (tables, tenants) = (try catalogue.tables().count, try catalogue.tenantTables().count)
    print("catalogue: \(tables) tables, \(tenants) of them with a tenant")
    #expect(tables >= 22 && tenants >= 12)
  }

  @Test(
    "What breaks a rule is found",
    arguments: [
      ("create table bad (id int primary key)", "bad: owned by another"),
      ("create table bad (id int primary key)", "bad: no row-level security"),
      (
        "create table bad (id int primary key); alter table bad enable row level security; create policy p on bad using (true)",
        "bad: no row-level security"
      ),
      (
        "create table bad (id int primary key); alter table bad enable row level security; alter table bad force row level security",
        "bad: no row-level security"
      ),
      ("create table bad (organization_id uuid, id uuid primary key)", "bad: a key or index without"),
      ("create table bad (organization_id uuid, id uuid)", "bad: a key or index without"),
      ("create unique index on post (id)", "post: a key or index without"),
      (
        """
        create unique index post_id on post (id);
        alter table comment add column post_id uuid, add constraint bad foreign key (post_id) references post (id)
        """, "bad: a reference that can cross"
      ),
      (
        "alter table post add constraint bad foreign key (id, workspace_id) references workspace (organization_id, id)",
        "bad: a reference that can cross"
      ),
      ("create policy bad on post to clientnest_app using (true)", "post.bad: a policy for the role"),
      ("create policy bad on post using (state = 'draft')", "post.bad: a policy for the role"),
      ("create view bad as select * from post", "bad: a view with the rights"),
      ("create materialized view bad as select * from post", "bad: a view with the rights"),
      (
        """
        create function bad() returns int language sql security definer as 'select 1';
        revoke execute on function bad from public
        """, "bad: a function with the rights"
      ),
      (
        "create function bad() returns int language sql security definer set search_path = public as 'select 1'",
        "bad: a function with the rights"
      ),
    ])
  func red(_ change: String, _ problem: String) throws {
    try database.asAdministrator.script(change)
    let problems = try Catalogue(database.asAdministrator).problems()
    #expect(problems.contains { $0.hasPrefix(problem) }, "\(problems)")
  }
}
