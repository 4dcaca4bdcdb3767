#!/usr/bin/env python3
"""The arrows of docs/architecture.md against the include graph, and the few users of each heavy header."""
import pathlib

import sources

PAGE = pathlib.Path("docs/architecture.md")
SHIPPED = ("src", "formats", "apps", "bindings", "include")
# Third-party headers that cost compile time or tie a file to a library: how many sources may include each.
HEAVY = {"CLI/": 1, "simdjson.h": 5, "toml++/": 3, "boost/beast": 1, "expat.h": 2, "zip.h": 1, "zlib.h": 1,
         "isa-l": 1, "openssl/": 1, "sqlite3.h": 1, "libpq": 1}


def read_arrows():
    """Room -> rooms it may include, from the block of the page that is marked `arrows`."""
    arrows = {}
    block = PAGE.read_text().split("```arrows\n", 1)[1].split("```", 1)[0]
    for line in filter(None, map(str.strip, block.splitlines())):
        room, _, seen = line.partition(":")
        arrows[room.strip()] = set(seen.split())
    return arrows


def rooms_of(name):
    """The room a file or an included name lies in, and the rooms around it, the innermost first."""
    parts = pathlib.PurePath(name).parts[:-1]
    if parts and parts[0] == "src":
        parts = parts[1:]
    if parts and parts[0] == "restage":
        parts = ("include",)
    if parts and parts[0] == "include":
        parts = parts[:1]
    return ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]


def may_include(arrows, path, included):
    """Own room always; else what the lines of the file's room and of the rooms around it name."""
    own, other = rooms_of(path), rooms_of(included)
    if own[0] == other[0]:
        return True
    outermost = own[-1]
    if outermost == other[-1]:
        if not any(room.startswith(outermost + "/") for room in arrows):
            return True  # a module without arrows between its rooms
        own, other = own[:-1], other[:-1]
    return any(name in arrows.get(room, ()) for room in own for name in other)


def find_cycle(arrows):
    """A room that comes back to itself along the arrows."""
    done, path = set(), []

    def visit(room):
        if room in path:
            return [*path[path.index(room):], room]
        if room in done or room not in arrows:
            return None
        path.append(room)
        for seen in sorted(arrows[room]):
            if cycle := visit(seen):
                return cycle
        done.add(path.pop())
        return None

    return next((cycle for room in arrows if (cycle := visit(room))), None)


def main():
    arrows = read_arrows()
    paths = sources.sources(SHIPPED, (".cc", ".h"))
    wrong, heavy, seen_rooms = [], {name: set() for name in HEAVY}, set()
    for path in paths:
        seen_rooms.update(rooms_of(path))
        if not any(room in arrows for room in rooms_of(path)):
            wrong.append(f"{path}: its folder has no line in the arrows of {PAGE}")
        if sources.is_test(path):
            continue
        for number, bracket, included in sources.includes(path):
            for name in filter(included.startswith, HEAVY):
                heavy[name].add(str(path))
                if path.suffix == ".h":
                    wrong.append(f"{path}:{number}: heavy header {included} in a header; move it to a .cc")
            ours = bracket == '"' or included.startswith("restage/")
            if ours and not may_include(arrows, path, included):
                wrong.append(f"{path}:{number}: {rooms_of(path)[0]} must not include {included}; arrows: {PAGE}")
    for room, seen in arrows.items():
        wrong += [f"{PAGE}: the arrows name {name}, and no source lies there" for name in {room} - seen_rooms]
        wrong += [f"{PAGE}: {room} sees {name}, which has no line" for name in sorted(seen - arrows.keys() - seen_rooms)]
    if cycle := find_cycle(arrows):
        wrong.append(f"{PAGE}: the arrows go round: {' -> '.join(cycle)}")
    for name, users in heavy.items():
        if len(users) > HEAVY[name]:
            wrong.append(f"{name} is included by {len(users)} sources, at most {HEAVY[name]}: {' '.join(sorted(users))}")
    sources.finish(wrong)


main()
