#!/usr/bin/env python3
"""Writes a NAACCR XML file of about so many megabytes: the patients of a sample, over and over."""
import gzip
import sys


def main():
    source, target, megabytes = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with gzip.open(source, "rb") as file:
        text = file.read()
    start = text.index(b"<Patient")
    end = text.rindex(b"</Patient>") + len(b"</Patient>")
    with open(target, "wb") as out:
        out.write(text[:start])
        for _ in range(max(1, megabytes * 1_000_000 // (end - start))):
            out.write(text[start:end] + b"\n")
        out.write(text[end:])


main()
