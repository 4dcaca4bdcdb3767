# SPDX-License-Identifier: Apache-2.0
"""`restage registry` as a registrar runs it: commands in, text and exit status out. Expectations are derived by hand from
the invented algorithms of demo_algorithm.py."""
import csv
import gzip
import io
import json
import os
import subprocess
import unittest

from registry_case import LIP, PROGRAM, XML_LIP, YEAR, Registry, case, demo_algorithm, naaccr, run


class Usage(Registry):
    def test_mistakes_are_named_with_their_remedy(self):
        text = self.write("text.txt", "hello\n")
        empty = self.write("empty.ndjson", "")
        utf16 = self.write("utf16.csv", "site,hist\n".encode("utf-16"))
        array = self.write("array.json", "[{}]")
        no_schemas = self.path("noschemas.zip")
        demo_algorithm.write({"name": "x", "version": "1", "schemas": [], "tables": []}, no_schemas)
        good = self.write("good.ndjson", case(1, **LIP))
        for arguments, words in [
                ([], "--algorithm"),
                (["--algorithn", "x"], "there is no option --algorithn; did you mean --algorithm?"),
                (["--algorithm", "nowhere.zip", good], "nowhere.zip: opening the archive failed: No such file"),
                (["--algorithm", text, good], "text.txt: this is not a readable zip file"),
                (["--algorithm", no_schemas, good], "no schemas found"),
                (["--algorithm", self.folder.name + "/..", good], ""),
                ([*self.with_demo, "nowhere.ndjson"], "nowhere.ndjson: opening failed: No such file"),
                ([*self.with_demo, self.folder.name], "this is a directory; name the files in it"),
                ([*self.with_demo, empty], "the file is empty"),
                ([*self.with_demo, utf16], "UTF-16"),
                ([*self.with_demo, array], "one case a line"),
                ([*self.with_demo, self.demo], "this is a zip archive"),
                ([*self.with_demo, text], "line 1: the header row has no column 'site'"),
                ([*self.with_demo, good, "--format", "naaccr"], "this is no NAACCR XML file"),
                ([*self.with_demo, good, "--format", "excel"], "--format is ndjson, csv or naaccr"),
                ([*self.with_demo, good, "--schema", "nose"], "no schema 'nose'"),
                ([*self.with_demo, good, "--outputs", "stage"], "no schema has an output 'stage'"),
                ([*self.with_demo, good, "--threads", "many"], "--threads"),
                (["--algorithm", self.demo, "--current-year", "26", good], "--current-year takes a year of four digits"),
                ([*self.with_demo, good, "--output", self.folder.name], "this is a directory; name a file in it"),
                ([*self.with_demo, good, "--output", "/nonexistent/x"], "creating failed"),
                ([*self.with_demo, "--show", "nose"], "no schema, table or input 'nose'"),
                (["--check"], "give the NAACCR files to check"),
                (["--impact", good], "--impact needs --diff OLD NEW"),
                (["--diff", self.demo], "--diff"),
                (["--diff", self.demo, self.changed, "--", good], "--impact")]:
            with self.subTest(arguments=arguments):
                status, out, err = run(*arguments)
                self.assertEqual(status, 2, err)
                self.assertEqual(out, "")
                self.assertIn(words, err)
                self.assertNotIn("0 records", err)
        self.assertFalse([name for name in os.listdir(self.folder.name) if name.endswith(".part")])

    def test_help_explains_itself(self):
        status, out, _ = run("--help")
        self.assertEqual(status, 0)
        self.assertIn("Usage: restage registry [OPTIONS] [FILE...]", out)
        self.assertIn("--diff OLD NEW  ", out)

    def test_a_full_disk_is_an_error_and_a_closed_pipe_is_not(self):
        many = self.write("many.ndjson", "".join(case(number, **LIP) for number in range(20000)))
        for arguments in ([*self.with_demo, many], [*self.with_demo, "--schemas"]):
            with open("/dev/full", "wb") as full:
                done = subprocess.run([PROGRAM, "registry", *arguments], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"No space left", done.stderr)
        reader = subprocess.Popen([PROGRAM, "registry", *self.with_demo, many], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        reader.stdout.readline()
        reader.stdout.close()
        self.assertEqual(reader.wait(timeout=60), 0)
        self.assertEqual(reader.stderr.read(), b"")
        reader.stderr.close()


class Ndjson(Registry):
    def stage(self, text, *more):
        status, out, err = run(*self.with_demo, *more, self.write("cases.ndjson", text))
        return status, [json.loads(line) for line in out.splitlines()], err

    def test_members_as_contracted(self):
        status, lines, err = self.stage(case("a", **LIP, eod_primary_tumor="500"))
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(list(lines[0]), ["id", "result", "schema_id", "output", "errors", "path"])
        self.assertEqual(lines[0]["output"], {"naaccr_schema_id": "00001", "derived_version": "1.0", "ss2018_derived": "7", "shout": ""})
        self.assertEqual(lines[0]["path"], ["m.stage", "m.shouting"])
        self.assertEqual([(error["type"], error["table"], error["columns"], error["key"]) for error in lines[0]["errors"]], [("MATCH_NOT_FOUND", "shouting", ["shout"], None)])

    def test_every_trouble_is_named_and_the_rest_is_done(self):
        text = (case(1, **LIP) + '{"id":2,"input":{"site":"C0\n' + case(3, site="C999", hist="8010") + case(4, site="C000", hist="9999") + case(5, site="C000") +
                case(6, **{**LIP, "site": "C019"}) + case(7, **LIP, colour="red") + case(8, **{**LIP, "year_dx": "1999"}) + case(9, **LIP, grade_clin="7") + case(10, **LIP))
        status, lines, err = self.stage(text)
        self.assertEqual(status, 1)
        self.assertEqual([line["result"] for line in lines],
                         ["STAGED", None, "FAILED_NO_MATCHING_SCHEMA", "FAILED_NO_MATCHING_SCHEMA", "FAILED_MISSING_SITE_OR_HISTOLOGY", "FAILED_MULITPLE_MATCHING_SCHEMAS",
                          "FAILED_INVALID_INPUT", "FAILED_INVALID_YEAR_DX", "STAGED", "STAGED"])
        messages = err.splitlines()
        for message, words in zip(messages, [
                ["record 2", "not readable as JSON"],
                ["record 3", "'C999' is not a code of Primary Site (site, NAACCR 400 primarySite)"],
                ["record 4", "'9999' is not a code of Histology (hist, NAACCR 522 histologicTypeIcdO3)"],
                ["record 5", "Histology (hist, NAACCR 522 histologicTypeIcdO3) is missing"],
                ["record 6", "2 schemas fit: tongue_base if discriminator_1 1; tongue_tonsil if discriminator_1 2",
                 "Schema Discriminator 1 (discriminator_1, NAACCR 3926 schemaDiscriminator1) with the codes 1 = Base of tongue; 2 = Lingual tonsil", "code discriminator_1"],
                ["record 7", "'colour' is not an input of schema lip", "--show lip"],
                ["record 8", "the year of diagnosis '1999' is not one that demo 1.0 takes", "NAACCR 390 dateOfDiagnosis"]]):
            for part in [self.path("cases.ndjson"), *words]:
                self.assertIn(part, message)
        self.assertEqual(messages[-1], "10 records: 3 staged (1 of them with impossible codes), 6 refused by the algorithm, 1 unreadable")

    def test_an_impossible_code_is_status_1_and_errors_of_the_algorithm_are_not(self):
        self.assertEqual(self.stage(case(1, **LIP, eod_primary_tumor="777"))[0], 1)
        status, lines, _ = self.stage(case(1, **LIP, grade_clin="2"))
        self.assertEqual((status, lines[0]["errors"][0]["message"]), (0, "Too loud"))

    def test_outputs_leaves_out_what_cannot_touch_them(self):
        _, lines, _ = self.stage(case(1, **LIP, grade_clin="2", eod_primary_tumor="777"), "--outputs", "ss2018_derived", "--no-path")
        self.assertEqual(lines[0]["output"], {"ss2018_derived": "9"})
        self.assertEqual([error["key"] or error["table"] for error in lines[0]["errors"]], ["eod_primary_tumor", "stage"])
        self.assertNotIn("path", lines[0])
        _, lines, _ = self.stage(case(1, **LIP, grade_clin="2", eod_primary_tumor="777"), "--outputs", "shout")
        self.assertEqual([error["table"] for error in lines[0]["errors"]], ["shouting"])

    def test_schema_and_year_choose(self):
        _, lines, _ = self.stage(case(1, **{**LIP, "site": "C019"}), "--schema", "tongue_tonsil")
        self.assertEqual(lines[0]["schema_id"], "tongue_tonsil")
        cases = self.write("years.ndjson", case(1, **{**LIP, "year_dx": "2010"}, extension="200") + case(2, **LIP, eod_primary_tumor="000") + case(3, **{**LIP, "year_dx": ""}))
        status, out, _ = run("--algorithm", self.past, *self.with_demo, cases)
        lines = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([line["algorithm"] for line in lines], ["past 0.9", "demo 1.0", "past 0.9"])
        self.assertEqual(lines[0]["output"]["stor_ss2000"], "7")
        self.assertEqual(status, 1, "a blank year is none of the first algorithm's")

    def test_a_missing_file_is_found_before_any_work(self):
        good = self.write("first.ndjson", case(1, **LIP))
        status, out, err = run(*self.with_demo, good, self.path("missing.ndjson"))
        self.assertEqual((status, out), (2, ""))
        self.assertIn("missing.ndjson: opening failed", err)

    def test_truncated_gzip_keeps_what_came_before(self):
        packed = gzip.compress("".join(case(number, **LIP, eod_primary_tumor=f"{number % 7}00") for number in range(5000)).encode())
        status, out, err = run(*self.with_demo, self.write("cut.ndjson.gz", packed[:len(packed) * 2 // 3]))
        self.assertEqual(status, 1)
        self.assertIn("cut.ndjson.gz: the gzip stream ends early; what came before it was read", err)
        self.assertTrue(out.endswith("\n"))
        self.assertEqual(json.loads(out.splitlines()[0])["result"], "STAGED")

    def test_issues_file_holds_all_of_them(self):
        target = self.path("issues.csv")
        status, _, err = run(*self.with_demo, "--issues", target, self.write("bad.ndjson", case(0, site="C999", hist="8010") * 50))
        self.assertEqual(status, 1)
        with open(target, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 50)
        self.assertEqual(rows[49]["record"], "record 50")
        self.assertEqual(rows[0]["code"], "site-unknown")
        self.assertIn("30 more data issues in the file of --issues", err)
        self.assertIn("30 more data issues; --issues FILE writes all of them", run(*self.with_demo, self.path("bad.ndjson"))[2])


class Explain(Registry):
    def test_a_case_in_words_in_all_three_formats(self):
        wanted = """STAGED by demo 1.0, schema lip (Lip)
  inputs used for staging
    C000       Primary Site (site, NAACCR 400 primarySite): Lip
    8010       Histology (hist, NAACCR 522 histologicTypeIcdO3): Carcinoma
    500        EOD Primary Tumor (eod_primary_tumor, NAACCR 772 eodPrimaryTumor): Beyond the organ - any direction
  derived
    00001      Schema ID (naaccr_schema_id, NAACCR 3800 schemaId)
               by default
    1.0        Derived Version (derived_version)
               by default
    7          Derived Summary Stage 2018 (ss2018_derived, NAACCR 762 derivedSummaryStage2018): Distant
               by stage row 3
    blank      Shout (shout)
               by default
  errors
    MATCH_NOT_FOUND: Match not found in table 'shouting' (9)

"""
        text = {"ndjson": case(7, **LIP, eod_primary_tumor="500"), "csv": "site,hist,year_dx,eod_primary_tumor,note\nC000,8010,2020,500,x\n", "xml": naaccr([{**XML_LIP, "eodPrimaryTumor": "500"}])}
        for kind, name in (("ndjson", "record 1 (id 7)"), ("csv", "line 2"), ("xml", "patient 1, tumor 1")):
            status, out, err = run(*self.with_demo, "--explain", self.write("explain." + kind, text[kind]))
            self.assertEqual((status, out, err), (0, name + ": " + wanted, ""))
        _, out, _ = run(*self.with_demo, "--explain", "--outputs", "ss2018_derived", self.path("explain.csv"))
        self.assertTrue("Derived Summary Stage 2018" in out and "Shout" not in out and "errors" not in out)

    def test_trouble_in_words(self):
        status, out, _ = run(*self.with_demo, "--explain", self.write("trouble.ndjson", case(1, **{**LIP, "site": "C019"}) + "{\n" + case(3, **LIP, eod_primary_tumor="777")))
        self.assertEqual(status, 1)
        for words in ["record 1 (id 1): FAILED_MULITPLE_MATCHING_SCHEMAS by demo 1.0\n  2 schemas fit: tongue_base if discriminator_1 1;", "  remedy: code discriminator_1, or name the schema with --schema\n",
                      "record 2: unreadable\n", "    777        EOD Primary Tumor (eod_primary_tumor, NAACCR 772 eodPrimaryTumor)\n",
                      "INVALID_REQUIRED_INPUT: Invalid 'eod_primary_tumor' value (777); EOD Primary Tumor (eod_primary_tumor, NAACCR 772 eodPrimaryTumor)"]:
            self.assertIn(words, out)


class Csv(Registry):
    HEADER = "naaccr_schema_id,shout,ss2018_derived"

    def test_rows_of_every_kind(self):
        text = ('\ufeffid,site,hist,year_dx,eod_primary_tumor,note\r\n'
                '1,C000,8010,2020,100,"a ""word"", x\r\ny"\r\n'
                '2,C000,8010,2020,100\r\n'
                '3,C000,8010,2020,100,n,surplus\r\n'
                '\r\n'
                '4,C000,8010,2020,000,5" mass,,\r\n'
                '5,C000,8010,2020,100,"open\r\n'
                '6,"C000",8010,2020,500,last')
        status, out, err = run(*self.with_demo, self.write("odd.csv", text))
        self.assertEqual(status, 1)
        rows = list(csv.reader(io.StringIO(out)))
        self.assertEqual(rows[0], "id,site,hist,year_dx,eod_primary_tumor,note,result,schema_id,derived_version,naaccr_schema_id,shout,ss2018_derived,errors".split(","))
        self.assertTrue(all(len(row) == len(rows[0]) for row in rows))
        self.assertEqual([row[0] for row in rows[1:]], ["1", "2", "3", "4", "5", "6"])
        self.assertEqual([row[11] for row in rows[1:]], ["1", "", "", "0", "", "7"])
        self.assertEqual(rows[1][5], 'a "word", x\r\ny')
        self.assertEqual(rows[4][5], '5" mass')
        self.assertEqual(rows[5][5], '"open')
        for line, words in [("line 4", "the record has 5 cells, the header has 6"), ("line 5", "too many: 'surplus'"), ("line 8", "text follows the closing quote of a cell")]:
            self.assertRegex(err, f"odd.csv: {line}: .*{words}")
        self.assertIn("6 records: 3 staged, 0 refused by the algorithm, 3 unreadable", err)

    def test_header_rows(self):
        for header, words in [("site,hist,site", "the column 'site' twice"), ("Site,hist", "no column 'site'; rename 'Site'"), ("primarySite,hist", "rename 'primarySite'"),
                              ("400,hist", "rename '400'"), ("site,histo", "no column 'hist'"), ('site,"hist', "the header row cannot be read")]:
            status, _, err = run(*self.with_demo, self.write("head.csv", header + "\nC000,8010,x\n"))
            self.assertEqual((status, words in err), (2, True), err)
        near = self.write("near.csv", "site;hist;year_dx;gradeClinical;note;note;hospital\nC000;8010;2020;2;a;b;c\n")
        status, out, err = run(*self.with_demo, near)
        self.assertEqual((status, out), (2, ""))
        self.assertIn("no schema has the inputs 'gradeClinical' (meant for 'grade_clin'?), 'hospital'; rename them, or keep them unused with --carry gradeClinical,hospital", err)
        for way in ([], ["--explain"], ["--diff", self.demo, self.changed, "--impact"]):
            self.assertEqual(run(*(self.with_demo if "--diff" not in way else YEAR), *way, near)[0], 2)
        status, out, err = run(*self.with_demo, "--carry", "*", near)
        self.assertEqual(status, 0)
        self.assertIn("the column 'gradeClinical' is carried through and not used as 'grade_clin'", err)
        self.assertTrue(out.splitlines()[1].startswith("C000;8010;2020;2;a;b;c;STAGED;lip;1.0;00001;"))

    def test_refused_rows_say_why(self):
        _, out, _ = run(*self.with_demo, self.write("why.csv", "site,hist,year_dx\nC019,8010,2020\nC999,8010,2020\n,8010,2020\nC000,8010,1999\n"))
        self.assertEqual([row[-1] for row in csv.reader(io.StringIO(out))][1:],
                         ["2 schemas fit; missing is discriminator_1", "no schema takes this site, histology and discriminators", "site or histology is missing",
                          "the year of diagnosis is not one that demo 1.0 takes"])


class Naaccr(Registry):
    def test_derived_items_are_set_and_all_else_stays(self):
        text = naaccr([{**XML_LIP, "derivedSummaryStage2018": "9"}, {**XML_LIP, "eodPrimaryTumor": "000"}],
                      head=' xmlns:own="urn:own" own:note="x" userDictionaryUri="urn:mine"', before="  <!-- </Patient> kept -->\n",
                      after='  <own:extra><own:deep a="1">&amp;</own:deep></own:extra>\n')
        text = text.replace("    </Tumor>", '      <!-- in the tumor -->\n      <Item naaccrId="myItem">mine</Item>\n      <own:tumor/>\n    </Tumor>')
        dictionary = self.write("user.xml", '<NaaccrDictionary dictionaryUri="urn:mine" xmlns="http://naaccr.org/naaccrxml"><ItemDefs>'
                                '<ItemDef naaccrId="myItem" naaccrNum="9700" length="10" parentXmlElement="Tumor"/></ItemDefs></NaaccrDictionary>')
        wanted = text.replace('<Item naaccrId="derivedSummaryStage2018">9</Item>', '<Item naaccrId="derivedSummaryStage2018">1</Item>')
        parts = wanted.split('      <Item naaccrId="myItem">mine</Item>')
        own = '      <Item naaccrId="myItem">mine</Item>'
        wanted = parts[0] + own + '\n      <Item naaccrId="schemaId">00001</Item>' + parts[1] + own + \
            '\n      <Item naaccrId="derivedSummaryStage2018">0</Item>\n      <Item naaccrId="schemaId">00001</Item>' + parts[2]
        for source in (self.write("in.xml", text), self.write("in.xml.gz", gzip.compress(text.encode()))):
            status, out, err = run(*self.with_demo, "--dictionary", dictionary, source)
            self.assertEqual((status, err), (0, ""))
            self.assertEqual(out, wanted)
        status, out, err = run(*self.with_demo, self.path("in.xml"))
        self.assertEqual((status, out), (1, wanted), "an unknown item is kept")
        self.assertIn("Item myItem: the item is not in the dictionaries", err)

    def test_versions_18_to_26(self):
        for version in range(18, 27):
            status, out, err = run(*self.with_demo, self.write("v.xml", naaccr([XML_LIP], version=f"{version}0")))
            self.assertEqual((status, err), (0, ""))
            self.assertIn('<Item naaccrId="derivedSummaryStage2018">1</Item>', out)
        self.assertEqual(run(*self.with_demo, self.write("v.xml", naaccr([XML_LIP], version="160")))[0], 2)

    def test_the_year_picks_the_algorithm(self):
        tumors = [{**XML_LIP, "csExtension": "200"}, {**XML_LIP, "dateOfDiagnosis": "2010", "csExtension": "200"}, {"primarySite": "C000", "histologicTypeIcdO3": "8010", "dateOfDiagnosis": "2010"}]
        status, out, err = run("--algorithm", self.past, *self.with_demo, self.write("years.xml", naaccr(tumors)))
        self.assertEqual((status, err), (0, ""))
        parts = out.split("</Tumor>")
        self.assertTrue("derivedSummaryStage2018" in parts[0] and "derivedSs2000" not in parts[0])
        self.assertTrue("derivedSummaryStage2018" not in parts[1] and '<Item naaccrId="derivedSs2000">7</Item>' in parts[1])
        self.assertNotIn("derived", parts[2], "a site and a histology alone are not coded for any algorithm")

    def test_troubles_name_the_tumor(self):
        text = naaccr([{**XML_LIP, "primarySite": "C019"}, {**XML_LIP, "gradeClinical": "7"}, XML_LIP])
        status, out, err = run(*self.with_demo, self.write("trouble.xml", text))
        self.assertEqual(status, 1)
        self.assertRegex(err, r"trouble.xml: patient 1, tumor 1: FAILED_MULITPLE.*1 = Base of tongue; 2 = Lingual tonsil.*code discriminator_1.*left as it is")
        self.assertRegex(err, r"trouble.xml: patient 2, tumor 1: '7' is not a code of Grade Clinical \(grade_clin, NAACCR 3843 gradeClinical\).*--show grade lists the codes")
        self.assertIn("3 records: 2 staged (1 of them with impossible codes), 1 refused by the algorithm, 0 unreadable", err)
        self.assertEqual(out.count("derivedSummaryStage2018"), 2)
        cut = self.write("cut.xml", naaccr([XML_LIP] * 3)[:-300])
        status, out, err = run(*self.with_demo, cut)
        self.assertEqual(status, 1)
        self.assertRegex(err, r"cut.xml: patient 3.*input-unreadable")
        self.assertEqual(out.count("derivedSummaryStage2018"), 2)

    def test_compare_groups_every_difference(self):
        good = {**XML_LIP, "derivedSummaryStage2018": "1", "schemaId": "00001"}
        tumors = [good, {**good, "derivedSummaryStage2018": "7"}, {**good, "derivedSummaryStage2018": "7"}, XML_LIP, {**good, "primarySite": "C019"}, {"primarySite": "C000"}]
        path = self.write("compare.xml", naaccr(tumors))
        status, out, err = run(*self.with_demo, "--compare", path)
        self.assertEqual(status, 1)
        self.assertIn("6 tumors: 4 staged, 1 refused by the algorithm, 1 without items of it\n6 derived items compared: 4 equal, 2 different; 2 more values that the file lacks\n", out)
        self.assertIn("derivedSummaryStage2018 (NAACCR 762) in lip (demo 1.0): the file has '7', the algorithm gives '1'; 2 times, first in " + path + ": patient 2, tumor 1\n  by stage row 2\n", out)
        self.assertIn("patient 5, tumor 1: FAILED_MULITPLE", err)
        told = json.loads(run(*self.with_demo, "--compare", "--json", path)[1])
        self.assertEqual((told["compared"], told["equal"], told["refused"], told["differences"][0]["count"]), (6, 4, 1, 2))
        self.assertEqual(run(*self.with_demo, "--compare", self.write("same.xml", naaccr([good])))[0], 0)


class LookingUp(Registry):
    def test_schemas_tables_and_inputs(self):
        for arguments, words in [
                (["--schemas"], ["demo 1.0: 3 schemas", "tongue_base", "(needs discriminator_1)"]),
                (["--show", "lip"], ["Inputs used for staging", "NAACCR 772 eodPrimaryTumor  table extent  default 999", "Outputs", "NAACCR 762 derivedSummaryStage2018"]),
                (["--show", "extent"], ["EOD Primary Tumor", "used by lip, tongue_base, tongue_tonsil", "3    500 ", "Beyond the organ - any direction"]),
                (["--show", "discriminator_1"], ["1    1 ", "Base of tongue"]),
                (["--show", "gradeClinical"], ["Grade Clinical", "Low"]),
                (["--show", "3843"], ["Grade Clinical", "Low"]),
                (["--search", "lingual"], ["Schemas (0)", "Tables (1)", "discriminator"]),
                (["--search", "772"], ["eod_primary_tumor"]),
                (["--search", "tongue"], ["Schemas (2)"])]:
            with self.subTest(arguments=arguments):
                status, out, _ = run(*self.with_demo, *arguments)
                self.assertEqual(status, 0)
                for part in words:
                    self.assertIn(part, out)

    def test_json_is_one_value(self):
        both = ["--algorithm", self.past, *self.with_demo, "--json"]
        self.assertEqual([entry["algorithm"] for entry in json.loads(run(*both, "--schemas")[1])], ["past", "demo"])
        self.assertEqual(len(json.loads(run(*both, "--show", "primary_site")[1])), 2)
        self.assertEqual(json.loads(run(*self.with_demo, "--json", "--show", "extent")[1])["rows"][0], ["000", "In situ"])
        lip = json.loads(run(*self.with_demo, "--json", "--show", "lip")[1])
        self.assertEqual([field["naaccr_item"] for field in lip["inputs"]], [400, 522, 390, 772, 3843])
        self.assertEqual(json.loads(run(*self.with_demo, "--json", "--search", "lingual")[1])["tables"], ["discriminator"])


class Versions(Registry):
    def test_diff_tells_each_change_once(self):
        status, out, _ = run("--diff", self.demo, self.changed, "--json")
        self.assertEqual(status, 0)
        changes = json.loads(out)["changes"]
        self.assertEqual(sorted((change["kind"], change["subject"]) for change in changes), sorted([
            ("code-added", "extent"), ("text-changed", "extent"), ("code-removed", "grade"), ("row-changed", "stage"), ("row-added", "stage"), ("rows-reordered", "shouting"),
            ("default-changed", "eod_primary_tumor"), ("input-added", "margin"), ("output-removed", "shout"), ("schema-removed", "tongue_tonsil")]))
        _, text, _ = run("--diff", self.demo, self.changed)
        self.assertIn("demo 1.0 to demo 1.1: 10 changes", text)
        self.assertIn("Table extent (EOD Primary Tumor): new in row 3: eod_primary_tumor 300 ('Into the next organ'). Used by lip, tongue_base, tongue_tonsil.", text)
        self.assertIn("Table stage (Summary Stage): row 3: eod_primary_tumor 100 gives ss2018_derived 7, gave ss2018_derived 1.", text)
        self.assertIn("lip: the default of input eod_primary_tumor (EOD Primary Tumor, NAACCR item 772 eodPrimaryTumor) is '000', was '999'.", text)
        self.assertIn("Schema tongue_tonsil (Tongue Tonsil) is gone.", text)
        self.assertEqual(run("--diff", self.demo, self.demo)[1], "demo 1.0 to demo 1.0: 0 changes\n")
        self.assertIn("different algorithms", run("--diff", self.demo, self.past)[2])

    def test_impact_in_all_three_formats(self):
        cases = [{**LIP, "eod_primary_tumor": "100"}, {**LIP, "eod_primary_tumor": "100"}, {**LIP, "eod_primary_tumor": "500"}, {**LIP, "year_dx": "2021", "eod_primary_tumor": "100"},
                 {**LIP, "site": "C019", "discriminator_1": "2", "eod_primary_tumor": "000"}]
        files = {"ndjson": "".join(case(number, **inputs) for number, inputs in enumerate(cases, 1)), "csv": "id,site,hist,year_dx,eod_primary_tumor,discriminator_1\n" + "".join(
            f"{number},{inputs['site']},8010,{inputs['year_dx']},{inputs['eod_primary_tumor']},{inputs.get('discriminator_1', '')}\n" for number, inputs in enumerate(cases, 1))}
        names = {"site": "primarySite", "hist": "histologicTypeIcdO3", "year_dx": "dateOfDiagnosis", "eod_primary_tumor": "eodPrimaryTumor", "discriminator_1": "schemaDiscriminator1"}
        files["xml"] = naaccr([{names[key]: value for key, value in inputs.items()} for inputs in cases])
        for kind, text in files.items():
            with self.subTest(kind=kind):
                path = self.write("impact." + kind, text)
                status, out, err = run("--diff", self.demo, self.changed, *YEAR, "--impact", path, "--json")
                self.assertEqual((status, err), (0, ""))
                told = json.loads(out)
                self.assertEqual((told["cases"], told["moved"], told["unreadable"]), (5, 4, 0))
                moves = [(move["schema"], move["year"], move["key"], move["before"], move["after"], move["cause"], move["count"]) for move in told["moves"]]
                cause = "stage row 2 (gone), stage row 3 (new)"
                self.assertEqual(moves, [("lip", "2020", "ss2018_derived", "1", "7", cause, 2), ("lip", "2021", "ss2018_derived", "1", "7", cause, 1),
                                         ("tongue_tonsil", "2020", "result", "STAGED", "FAILED_NO_MATCHING_SCHEMA", "", 1), ("tongue_tonsil", "2020", "schema", "tongue_tonsil", "none", "", 1)])
                self.assertEqual(told["moves"][0]["first"], "patient 1, tumor 1" if kind == "xml" else "1")
        text = run("--diff", self.demo, self.changed, *YEAR, "--impact", self.path("impact.csv"))[1]
        self.assertIn("lip, diagnosed 2020\n  ss2018_derived: '1' becomes '7' in 2 cases (first: 1)\n    moved by stage row 2 (gone), stage row 3 (new)\n", text)
        broken = self.write("broken.ndjson", case(1, **LIP) + "{\n" + case(2, **LIP))
        status, out, err = run("--diff", self.demo, self.changed, "--impact", broken, "--json", *YEAR)
        self.assertEqual((status, json.loads(out)["cases"], json.loads(out)["unreadable"]), (1, 2, 1))
        self.assertIn("broken.ndjson: record 2:", err)


if __name__ == "__main__":
    unittest.main(verbosity=2)
