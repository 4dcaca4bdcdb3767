# SPDX-License-Identifier: Apache-2.0
"""Two small invented algorithms as zip archives: `demo` for 2018 and later, `past` for 2004 to 2015. They stage nothing real."""
import copy
import json
import zipfile

INPUT, TEXT, RESULT = "INPUT", "DESCRIPTION", "ENDPOINT"


def table(name, columns, rows, title=""):
    return {"id": name, "name": name, "title": title or name,
            "definition": [{"key": key, "name": key.title(), "type": kind} for key, kind in columns], "rows": rows}


def field(key, name, item=None, xml_id=None, **more):
    made = {"key": key, "name": name, **more}
    if item:
        made.update(naaccr_item=item, naaccr_xml_id=xml_id)
    return made


def common_inputs(year_table):
    return [field("site", "Primary Site", 400, "primarySite", table="primary_site", used_for_staging=True),
            field("hist", "Histology", 522, "histologicTypeIcdO3", table="histology", used_for_staging=True),
            field("year_dx", "Year of Diagnosis", 390, "dateOfDiagnosis", table=year_table)]


def common_tables():
    return [table("primary_site", [("site", INPUT), ("meaning", TEXT)], [["C000,C001,C002,C003,C004,C005,C006,C007,C008,C009", "Lip"], ["C019,C020", "Tongue"]]),
            table("histology", [("hist", INPUT), ("meaning", TEXT)], [["8000-8110", "Carcinoma"]])]


def demo():
    inputs = common_inputs("year") + [
        field("eod_primary_tumor", "EOD Primary Tumor", 772, "eodPrimaryTumor", table="extent", default="999", used_for_staging=True),
        field("grade_clin", "Grade Clinical", 3843, "gradeClinical", table="grade", default="9")]
    outputs = [field("naaccr_schema_id", "Schema ID", 3800, "schemaId", default="00001"),
               field("derived_version", "Derived Version", default="{{ctx_alg_version}}"),
               field("ss2018_derived", "Derived Summary Stage 2018", 762, "derivedSummaryStage2018", default="9", table="stages"),
               field("shout", "Shout", default="")]
    tables = common_tables() + [
        table("year", [("year_dx", INPUT)], [["2018-{{ctx_year_current}},9999"], [""]]),
        table("extent", [("eod_primary_tumor", INPUT), ("meaning", TEXT)],
              [["000", "In situ"], ["100", "Confined to the organ"], ["500", "Beyond the organ\n- any direction"], ["999", "Unknown"]], "EOD Primary Tumor"),
        table("grade", [("grade_clin", INPUT), ("meaning", TEXT)], [["1", "Low"], ["2", "High"], ["9", "Unknown"]], "Grade Clinical"),
        table("stages", [("ss2018_derived", INPUT), ("meaning", TEXT)], [["0", "In situ"], ["1", "Local"], ["7", "Distant"], ["9", "Unknown"]]),
        table("discriminator", [("discriminator_1", INPUT), ("meaning", TEXT)], [["1", "Base of tongue"], ["2", "Lingual tonsil"]], "Schema Discriminator 1"),
        table("stage", [("eod_primary_tumor", INPUT), ("ss2018_derived", RESULT)],
              [["000", "VALUE:0"], ["100", "VALUE:1"], ["500", "VALUE:7"], ["999", "VALUE:9"]], "Summary Stage"),
        table("shouting", [("grade_clin", INPUT), ("shout", RESULT)], [["1", "VALUE:low"], ["2", "ERROR:Too loud"]]),
    ]
    schemas = []
    for name, title, columns, rows, more in [
            ("lip", "Lip", [], [["C000-C009", "*", "MATCH"]], []),
            ("tongue_base", "Tongue Base", ["discriminator_1"], [["C019,C020", "*", "1", "MATCH"]], ["discriminator_1"]),
            ("tongue_tonsil", "Tongue Tonsil", ["discriminator_1"], [["C019,C020", "*", "2", "MATCH"]], ["discriminator_1"])]:
        selection = f"select_{name}"
        tables.append(table(selection, [("site", INPUT), ("hist", INPUT)] + [(key, INPUT) for key in columns] + [("result", RESULT)], rows))
        extra = [field("discriminator_1", "Schema Discriminator 1", 3926, "schemaDiscriminator1", table="discriminator", used_for_staging=True)] if more else []
        schemas.append({"id": name, "name": title, "title": title, "schema_selection_table": selection, "schema_discriminators": more,
                        "inputs": copy.deepcopy(inputs) + extra, "outputs": copy.deepcopy(outputs), "on_invalid_input": "CONTINUE",
                        "mappings": [{"id": "m", "tables": [{"id": "stage"}, {"id": "shouting"}]}]})
    return {"name": "demo", "version": "1.0", "schemas": schemas, "tables": tables}


def past():
    inputs = common_inputs("years") + [field("extension", "CS Extension", 2810, "csExtension", table="extension", used_for_staging=True)]
    outputs = [field("stor_ss2000", "Derived SS2000", 3020, "derivedSs2000", default="9")]
    tables = common_tables() + [table("years", [("year_dx", INPUT)], [["2004-2015"]]),
                                table("extension", [("extension", INPUT), ("meaning", TEXT)], [["100", "Confined"], ["200", "Beyond"]]),
                                table("ss", [("extension", INPUT), ("stor_ss2000", RESULT)], [["100", "VALUE:1"], ["200", "VALUE:7"]]),
                                table("select_mouth", [("site", INPUT), ("hist", INPUT), ("result", RESULT)], [["*", "*", "MATCH"]])]
    schema = {"id": "mouth", "name": "Mouth", "title": "Mouth", "schema_selection_table": "select_mouth", "inputs": inputs, "outputs": outputs,
              "mappings": [{"id": "m", "tables": [{"id": "ss"}]}]}
    return {"name": "past", "version": "0.9", "schemas": [schema], "tables": tables}


def changed():
    """Version 1.1 of demo: one of everything that a yearly release changes."""
    made = demo()
    made["version"] = "1.1"
    tables = {entry["id"]: entry for entry in made["tables"]}
    tables["extent"]["rows"].insert(2, ["300", "Into the next organ"])           # a code added
    tables["extent"]["rows"][1][1] = "Confined to the organ of origin"            # a text changed
    tables["grade"]["rows"].pop(1)                                                # a code removed
    tables["stage"]["rows"][1][1] = "VALUE:7"                                     # a row changed
    tables["stage"]["rows"].insert(0, ["300", "VALUE:7"])                         # a row added
    tables["shouting"]["rows"].reverse()                                          # rows in another order
    lip = made["schemas"][0]
    lip["inputs"][3]["default"] = "000"                                           # a default changed
    lip["inputs"].append(field("margin", "Margin", 1320, "rxSummSurgicalMargins"))  # an input added
    lip["outputs"].pop()                                                          # an output removed
    made["schemas"].pop()                                                         # a schema removed
    return made


def write(algorithm, path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in ("tables", "schemas"):
            for entry in algorithm[folder]:
                content = {"algorithm": algorithm["name"], "version": algorithm["version"], **entry}
                archive.writestr(f"{folder}/{entry['id']}.json", json.dumps(content))
    return path
