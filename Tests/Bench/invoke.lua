-- For wrk: posts one of the sample events.
local file = assert(io.open("events/ShowStatus.json"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "application/json"
file:close()
