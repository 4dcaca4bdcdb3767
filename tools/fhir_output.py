#!/usr/bin/env python3
"""Checks every Bundle that `restage timeline --fhir` writes, line by line of the checklist for a derived stage.

usage: tools/fhir_output.py PROGRAM PATH...   (files, or folders that are walked for .json .ndjson .xml .toml)

For a stage Observation: status final or amended, a category, the code of its basis, a subject, exactly one focus that is
a primary cancer condition, a date (or why there is none), a value with the SNOMED CT code first where the AJCC value
sets have one, a method that names the edition, at most one T, N and M as members with the same basis and edition, a
profile, a Provenance of its own, and an entry in Condition.stage that names it. For the Bundle: one patient, no two
resources of one id, every reference resolves, check digits, and another record gives other identifiers.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

PROFILE = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-"
SNOMED, AJCC, NCIT = "http://snomed.info/sct", "http://cancerstaging.org", "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
UICC = "https://www.uicc.org/resources/tnm"
BASIS = {
    "group": {"399537006": "c", "399588009": "p", "399390009": "other"},
    "t": {"399504009": "c", "384625004": "p", "78873005": "other"},
    "n": {"399534004": "c", "371494008": "p", "277206009": "other"},
    "m": {"399387003": "c", "371497001": "p", "277208005": "other"},
}
PART = {"tnm-stage-group": "group", "tnm-primary-tumor-category": "t", "tnm-regional-nodes-category": "n", "tnm-distant-metastases-category": "m"}
EDITIONS = {"444256004", "443830009", "897275008", "1269566009"}
ALLOWED = {"Patient", "Condition", "Observation", "Procedure", "MedicationAdministration", "Provenance", "Device"}
VERHOEFF_D = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6], [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
              [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1], [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
              [8, 7, 6, 5, 9, 3, 2, 1, 0, 4], [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]]
VERHOEFF_P = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4], [5, 8, 0, 3, 7, 9, 6, 1, 4, 2], [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
              [9, 4, 5, 3, 1, 2, 6, 8, 7, 0], [4, 2, 8, 6, 5, 7, 3, 9, 0, 1], [2, 7, 9, 3, 8, 0, 6, 4, 1, 5], [7, 0, 4, 6, 9, 1, 3, 2, 5, 8]]


def verhoeff(code):
    check = 0
    for i, digit in enumerate(reversed(code)):
        check = VERHOEFF_D[check][VERHOEFF_P[i % 8][int(digit)]]
    return check == 0


def walk(value, visit):
    visit(value)
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        walk(inner, visit)


def codings(element):
    return [(coding.get("system"), coding.get("code")) for coding in (element or {}).get("coding", [])]


class BundleCheck:
    def __init__(self, bundle, value_codes):
        self.bundle, self.value_codes, self.problems = bundle, value_codes, []
        self.resources = {}

    def say(self, resource, text):
        self.problems.append(f"{resource.get('resourceType')}/{resource.get('id')}: {text}")

    def run(self):
        if self.bundle.get("type") != "collection":
            self.problems.append("the Bundle is no collection")
        for entry in self.bundle["entry"]:
            resource = entry["resource"]
            key = f"{resource['resourceType']}/{resource['id']}"
            if key in self.resources:
                self.say(resource, "the id is used twice")
            if not entry["fullUrl"].endswith(key):
                self.say(resource, "fullUrl and id differ")
            if resource["resourceType"] not in ALLOWED:
                self.say(resource, "an unexpected resource")
            self.resources[key] = resource
        if sum(key.startswith("Patient/") for key in self.resources) != 1:
            self.problems.append("not exactly one patient")
        provenance = {target["reference"] for r in self.of("Provenance") for target in r["target"]}
        staged = {a["reference"] for r in self.of("Condition") for s in r.get("stage", []) for a in s.get("assessment", [])}
        for key, resource in self.resources.items():
            walk(resource, lambda value, r=resource: self.element(value, r))
            kind = resource["resourceType"]
            if kind == "Provenance":
                self.provenance(resource)
            if kind in ("Condition", "Procedure", "MedicationAdministration") and "subject" not in resource:
                self.say(resource, "no subject")
            if kind != "Device" and kind != "Provenance" and not resource.get("meta", {}).get("profile"):
                self.say(resource, "no profile")
            if kind == "Observation" and any(name in "".join(resource["meta"]["profile"]) for name in ("tnm-", "cancer-stage")):
                self.stage(key, resource, provenance, staged)
            if kind == "Procedure" and resource["meta"]["profile"][0].endswith("radiotherapy-course-summary") and "performedPeriod" not in resource:
                self.say(resource, "a radiotherapy course has a period")
        return self.problems

    def of(self, kind):
        return [r for r in self.resources.values() if r["resourceType"] == kind]

    def element(self, value, resource):
        if not isinstance(value, dict):
            return
        if "reference" in value and value["reference"] not in self.resources:
            self.say(resource, f"the reference {value['reference']} leads nowhere")
        if value.get("system") == SNOMED and not verhoeff(value["code"]):
            self.say(resource, f"check digit of {value['code']}")
        if "code" in value and "system" in value and not value["code"]:
            self.say(resource, "an empty code")

    def provenance(self, resource):
        for name in ("target", "recorded", "agent", "entity"):
            if not resource.get(name):
                self.say(resource, f"no {name}")
        if not any(entity["role"] == "derivation" for entity in resource.get("entity", [])) and resource.get("policy"):
            self.say(resource, "no rule")

    def stage(self, key, resource, provenance, staged):
        name = resource["meta"]["profile"][0].removeprefix(PROFILE)
        part = PART.get(name, "group")
        if resource.get("status") not in ("final", "amended"):
            self.say(resource, "status")
        if not resource.get("category"):
            self.say(resource, "category")
        code = codings(resource.get("code"))[0]
        basis = BASIS[part].get(code[1]) if name in PART else "own"
        if basis is None or (name in PART and code[0] != SNOMED):
            self.say(resource, f"code {code}")
        if not resource.get("subject", {}).get("reference", "").startswith("Patient/"):
            self.say(resource, "subject")
        focus = [f["reference"] for f in resource.get("focus", [])]
        profile = self.resources.get(focus[0], {}).get("meta", {}).get("profile", [""])[0] if len(focus) == 1 else ""
        if not profile.endswith("mcode-primary-cancer-condition"):
            self.say(resource, f"focus {focus}")
        if "effectiveDateTime" not in resource and "_effectiveDateTime" not in resource:
            self.say(resource, "no date")
        values = codings(resource.get("valueCodeableConcept"))
        systems = [system for system, _ in values]
        if name in PART and "8" in resource["method"].get("text", "") and "AJCC" in resource["method"]["text"]:
            written = [c for s, c in values if s == AJCC]
            known = self.value_codes.get(written[0].split("(")[0]) if written else None
            if not written or (known and systems[0] != SNOMED):
                self.say(resource, f"value {values}")
        elif not values:
            self.say(resource, "no value")
        method = resource.get("method", {})
        if not method.get("text") or (method["text"].startswith("AJCC") and not any(c in EDITIONS for _, c in codings(method))):
            self.say(resource, f"method {method}")
        members = [self.resources.get(m["reference"], {}) for m in resource.get("hasMember", [])]
        parts = [PART.get(m.get("meta", {}).get("profile", [""])[0].removeprefix(PROFILE)) for m in members]
        if len(members) > 3 or len(set(parts)) != len(parts) or None in parts or "group" in parts:
            self.say(resource, f"members {parts}")
        for member, its in zip(members, parts):
            if BASIS.get(its, {}).get(codings(member.get("code"))[0][1]) != basis and name in PART:
                self.say(resource, f"a member of another basis: {member.get('id')}")
            if codings(member.get("method")) != codings(method):
                self.say(resource, f"a member of another edition: {member.get('id')}")
        if key not in provenance:
            self.say(resource, "no Provenance")
        if part == "group" and key not in staged:
            self.say(resource, "not in Condition.stage")


def bundles_of(program, path, folder):
    out = pathlib.Path(folder) / "out.json"
    out.unlink(missing_ok=True)
    done = subprocess.run([program, "timeline", "--fhir", str(out), str(path)], capture_output=True, timeout=120)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"exit {done.returncode}: {done.stderr.decode(errors='replace')[:200]}")
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines() if line]


def ajcc_codes():
    mapping = pathlib.Path(__file__).resolve().parent.parent / "formats/fhir/mapping.tsv"
    codes = {}
    for line in mapping.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) > 3 and cells[0] == "category" and cells[1] == "SCT" and cells[2].startswith("122"):
            codes[cells[3]] = cells[2]
    return codes


def main():
    if not any(pathlib.Path(argument).exists() for argument in sys.argv[2:]):
        print("skipped: no public data beside the repository")
        return 77
    program, value_codes, failed, checked, stages = sys.argv[1], ajcc_codes(), 0, 0, 0
    files = []
    for argument in map(pathlib.Path, sys.argv[2:]):
        walked = sorted(argument.rglob("*")) if argument.is_dir() else [argument]
        files += [path for path in walked if path.suffix in (".json", ".ndjson", ".xml", ".toml")]
    with tempfile.TemporaryDirectory() as folder:
        for path in files:
            try:
                bundles = bundles_of(program, path, folder)
            except (RuntimeError, ValueError) as error:
                print(f"{path}: {error}")
                failed += 1
                continue
            for bundle in bundles:
                problems = BundleCheck(bundle, value_codes).run()
                checked += 1
                stages += sum("tnm-" in "".join(e["resource"].get("meta", {}).get("profile", [])) for e in bundle["entry"])
                failed += bool(problems)
                for problem in problems[:5]:
                    print(f"{path}: {problem}")
    print(f"{len(files)} files, {checked} bundles, {stages} stages and categories, {failed} with problems")
    return 1 if failed or not stages else 0


if __name__ == "__main__":
    sys.exit(main())
