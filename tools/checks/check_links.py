#!/usr/bin/env python3
"""Links lead somewhere: between documents, to headings, and from comments and messages in code to documents."""
import pathlib
import re

import sources

TOP = "docs|src|formats|packs|tests|tools|apps|include|bindings|web"
NAMED = re.compile(rf"(?<![\w/.-])((?:{TOP})/[\w./-]*[\w-]\.(?:md|h|cc|def|tsv|toml|py|sh|json|txt))(?![\w])")
CODE = {".cc", ".h", ".c", ".py", ".sh", ".cmake", ".toml", ".tsv", ".def", ".ts"}


def headings(page):
    """The anchors of a page."""
    found = set()
    for line in re.findall(r"^#+ +(.*)$", page.read_text(), re.MULTILINE):
        words = re.sub(r"[^\w\s-]", "", line.lower())
        found.add(re.sub(r"\s", "-", words.strip()))
    return found


def links(page):
    for number, line in enumerate(page.read_text().splitlines(), 1):
        for target in re.findall(r"\]\(([^)\s]+)[^)]*\)", line):
            file, _, anchor = target.partition("#")
            other = page.parent / file if file else page
            if "://" in target or target.startswith("mailto:"):
                continue
            if not other.exists():
                yield f"{page}:{number}: link to {target}, which does not exist"
            elif anchor and other.suffix == ".md" and anchor not in headings(other):
                yield f"{page}:{number}: {file or page} has no heading #{anchor}"


def main():
    wrong = []
    for path in sources.listed():
        if path.suffix == ".md":
            wrong += links(path)
        if path.suffix not in CODE | {".md"} and path.name not in {"CMakeLists.txt", "dev"} or path.name == "CHANGELOG.md":
            continue
        if path.parts[:2] == ("tools", "checks"):
            continue  # the planted faults
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            for name in NAMED.findall(line):
                if not ("NAME" in name or pathlib.Path(name).exists() or (path.parent / name).exists()):
                    wrong.append(f"{path}:{number}: names {name}, which does not exist")
    sources.finish(wrong)


main()
