#!/usr/bin/env python3
"""Dependency direction: reads the #include lines and fails on a breach. The rules stand in docs/architecture.md."""
import pathlib
import re
import sys

ENGINES = {"staging", "response", "registry", "recurrence", "followup", "readiness", "prognosis"}
BELOW = {
    "base": set(),
    "core": {"base"},
    "rules": {"base", "core"},
    **{engine: {"base", "core", "rules"} for engine in ENGINES},
    "timeline": {"base", "core", "rules"} | ENGINES,
    "report": {"base", "core", "rules", "timeline"} | ENGINES,
    "store": {"base", "core"},
}
HEAVY = {"CLI/": 2, "simdjson.h": 8, "toml++/": 3, "boost/beast": 1, "expat.h": 4, "zip.h": 1}


def module_of(path):
    parts = path.parts
    return parts[1] if parts[0] == "src" else parts[0]


def allowed(path, included):
    module = module_of(path)
    top = included.split("/")[0]
    if top == "apps":
        return module == "apps"
    if module in BELOW:
        return top == module or top in BELOW[module] or top not in BELOW and top != "formats"
    if path.parts[0] == "formats":
        if top == "formats":  # formats/any is the one that knows the others, by their public header
            return included.split("/")[1] == path.parts[1] or path.parts[1] == "any" and included.endswith("_reader.h")
        return top not in BELOW or top in {"base", "core"}
    if path.parts[0] == "bindings":
        return top not in BELOW and top != "formats"
    return True


def main():
    breaches, heavy = [], {name: set() for name in HEAVY}
    for root in ("src", "formats", "apps", "bindings", "include"):
        for path in sorted(pathlib.Path(root).rglob("*")):
            if path.suffix not in {".cc", ".h"}:
                continue
            for number, line in enumerate(path.read_text().splitlines(), 1):
                match = re.match(r'\s*#include\s+([<"])([^>"]+)[>"]', line)
                if not match:
                    continue
                for name in HEAVY:
                    if match[2].startswith(name):
                        if path.suffix == ".h":
                            breaches.append(f"{path}:{number}: heavy header {match[2]} in a header; move it to a .cc")
                        heavy[name].add(path)
                is_test = path.name.endswith(("_test.cc", "fuzz.cc", "_bench.cc"))
                if match[1] == '"' and not is_test and not allowed(path, match[2]):
                    breaches.append(f"{path}:{number}: {module_of(path)} must not include {match[2]}")
    for name, users in heavy.items():
        if len(users) > HEAVY[name]:
            breaches.append(f"{name} is included by {len(users)} files, at most {HEAVY[name]}: {sorted(map(str, users))}")
    print("\n".join(breaches))
    return 1 if breaches else 0


sys.exit(main())
