-- For wrk: creates the post of the environment variable BODY, as a draft, again and again.
wrk.method = "POST"
wrk.body = os.getenv("BODY")
wrk.headers["Content-Type"] = "application/json"
