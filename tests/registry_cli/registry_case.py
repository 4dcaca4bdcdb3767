# SPDX-License-Identifier: Apache-2.0
"""What the tests of `restage registry` share: running the program, and cases as text."""
import json
import os
import subprocess
import tempfile
import unittest

import demo_algorithm

PROGRAM = os.environ["RESTAGE_PROGRAM"]
DATA = os.environ.get("RESTAGE_DATA", "")
YEAR = ["--current-year", "2026"]


def run(*arguments, stdin=None):
    done = subprocess.run([PROGRAM, "registry", *map(str, arguments)], input=stdin if stdin is None or isinstance(stdin, bytes) else stdin.encode(),
                          stdin=subprocess.DEVNULL if stdin is None else None, capture_output=True, timeout=120, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def case(number, **inputs):
    return json.dumps({"id": number, "input": inputs}) + "\n"


LIP = {"site": "C000", "hist": "8010", "year_dx": "2020"}


def naaccr(tumors, version="240", head="", before="", after=""):
    patients = "".join(f"  <Patient>\n    <Item naaccrId=\"patientIdNumber\">{number:08}</Item>\n    <Tumor>\n" +
                       "".join(f"      <Item naaccrId=\"{key}\">{value}</Item>\n" for key, value in items.items()) + "    </Tumor>\n  </Patient>\n"
                       for number, items in enumerate(tumors, 1))
    return (f'<?xml version="1.0"?>\n<NaaccrData baseDictionaryUri="http://naaccr.org/naaccrxml/naaccr-dictionary-{version}.xml" recordType="I" '
            f'specificationVersion="1.6" xmlns="http://naaccr.org/naaccrxml"{head}>\n{before}{patients}{after}</NaaccrData>\n')


XML_LIP = {"primarySite": "C000", "histologicTypeIcdO3": "8010", "dateOfDiagnosis": "20200115", "eodPrimaryTumor": "100"}


class Registry(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.demo = demo_algorithm.write(demo_algorithm.demo(), cls.path("demo-1.0.zip"))
        cls.changed = demo_algorithm.write(demo_algorithm.changed(), cls.path("demo-1.1.zip"))
        cls.past = demo_algorithm.write(demo_algorithm.past(), cls.path("past.zip"))
        cls.with_demo = ["--algorithm", cls.demo, *YEAR]

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder.name, name)

    def write(self, name, text):
        with open(self.path(name), "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        return self.path(name)
