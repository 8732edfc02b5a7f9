"""How long texts are by PyPI's `twitter-text-parser`, an implementation of twitter-text that is not ours.

    x_lengths.py FILE      a JSON array of texts; prints [[as it is, with its differences mended], …]

It differs from twitter-text itself, and from what X documents, by these rules, each of which is mended here:

- it counts a carriage return and a line feed as one character (X: two);
- its emoji are those of Emoji 12 and more: `©` and `®` without U+FE0F count as emoji (twitter-text: letters). Here they
  are those of the package `emoji`, of Emoji 17 at most, of several code points: single ones count 2 anyhow;
- it looks hosts up as Python's codec for IDNA 2003 does, which maps and refuses letters (nameprep) and refuses names of
  mixed directions (twitter-text: Punycode, each label with 1 to 63 characters).
"""

import importlib
import json
import re
import sys

import emoji
import twitter_text

PARSE = importlib.import_module("twitter_text.parse_tweet")
URLS = importlib.import_module("twitter_text.extract_urls")

NEWEST = 17
SEQUENCES = sorted(
    (
        text
        for text, known in emoji.EMOJI_DATA.items()
        if len(text) > 1 and known["E"] <= NEWEST and known["status"] != emoji.STATUS["component"]
    ),
    key=len,
    reverse=True,
)
SEQUENCE = re.compile("|".join(map(re.escape, SEQUENCES)))


def emojis(text):
    return [{"emoji": found.group(), "indices": list(found.span())} for found in SEQUENCE.finditer(text)]


def encoded(host):
    if host.startswith("xn--") and not URLS.valid_ascii_domain.search(host):
        return None
    labels = [
        label if label.isascii() else "xn--" + label.encode("punycode").decode()
        for label in re.split("[.\u3002\uff0e\uff61]", host)
    ]
    return ".".join(labels) if all(1 <= len(label) <= 63 for label in labels) else None


def lengths(texts):
    return [twitter_text.parse_tweet(text).weightedLength for text in texts]


texts = json.load(open(sys.argv[1], encoding="utf-8"))
plain = lengths(texts)
PARSE.convert_line_ending = lambda text, to="\n": text
PARSE.extract_emojis_with_indices = emojis
URLS.idna_to_ascii = encoded
print(json.dumps(list(zip(plain, lengths(texts)))))
