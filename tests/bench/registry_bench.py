#!/usr/bin/env python3
"""Takes turns between Restage and the reference implementation on the same cases and prints the ratios.

usage: registry_bench.py BENCH_PROGRAM JAVA_CLASSPATH ARCHIVES_FOLDER CASES_FOLDER [ROUNDS [CASES]]
The peer reads its archives from CASES_FOLDER (peer-NAME.zip, see registry_peer_archive.py).
Wall and processor time are both reported: on a loaded machine the processor time is the fairer one.
"""
import collections
import statistics
import subprocess
import sys

ALGORITHMS = ["cs-02.05.50", "tnm-2.1", "eod_public-3.3", "pediatric-1.3"]


class NoAnswer(Exception):
    """A program ended, or had no case to stage."""


class Side:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.ready = self.process.stdout.readline().strip()

    def ask(self, command):
        try:
            self.process.stdin.write(command + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise NoAnswer() from None
        words = self.process.stdout.readline().split()
        if not words:
            raise NoAnswer()
        return words

    def round(self, command):
        cases, wall, processor = self.ask(command)[:3]
        if int(cases) == 0:
            raise NoAnswer()
        return float(wall) / int(cases) * 1e6, float(processor) / int(cases) * 1e6

    def close(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        self.process.wait()


def compare(ours, peer, our_command, peer_command, rounds):
    samples = collections.defaultdict(list)
    for _ in range(rounds):
        for name, side, command in (("ours", ours, our_command), ("peer", peer, peer_command)):
            wall, processor = side.round(command)
            samples[name + " wall"].append(wall)
            samples[name + " processor"].append(processor)
    return {name: (statistics.median(values), min(values)) for name, values in samples.items()}


def show(label, result):
    wall = result["peer wall"][0] / result["ours wall"][0]
    best = result["peer wall"][1] / result["ours wall"][1]
    processor = result["peer processor"][0] / result["ours processor"][0]
    print(f"{label:<36} ours {result['ours wall'][0]:8.2f} us wall {result['ours processor'][0]:8.2f} us processor   "
          f"peer {result['peer wall'][0]:9.1f} us wall {result['peer processor'][0]:9.1f} us processor   "
          f"ratio median {wall:7.0f}  best {best:7.0f}  processor {processor:7.0f}", flush=True)


def run_beside(algorithm, file, ours, peer, rounds, cases):
    if not peer.ready:
        raise NoAnswer()
    for _ in range(3):
        peer.round(f"round 1 - {cases}")
    ours.round("round 1 - 10000 2")
    show("mixed, one thread", compare(ours, peer, "round 1 - 10000 5", f"round 1 - {cases}", rounds))
    show("mixed, two threads", compare(ours, peer, "round 2 - 10000 5", f"round 2 - {cases}", rounds))
    show("NDJSON text to text, one thread", compare(ours, peer, "text 1", f"round 1 - {cases}", rounds))
    # Every schema in a full run; a sample of them, and of the peer's cases, in a short one.
    schemas = collections.Counter(line.split("\t", 1)[0] for line in open(file))
    names = sorted(name for name, count in schemas.items() if count >= 50)
    for schema in names if rounds > 6 else names[:: max(1, len(names) // 8)]:
        peer.round(f"round 1 {schema} 500")
        show(schema, compare(ours, peer, f"round 1 {schema} 500 20", f"round 1 {schema} 500", max(3, rounds // 2)))
    print(f"peak memory: ours {int(ours.ask('memory')[0]) / 1024:.0f} MB, peer {int(peer.ask('memory')[0]) / 1024:.0f} MB", flush=True)


def run_alone(ours, rounds):
    for label, command in (("mixed, one thread", "round 1 - 10000 5"), ("mixed, two threads", "round 2 - 10000 5"), ("NDJSON text to text, one thread", "text 1")):
        samples = [ours.round(command) for _ in range(rounds)]
        wall, processor = (statistics.median(column) for column in zip(*samples))
        print(f"{label:<36} ours {wall:8.2f} us wall {processor:8.2f} us processor", flush=True)


def main():
    program, classpath, archives, cases = sys.argv[1:5]
    rounds = int(sys.argv[5]) if len(sys.argv) > 5 else 7
    count = int(sys.argv[6]) if len(sys.argv) > 6 else 2000
    for algorithm in ALGORITHMS:
        archive, file = f"{archives}/{algorithm}.zip", f"{cases}/{algorithm}.tsv"
        ours = Side([program, archive, file])
        peer = Side(["java", "-Xmx2g", "-cp", classpath, "bench.Peer", f"{cases}/peer-{algorithm}.zip", file])
        print(f"{algorithm}: ours {ours.ready} s, peer {peer.ready} s", flush=True)
        try:
            run_beside(algorithm, file, ours, peer, rounds, count)
        except NoAnswer:
            print("the peer gave no answer (it may not know this archive); ours alone:", flush=True)
            run_alone(ours, rounds)
        ours.close()
        peer.close()


main()
