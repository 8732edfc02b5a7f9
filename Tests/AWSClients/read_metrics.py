"""Reads the metrics of a host with Prometheus's own parser and prints the samples as JSON lines. Argument: their URL."""

import json
import sys
import urllib.request

from prometheus_client.parser import text_string_to_metric_families

with urllib.request.urlopen(sys.argv[1]) as answer:
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4"), answer.headers
    text = answer.read().decode()
for family in text_string_to_metric_families(text):
    assert family.type != "unknown" and family.documentation, family
    for sample in family.samples:
        print(json.dumps({"type": family.type, "name": sample.name, "labels": sample.labels, "value": sample.value}))
