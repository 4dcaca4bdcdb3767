# SPDX-License-Identifier: Apache-2.0
"""Long runs of `restage registry`: threads, interruptions, terminals; and the public archives and samples where they lie
beside the repository."""
import csv
import io
import os
import pty
import re
import select
import signal
import subprocess
import threading
import time
import unittest

from registry_case import DATA, PROGRAM, YEAR, Registry, case, naaccr, run


class LongRuns(Registry):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rows = [(number, f"C00{number % 10}", number % 37 == 0 and "9999" or "8010", 2018 + number % 8, ("000", "100", "500", "777", "")[number % 5], "x" * (number % 90))
                for number in range(40000)]
        cls.texts = {
            "ndjson": "".join(case(row[0], site=row[1], hist=row[2], year_dx=str(row[3]), eod_primary_tumor=row[4]) for row in rows),
            "csv": "id,site,hist,year_dx,eod_primary_tumor,note\n" + "".join(f"{row[0]},{row[1]},{row[2]},{row[3]},{row[4]},{row[5] and chr(34) + row[5] + chr(10) + chr(34)}\n" for row in rows),
            "xml": naaccr([{"primarySite": row[1], "histologicTypeIcdO3": row[2], "dateOfDiagnosis": str(row[3]), "eodPrimaryTumor": row[4]} for row in rows[:15000]])}
        for kind, text in cls.texts.items():
            with open(cls.path("long." + kind), "w", encoding="utf-8", newline="") as file:
                file.write(text)

    def test_any_number_of_threads_gives_the_same_bytes(self):
        for kind in self.texts:
            runs = [run(*self.with_demo, "--threads", threads, self.path("long." + kind)) for threads in (1, 2, 7)]
            results = [(status, out, re.sub(r"; [0-9.]+ s, \d+ a second", "", err)) for status, out, err in runs]
            self.assertEqual(results[0], results[1])
            self.assertEqual(results[0], results[2])
            self.assertGreater(len(results[0][1]), 1 << 20)

    def interrupt(self, kind, *arguments):
        """Feeds a whole file and then holds the pipe open, interrupts, and gives status, output and messages."""
        process = subprocess.Popen([PROGRAM, "registry", *self.with_demo, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out = []
        reader = threading.Thread(target=lambda: out.append(process.stdout.read()))
        reader.start()
        process.stdin.write(self.texts[kind].encode()[:-7])
        process.stdin.flush()
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        status = process.wait(timeout=30)
        reader.join()
        err = process.stderr.read().decode()
        for stream in (process.stdin, process.stdout, process.stderr):
            try:
                stream.close()
            except BrokenPipeError:
                pass
        return status, out[0].decode(), err

    def test_ctrl_c_leaves_whole_records_or_no_file(self):
        for kind in self.texts:
            with self.subTest(kind=kind):
                whole = run(*self.with_demo, self.path("long." + kind))[1]
                status, out, err = self.interrupt(kind, "--threads", "1")
                self.assertEqual(status, 1)
                self.assertTrue(whole.startswith(out) and len(out) < len(whole), "a prefix of the whole output")
                end = {"ndjson": "]}\n", "csv": "\n", "xml": "</Patient>"}[kind]
                self.assertTrue(out.endswith(end) and len(out) > 1 << 20, out[-50:])
                if kind == "csv":
                    self.assertTrue(all(len(row) == 13 for row in csv.reader(io.StringIO(out))))
                self.assertIn("interrupted; what was written is complete up to its last record", err)
                target = self.path("interrupted." + kind)
                status, out, err = self.interrupt(kind, "--output", target)
                self.assertEqual((status, out), (1, ""))
                self.assertIn("interrupted; " + target + " was not written", err)
                self.assertFalse(os.path.exists(target) or os.path.exists(target + ".part"))

    def test_progress_on_a_terminal_only(self):
        many = self.path("progress.ndjson")
        with open(many, "w", encoding="utf-8") as file:
            for _ in range(48):
                file.write(self.texts["ndjson"])
        main, terminal = pty.openpty()
        with open(os.devnull, "wb") as nothing:
            process = subprocess.Popen([PROGRAM, "registry", *self.with_demo, "--threads", "1", many], stdin=subprocess.DEVNULL, stdout=nothing, stderr=terminal)
        os.close(terminal)
        shown = b""
        while select.select([main], [], [], 60)[0]:
            try:
                part = os.read(main, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        os.close(main)
        self.assertEqual(process.wait(timeout=60), 1)
        self.assertRegex(shown.decode(), r"\r\x1b\[K\d+ records, \d+ a second, \d+ % done, \d+ s left")
        self.assertRegex(shown.decode(), r"\r\x1b\[K[^\r]*more data issues[^\n]*\n1920000 records: ")
        self.assertRegex(shown.decode(), r"unreadable; \d+\.\d s, \d+ a second\r\n$")
        self.assertNotIn("\x1b", run(*self.with_demo, self.path("long.csv"))[2])


@unittest.skipUnless(DATA and os.path.isdir(DATA + "/seer"), "the public archives are not beside the repository")
class PublicData(Registry):
    def archive(self, name):
        return f"{DATA}/seer/archives/{name}.zip"

    def test_edge_files_get_the_verdict_of_their_name(self):
        files = sorted(os.listdir(DATA + "/naaccr/edge-cases"))
        status, out, _ = run("--check", *[f"{DATA}/naaccr/edge-cases/{name}" for name in files])
        self.assertEqual(status, 1)
        self.assertEqual([line.rsplit(": ", 1)[1] for line in out.splitlines()], [name.split("_")[0] for name in files])
        self.assertEqual(len(files), 32)

    def test_every_command_of_the_guide_works(self):
        samples = f"{DATA}/naaccr/samples/naaccr-xml-sample-"
        self.write("cases.ndjson", case(1, site="C509", hist="8500", year_dx="2020", behavior="3"))
        self.write("cases.csv", "id,site,hist,year_dx,behavior\n1,C509,8500,2020,3\n")
        os.symlink(samples + "v180-abstract-100.xml.gz", self.path("state.xml.gz"))
        os.symlink(f"{DATA}/naaccr/dictionaries/user-defined-naaccr-dictionary-180.xml", self.path("our-items.xml"))
        for name, archive in [("cs-02.05.50", "cs-02.05.50"), ("tnm-2.1", "tnm-2.1"), ("eod_public-3.3", "eod_public-3.3"), ("eod_public-3.2", "eod_public-3.3")]:
            os.symlink(self.archive(archive), self.path(name + ".zip"))
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../docs/registry.md"), encoding="utf-8") as file:
            commands = [line for line in file.read().splitlines() if line.startswith("restage registry ")]
        self.assertGreater(len(commands), 10)
        for command in commands:
            with self.subTest(command=command):
                done = subprocess.run(command.replace("restage", PROGRAM, 1), shell=True, cwd=self.folder.name, capture_output=True, timeout=120, check=False)
                self.assertEqual(done.returncode, 0, done.stderr.decode())

    def test_derived_items_of_the_samples_are_reproduced(self):
        for name in ("v180-abstract-100.xml.gz", "v210-incidence-1000.xml.gz"):
            status, out, _ = run("--algorithm", self.archive("cs-02.05.50"), *YEAR, "--compare", f"{DATA}/naaccr/samples/naaccr-xml-sample-{name}")
            self.assertEqual(status, 0, out)
            self.assertRegex(out, r"[1-9]\d* derived items compared: [1-9]\d* equal, 0 different")

    def test_staging_a_staged_file_again_changes_nothing(self):
        algorithms = [part for name in ("cs-02.05.50", "tnm-2.1", "eod_public-3.3", "pediatric-1.3") for part in ("--algorithm", self.archive(name))]
        once, twice = self.path("once.xml"), self.path("twice.xml")
        run(*algorithms, *YEAR, f"{DATA}/naaccr/samples/naaccr-xml-sample-v250-abstract-100.xml.gz", "--output", once)
        run(*algorithms, *YEAR, once, "--output", twice)
        with open(once, "rb") as first, open(twice, "rb") as second:
            text = first.read()
            self.assertEqual(text, second.read())
        self.assertTrue(re.search(rb'naaccrId="derivedSummaryStage2018"', text) and re.search(rb'naaccrId="schemaId"', text))


if __name__ == "__main__":
    unittest.main(verbosity=2)
