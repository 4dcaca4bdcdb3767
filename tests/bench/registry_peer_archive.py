#!/usr/bin/env python3
"""Copies an algorithm archive without the texts that the peer's release does not know.

The release of staging-client-java in Maven Central (10.1.0) refuses unknown JSON properties; archives published later
carry three more texts in their tables. They say nothing to staging, so both sides still run the same rules.
"""
import json
import sys
import zipfile

UNKNOWN_TEXTS = ("additional_info", "coding_guidelines", "rationale")


def main():
    source, target = sys.argv[1:3]
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("tables") and name.endswith(".json"):
                table = json.loads(content)
                for text in UNKNOWN_TEXTS:
                    table.pop(text, None)
                content = json.dumps(table)
            new.writestr(name, content)


main()
