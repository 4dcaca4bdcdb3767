#!/usr/bin/env python3
"""DEPENDS and LINK of every restage_module against what its sources include: all of it named, nothing else."""
import pathlib
import re

import sources

LIBRARIES = {"fmt/": "fmt::fmt", "simdjson.h": "simdjson::simdjson", "expat.h": "EXPAT::EXPAT",
             "zip.h": "PkgConfig::LIBZIP", "toml++/": "PkgConfig::TOMLPLUSPLUS", "openssl/": "OpenSSL::Crypto",
             "isa-l": "PkgConfig::ISAL", "zlib.h": "ZLIB::ZLIB", "thread": "Threads::Threads"}
ALWAYS_THERE = {"Threads::Threads"}  # a standard header may bring threads along; naming them is never wrong


def read_modules():
    """Module name -> (its folder, DEPENDS, LINK)."""
    modules = {}
    for path in pathlib.Path(".").glob("[!b]*/**/CMakeLists.txt"):
        text = re.sub(r"#[^\n]*", "", path.read_text())
        for call in re.finditer(r"restage_module\(([^)]*)\)", text):
            name, lists, current = call[1].split()[0], {"DEPENDS": [], "LINK": [], "TEST_LINK": []}, None
            for word in call[1].split()[1:]:
                if word in lists:
                    current = lists[word]
                elif current is not None:
                    current.append(word)
            modules[name] = (path.parent, lists["DEPENDS"], lists["LINK"])
    return modules


def below(modules, names):
    """The modules reached from these names, themselves included."""
    reached, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += modules[name][1] if name in modules else []
    return reached


def main():
    modules = read_modules()
    module_in = {folder: name for name, (folder, _, _) in modules.items()}
    wrong = []
    for name, (folder, depends, link) in sorted(modules.items()):
        page = folder / "CMakeLists.txt"
        used, libraries = {}, set()
        for path in [path for path in folder.iterdir() if path.suffix in {".cc", ".h"} and not sources.is_test(path)]:
            for number, bracket, included in sources.includes(path):
                libraries |= {library for start, library in LIBRARIES.items() if included.startswith(start)}
                target = pathlib.Path(included).parent
                other = module_in.get(target, module_in.get("src" / target)) if bracket == '"' else None
                if other and other != name:
                    used.setdefault(other, f"{path}:{number}")
        wrong += [f"{page}: DEPENDS names {other}, which is no module" for other in depends if other not in modules]
        for other, place in sorted(used.items()):
            if other not in below(modules, depends):
                wrong.append(f"{page}: {other} is used ({place}) and not among DEPENDS of {name}")
        for other in depends:
            if other not in used and used.keys() & below(modules, [other]) <= below(modules, set(depends) - {other}):
                wrong.append(f"{page}: nothing needs {other} among DEPENDS of {name}")
        known = set(LIBRARIES.values()) - ALWAYS_THERE
        wrong += [f"{page}: LINK of {name} lacks {library}" for library in sorted(libraries & known - set(link))]
        wrong += [f"{page}: LINK of {name}: nothing includes {library}" for library in link if library in known - libraries]
    sources.finish(wrong)


main()
