"""Prints `zone seconds offset` lines: what Python's own reader of the zone files says of each zone of the system, at
times between 1930 and 2195 that a fixed seed chooses."""

import datetime
import random
import zoneinfo

chosen = random.Random(20261121)
first = datetime.datetime(1930, 1, 1, tzinfo=datetime.UTC)
span = int((datetime.datetime(2195, 1, 1, tzinfo=datetime.UTC) - first).total_seconds())
# What lies beside the zones and is none of IANA's names of places.
for name in sorted(zoneinfo.available_timezones() - {"localtime", "posixrules", "Factory"}):
    zone = zoneinfo.ZoneInfo(name)
    for _ in range(60):
        time = first + datetime.timedelta(seconds=chosen.randrange(span))
        offset = time.astimezone(zone).utcoffset().total_seconds()
        print(name, int(time.timestamp()), int(offset))
