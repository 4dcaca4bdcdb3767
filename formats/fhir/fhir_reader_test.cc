// SPDX-License-Identifier: Apache-2.0
// One fact in every dialect that public data uses, findings, treatments, tumors. SOURCE of the dialects:
// docs/formats.md; each text below was written for this test.
#include "formats/fhir/fhir_reader.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/byte_source.h"
#include "base/tsv.h"
#include "core/check_digit.h"
#include "core/fact_content.h"
#include "core/site_codes.h"
#include "core/tnm_text.h"
#include "formats/fhir/code_table.h"

extern "C" const char restage_fhir_mapping_begin[];
extern "C" const char restage_fhir_mapping_end[];

namespace restage::fhir {
namespace {

const char* const kPatient = R"({"resourceType":"Patient","id":"p","gender":"female","birthDate":"1960-02"})";
const char* const kPrimary =
    R"({"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},"onsetDateTime":"2020-01-10",
        "code":{"coding":[{"system":"http://snomed.info/sct","code":"254837009"}]}})";

std::string bundle(const std::vector<std::string>& resources) {
  std::string text = R"({"resourceType":"Bundle","type":"collection","entry":[)";
  for (std::size_t i = 0; i < resources.size(); ++i)
    text += (i == 0 ? "" : ",") + (R"({"resource":)" + resources[i] + "}");
  return text + "]}";
}

ReadResult read(const std::string& text) { return reader().read("test.json", text, {}); }
Course read_one(const std::vector<std::string>& resources) {
  ReadResult result = read(bundle(resources));
  EXPECT_EQ(result.courses.size(), 1U);
  return result.courses.empty() ? Course() : std::move(result.courses.front());
}

/// An observation of patient p with any further members.
std::string observation(const std::string& id, const std::string& code, const std::string& members) {
  return R"({"resourceType":"Observation","id":")" + id +
         R"(","status":"final","subject":{"reference":"Patient/p"},"effectiveDateTime":"2020-02-01","code":)" + code +
         (members.empty() ? "" : "," + members) + "}";
}
std::string coded(const std::string& system, const std::string& code) {
  return R"({"coding":[{"system":")" + system + R"(","code":")" + code + R"("}]})";
}
std::string value(const std::string& system, const std::string& code) {
  return R"("valueCodeableConcept":)" + coded(system, code);
}

const char* const kSct = "http://snomed.info/sct";
const char* const kLoinc = "http://loinc.org";
const char* const kAjcc = "http://cancerstaging.org";
const char* const kUicc = "https://www.uicc.org/resources/tnm";

template <class Payload>
const Payload* payload_of(const Course& course, const std::string& id) {
  for (const Fact& fact : course.facts)
    if (fact.id == id) return std::get_if<Payload>(&fact.payload);
  return nullptr;
}
bool has_issue(const Course& course, IssueCode code) {
  return std::any_of(course.issues.begin(), course.issues.end(),
                     [code](const DataIssue& issue) { return issue.code == code; });
}

TEST(FhirDialects, OneFactInEverySpelling) {
  struct Case {
    const char* dialect;
    std::string code;
    std::string members;
    Axis axis;
    const char* value;
    const char* suffixes;
    const char* classification;
    const char* basis;
    const char* edition;
  };
  const std::string prefix_p =
      R"({"extension":[{"url":"https://example.org/mii-ex-onko-tnm-cp-praefix","valueCodeableConcept":{"coding":[{"code":"p"}]}}],"coding":[{"system":"http://snomed.info/sct","code":"78873005"}]})";
  const std::string suffixes =
      R"("valueCodeableConcept":{"extension":[{"url":"https://example.org/tnm-itc-suffix","valueCodeableConcept":{"coding":[{"code":"i-"}]}},
         {"url":"https://example.org/tnm-sn-suffix","valueCodeableConcept":{"coding":[{"code":"sn"}]}}],"coding":[{"system":"https://www.uicc.org/resources/tnm","code":"N0"}]})";
  const Case cases[] = {
      {"A: STU3/4", coded(kSct, "399504009"), value(kSct, "1228938002") + R"(,"method":)" + coded(kSct, "897275008"),
       Axis::T, "T3", "", "c", "prefix", "8"},
      {"A: version 9", coded(kSct, "399504009"),
       value(kSct, "1228938002") + R"(,"method":)" + coded(kSct, "1269566009"), Axis::T, "T3", "", "c", "prefix", "9"},
      {"B: STU1/2", coded(kLoinc, "21908-9"), value(kAjcc, "3C"), Axis::Group, "IIIC", "", "c", "code", ""},
      {"B: STU1 edition", coded(kLoinc, "21899-0"),
       value(kAjcc, "pT3") + R"(,"method":)" + coded("http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl", "C146985"),
       Axis::T, "T3", "", "p", "prefix", "8"},
      {"C: Synthea", coded(kLoinc, "21906-3"), value(kSct, "46059003"), Axis::N, "N2", "", "c", "code", ""},
      {"C: generic stage", coded(kLoinc, "21908-9"), value(kSct, "261638004"), Axis::Group, "IIIA", "", "c", "code",
       ""},
      {"D: registry", coded(kLoinc, "21908-9"), value(kSct, "1222766008"), Axis::Group, "IIA", "", "c", "code", ""},
      {"E: German, prefix", prefix_p, value(kUicc, "T2a"), Axis::T, "T2a", "", "p", "code", ""},
      {"E: German, suffixes", coded(kSct, "371494008"), suffixes, Axis::N, "N0", "(i-)(sn)", "p", "code", ""},
      {"F: EuCanImage", coded(kSct, "1222595002"), value(kSct, "1228870001"), Axis::T, "T1mi", "", "yp", "prefix", ""},
      {"text only", coded(kLoinc, "21905-5"), R"("valueCodeableConcept":{"text":"cT2a"})", Axis::T, "T2a", "", "c",
       "prefix", ""},
      {"string value", coded(kLoinc, "21908-9"), R"("valueString":"Stage IIB")", Axis::Group, "IIB", "", "c", "code",
       ""},
      {"retreatment", coded(kSct, "78873005"), value(kAjcc, "rT1"), Axis::T, "T1", "", "r", "prefix", ""},
      {"method in words", coded(kLoinc, "21905-5"), value(kAjcc, "cT2") + R"(,"method":{"text":"AJCC 7th edition"})",
       Axis::T, "T2", "", "c", "prefix", "7"},
  };
  for (const Case& wanted : cases) {
    const Course course = read_one({kPatient, kPrimary, observation("o", wanted.code, wanted.members)});
    const auto* stated = payload_of<StatedCategory>(course, "Observation/o");
    ASSERT_NE(stated, nullptr) << wanted.dialect;
    EXPECT_EQ(stated->axis, wanted.axis) << wanted.dialect;
    EXPECT_EQ(stated->value, wanted.value) << wanted.dialect;
    EXPECT_EQ(stated->suffixes, wanted.suffixes) << wanted.dialect;
    ASSERT_TRUE(stated->classification) << wanted.dialect;
    EXPECT_EQ(to_string(*stated->classification), wanted.classification) << wanted.dialect;
    EXPECT_EQ(stated->classification_basis, wanted.basis) << wanted.dialect;
    EXPECT_EQ(stated->edition, wanted.edition) << wanted.dialect;
    EXPECT_EQ(course.facts.back().tumor, "Condition/c") << "the only primary";
  }
}

// SOURCE: the names of these codes in SNOMED CT, as public studies and patient generators use them (TCGA study codes,
// Synthea); ICD-O-3 for what the names say.
TEST(FhirDialects, CommonCancersInSnomed) {
  struct Case {
    const char* code;
    const char* topography;
    const char* histology;
  };
  for (const Case& wanted :
       {Case{"254626006", "C34.9", "8140"}, Case{"254634000", "C34.9", "8070"}, Case{"399490008", "C61.9", "8140"},
        Case{"109989006", "C42.1", "9732"}, Case{"91861009", "C42.1", "9861"}, Case{"118599009", "C77.9", "9650"},
        Case{"118601006", "C77.9", "9591"}}) {
    const Course course = read_one(
        {kPatient,
         R"({"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},"onsetDateTime":"2023-02-01","code":)" +
             coded(kSct, wanted.code) + "}"});
    ASSERT_EQ(course.tumors.size(), 1U) << wanted.code;
    EXPECT_EQ(course.tumors[0].site.topography, wanted.topography) << wanted.code;
    EXPECT_EQ(course.tumors[0].site.histology, wanted.histology) << wanted.code;
    EXPECT_EQ(course.tumors[0].site.behavior, "3") << wanted.code;
  }
}

TEST(FhirDialects, StageInsideTheConditionOnly) {
  const Course course = read_one(
      {kPatient,
       R"({"resourceType":"Condition","id":"l","subject":{"reference":"Patient/p"},"onsetDateTime":"2015-06-01",
      "code":{"coding":[{"system":"http://snomed.info/sct","code":"424132000"}]}})"});
  const auto* stated = payload_of<StatedCategory>(course, "Condition/l#stage");
  ASSERT_NE(stated, nullptr);
  EXPECT_EQ(stated->value, "I");
  EXPECT_EQ(stated->classification, std::nullopt);
  EXPECT_EQ(course.tumors.at(0).site.category, "lung");
}

// A group whose code is neither clinical nor pathological belongs to what its members are.
TEST(FhirDialects, GenericGroupIsOfTheKindOfItsMembers) {
  const auto group_of = [](const char* group_code, const char* t_code) {
    const Course course =
        read_one({kPatient, kPrimary, observation("t", coded(kSct, t_code), value(kUicc, "T3")),
                  observation("g", coded(kSct, group_code),
                              value(kUicc, "IIIB") + R"(,"hasMember":[{"reference":"Observation/t"}])")});
    const auto* stated = payload_of<StatedCategory>(course, "Observation/g");
    return stated != nullptr && stated->classification ? std::string(to_string(*stated->classification)) : "none";
  };
  EXPECT_EQ(group_of("399390009", "384625004"), "p");
  EXPECT_EQ(group_of("399390009", "399504009"), "c");
  EXPECT_EQ(group_of("399390009", "78873005"), "none");
  EXPECT_EQ(group_of("399537006", "384625004"), "c") << "the code of the group says clinical";
}

TEST(FhirDialects, CategoriesAsComponentsOfOneObservation) {
  const auto component = [](const char* code, const char* category) {
    return R"({"code":)" + coded(kLoinc, code) + "," + value(kUicc, category) + "}";
  };
  const std::string parts = R"("component":[)" + component("21899-0", "T3") + "," + component("21900-6", "N0") + "," +
                            component("21907-1", "M0") + R"(,{"code":)" + coded(kLoinc, "101658-3") + "," +
                            value(kUicc, "y") + "}]";
  for (const std::string& code : {coded(kLoinc, "21902-2"), coded("http://example.org/local", "tnm-panel")}) {
    const Course course = read_one({kPatient, kPrimary, observation("o", code, value(kUicc, "IIA") + "," + parts)});
    const auto* t = payload_of<StatedCategory>(course, "Observation/o#component[0]");
    ASSERT_NE(t, nullptr) << code;
    EXPECT_EQ(t->value, "T3");
    EXPECT_EQ(to_string(*t->classification), "yp") << "with the symbol beside it";
    ASSERT_NE(payload_of<StatedCategory>(course, "Observation/o#component[1]"), nullptr);
    EXPECT_EQ(payload_of<StatedCategory>(course, "Observation/o#component[2]")->value, "M0");
  }
}

TEST(FhirDialects, SummaryIsKeptApartFromTheAssessment) {
  const Course course = read_one({kPatient, R"({"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},
      "code":{"coding":[{"system":"http://snomed.info/sct","code":"254837009"}]},
      "stage":[{"summary":{"coding":[{"system":"http://cancerstaging.org","code":"3C"}]},"assessment":[{"reference":"Observation/o"}]}]})",
                                  observation("o", coded(kLoinc, "21908-9"), value(kAjcc, "2B"))});
  const auto* summary = payload_of<StatedCategory>(course, "Condition/c#stage-summary");
  ASSERT_NE(summary, nullptr);
  EXPECT_TRUE(summary->from_summary);
  EXPECT_EQ(summary->summary_of, "Observation/o");
  EXPECT_EQ(summary->value, "IIIC");
  EXPECT_EQ(payload_of<StatedCategory>(course, "Observation/o")->value, "IIB");
}

TEST(FhirDialects, SiblingSymbolsReachTheMembersOfTheirGroup) {
  const std::string group = observation(
      "g", coded(kSct, "399588009"),
      value(kUicc, "II") +
          R"(,"hasMember":[{"reference":"Observation/t"},{"reference":"Observation/y"},{"reference":"Observation/m"}])");
  const Course course =
      read_one({kPatient, kPrimary, group, observation("t", coded(kSct, "384625004"), value(kUicc, "T2")),
                observation("other", coded(kSct, "384625004"), value(kUicc, "T3")),
                observation("y", coded(kLoinc, "101658-3"), value(kSct, "421755005")),
                observation("m", coded(kLoinc, "42030-7"), value(kUicc, "m"))});
  EXPECT_EQ(payload_of<StatedCategory>(course, "Observation/t")->classification,
            Classification::PostTherapyPathological);
  EXPECT_EQ(payload_of<StatedCategory>(course, "Observation/t")->suffixes, "(m)");
  EXPECT_EQ(payload_of<StatedCategory>(course, "Observation/t")->classification_basis, "symbol");
  EXPECT_EQ(payload_of<StatedCategory>(course, "Observation/g")->classification,
            Classification::PostTherapyPathological);
  EXPECT_EQ(payload_of<StatedCategory>(course, "Observation/other")->classification, Classification::Pathological);
}

TEST(FhirDialects, WhatCannotBeReadIsSaid) {
  const auto issue_of = [](const std::string& code, const std::string& members) {
    const Course course = read_one({kPatient, kPrimary, observation("o", code, members)});
    EXPECT_EQ(payload_of<StatedCategory>(course, "Observation/o"), nullptr);
    return course;
  };
  EXPECT_TRUE(has_issue(issue_of(coded(kLoinc, "21901-4"), value(kAjcc, "pM0")), IssueCode::CategoryNotInSystem));
  EXPECT_TRUE(has_issue(issue_of(coded(kLoinc, "21907-1"), value(kAjcc, "cMX")), IssueCode::CategoryNotInSystem));
  EXPECT_TRUE(has_issue(issue_of(coded(kLoinc, "21905-5"), value(kAjcc, "cT9")), IssueCode::CategoryUnreadable));
  EXPECT_TRUE(
      has_issue(issue_of(coded(kLoinc, "21905-5"), value(kSct, "1228889001000")), IssueCode::CategoryUnreadable));
  EXPECT_FALSE(has_issue(issue_of(coded(kSct, "371497001"),
                                  value("http://terminology.hl7.org/CodeSystem/data-absent-reason", "not-applicable")),
                         IssueCode::CategoryUnreadable));
  // Code and value disagree: the value stands and it is said.
  const Course course = read_one({kPatient, kPrimary, observation("o", coded(kLoinc, "21905-5"), value(kAjcc, "pT2"))});
  EXPECT_TRUE(has_issue(course, IssueCode::ClassificationUnclear));
  EXPECT_EQ(payload_of<StatedCategory>(course, "Observation/o")->classification, Classification::Pathological);
}

TEST(FhirFacts, FindingsLabsAndStatus) {
  const auto quantity = [](const char* number, const char* unit) {
    return std::string(R"("valueQuantity":{"value":)") + number + R"(,"code":")" + unit + R"("})";
  };
  const Course course = read_one(
      {kPatient, kPrimary, observation("er", coded(kLoinc, "85337-4"), value(kSct, "10828004")),
       observation("pr", coded(kLoinc, "85339-0"), value(kLoinc, "LA6577-6")),
       observation("grade", coded(kSct, "371469007"), value(kSct, "1155707008")),
       observation("nodes", coded(kLoinc, "21893-3"), quantity("3", "1")),
       observation("half", coded(kLoinc, "21893-3"), quantity("2.5", "1")),
       observation("psa", coded(kLoinc, "2857-1"), quantity("7.40", "ng/mL")),
       observation(
           "size", coded(kLoinc, "21889-1"),
           R"("component":[{"code":{"coding":[{"system":"http://loinc.org","code":"33728-7"}]},"valueQuantity":{"value":2.5,"code":"cm"}}])"),
       observation("inch", coded(kLoinc, "33728-7"), quantity("1", "[in_i]")),
       observation("ned", coded(kLoinc, "97509-4"), value(kSct, "103338009")),
       observation("pd", coded(kLoinc, "88040-1"), value(kSct, "271299001")),
       observation("words", coded(kLoinc, "85318-4"), R"("valueString":"less than 1.8")")});
  EXPECT_EQ(payload_of<Finding>(course, "Observation/er")->text, "pos");
  EXPECT_EQ(payload_of<Finding>(course, "Observation/pr")->text, "neg");
  EXPECT_EQ(payload_of<Finding>(course, "Observation/er")->method, Method::Pathology);
  EXPECT_EQ(payload_of<Finding>(course, "Observation/grade")->text, "G3");
  EXPECT_EQ(payload_of<Finding>(course, "Observation/nodes")->number, Decimal::of(3));
  EXPECT_EQ(payload_of<Finding>(course, "Observation/half"), nullptr);
  EXPECT_TRUE(has_issue(course, IssueCode::ValueOutOfRange));
  EXPECT_EQ(payload_of<LabValue>(course, "Observation/psa")->value, Decimal::of(74, 1)) << "exact, not 7.4 as a double";
  EXPECT_EQ(payload_of<Finding>(course, "Observation/size")->number, Decimal::of(25));
  EXPECT_EQ(payload_of<Finding>(course, "Observation/inch"), nullptr);
  EXPECT_TRUE(has_issue(course, IssueCode::UnitUnknown));
  EXPECT_EQ(payload_of<Event>(course, "Observation/ned")->kind, Event::Kind::NoEvidenceOfDisease);
  EXPECT_EQ(payload_of<Event>(course, "Observation/pd")->kind, Event::Kind::Progression);
  EXPECT_EQ(payload_of<LabValue>(course, "Observation/words")->text, "less than 1.8");
}

TEST(FhirFacts, TreatmentsAndWhatIsNone) {
  const auto procedure = [](const char* id, const std::string& code, const char* more) {
    return std::string(R"({"resourceType":"Procedure","id":")") + id +
           R"(","subject":{"reference":"Patient/p"},"performedDateTime":"2020-03-01","code":)" + code + more + "}";
  };
  const auto medication = [](const char* id, const char* more) {
    return std::string(R"({"resourceType":"MedicationAdministration","id":")") + id +
           R"(","subject":{"reference":"Patient/p"},"effectivePeriod":{"start":"2020-02-01","end":"2020-05"},)" + more +
           "}";
  };
  const Course course = read_one(
      {kPatient, kPrimary, procedure("op", coded(kSct, "392021009"), R"(,"status":"completed")"),
       procedure("biopsy", coded(kSct, "122548005"), R"(,"status":"completed")"),
       procedure("planned", coded(kSct, "392021009"), R"(,"status":"preparation")"),
       procedure("wrong", coded(kSct, "392021009"), R"(,"status":"entered-in-error")"),
       procedure("german", coded("http://fhir.de/CodeSystem/bfarm/ops", "5-870.a1"), R"(,"status":"completed")"),
       medication("taxane",
                  R"("status":"completed","medicationCodeableConcept":{"text":"Paclitaxel 100 MG Injection"})"),
       medication("aspirin", R"("status":"completed","medicationCodeableConcept":{"text":"aspirin 81 MG"})"),
       medication(
           "inside",
           R"("status":"stopped","contained":[{"resourceType":"Medication","id":"m","code":{"text":"carboplatin"}}],"medicationReference":{"reference":"#m"})")});
  EXPECT_EQ(payload_of<Treatment>(course, "Procedure/op")->kind, Treatment::Kind::Surgery);
  EXPECT_TRUE(payload_of<Treatment>(course, "Procedure/op")->definitive);
  EXPECT_FALSE(payload_of<Treatment>(course, "Procedure/biopsy")->definitive);
  EXPECT_EQ(payload_of<Treatment>(course, "Procedure/planned"), nullptr);
  EXPECT_EQ(payload_of<Treatment>(course, "Procedure/wrong"), nullptr);
  EXPECT_EQ(payload_of<Treatment>(course, "Procedure/german")->kind, Treatment::Kind::Surgery);
  EXPECT_EQ(payload_of<Treatment>(course, "MedicationAdministration/taxane")->end.text(), "2020-05");
  EXPECT_EQ(payload_of<Treatment>(course, "MedicationAdministration/aspirin"), nullptr);
  EXPECT_TRUE(payload_of<Treatment>(course, "MedicationAdministration/inside")->stopped_early);
  EXPECT_EQ(std::count_if(course.issues.begin(), course.issues.end(),
                          [](const DataIssue& issue) { return issue.code == IssueCode::StatusIgnored; }),
            2);
}

TEST(FhirFacts, TumorsAreTheRecordsOfOnePrimary) {
  const auto condition = [](const char* id, const char* code, const char* date, const char* more) {
    return std::string(R"({"resourceType":"Condition","id":")") + id +
           R"(","subject":{"reference":"Patient/p"},"onsetDateTime":")" + date +
           R"(","code":{"coding":[{"system":"http://snomed.info/sct","code":")" + code + R"("}]})" + more + "}";
  };
  // An unspecific and a specific record of the prostate are one tumor; the metastasis is a finding of it.
  const Course prostate =
      read_one({kPatient, condition("n", "126906006", "2012-01-01", ""), condition("k", "92691004", "2012-03-01", ""),
                condition("m", "314994000", "2014", "")});
  ASSERT_EQ(prostate.tumors.size(), 1U);
  EXPECT_EQ(prostate.tumors[0].id, "Condition/n");
  EXPECT_EQ(prostate.tumors[0].site.behavior, "2");
  EXPECT_NE(payload_of<MetastasisFinding>(prostate, "Condition/m"), nullptr);
  // Two sides are two tumors.
  const char* const left = R"(,"bodySite":[{"coding":[{"system":"http://snomed.info/sct","code":"80248007"}]}])";
  const char* const right = R"(,"bodySite":[{"coding":[{"system":"http://snomed.info/sct","code":"73056007"}]}])";
  EXPECT_EQ(read_one({kPatient, condition("l", "254837009", "2012-01-01", left),
                      condition("r", "254837009", "2012-01-01", right)})
                .tumors.size(),
            2U);
  // A second record marked as recurrence is an event of the first, not another tumor.
  const Course returned = read_one(
      {kPatient, condition("first", "254837009", "2012-01-01", ""),
       condition("again", "254837009", "2016-05-01", R"(,"clinicalStatus":{"coding":[{"code":"recurrence"}]})")});
  ASSERT_EQ(returned.tumors.size(), 1U);
  EXPECT_EQ(returned.tumors[0].diagnosed.text(), "2012-01-01");
  EXPECT_EQ(payload_of<Event>(returned, "Condition/again#recurrence")->kind, Event::Kind::Recurrence);
  // A metastasis in the liver from the colon, in one post-coordinated code.
  const Course liver = read_one({kPatient, condition("e", "94381002:260716003=93761005", "2019", "")});
  ASSERT_EQ(liver.tumors.size(), 1U);
  EXPECT_EQ(liver.tumors[0].site.category, "colon");
  EXPECT_EQ(payload_of<MetastasisFinding>(liver, "Condition/e")->organ, "liver");
}

// A regional node is N, whatever code or profile records it; nodes that are not named leave N and M open.
TEST(FhirFacts, NodesOfTheBreastAreNoDistantMetastasis) {
  const auto nodes = [](const std::string& code, const std::string& more) {
    return read_one(
        {kPatient, kPrimary,
         R"({"resourceType":"Condition","id":"n","subject":{"reference":"Patient/p"},"onsetDateTime":"2020-01-12","code":)" +
             code + more + "}"});
  };
  const char* const kIcd = "http://hl7.org/fhir/sid/icd-10-cm";
  const std::string profile =
      R"(,"meta":{"profile":["http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-secondary-cancer-condition"]})";
  const std::string axilla = R"(,"bodySite":[)" + coded(kSct, "68171009") + "]";
  const std::string some_node = R"(,"bodySite":[)" + coded(kSct, "59441001") + "]";
  for (const auto& [code, more] :
       {std::pair{coded(kIcd, "C77.3"), std::string()}, std::pair{coded(kIcd, "C773"), profile},
        std::pair{coded(kSct, "94181007"), profile}, std::pair{coded(kSct, "94181007"), std::string()},
        std::pair{coded(kSct, "128462008"), axilla}}) {
    const Course course = nodes(code, more);
    const auto* finding = payload_of<Finding>(course, "Condition/n");
    ASSERT_NE(finding, nullptr) << code;
    EXPECT_EQ(finding->name, "regional_nodes");
    EXPECT_EQ(course.tumors.size(), 1U);
  }
  for (const auto& [code, more] :
       {std::pair{coded(kIcd, "C77.9"), std::string()}, std::pair{coded(kIcd, "C77.0"), std::string()},
        std::pair{coded(kSct, "94392001"), std::string()}, std::pair{coded(kSct, "128462008"), some_node},
        std::pair{coded("http://example.org/local", "X1"), profile}}) {
    const Course course = nodes(code, more);
    const auto* left_open = payload_of<MetastasisFinding>(course, "Condition/n");
    ASSERT_NE(left_open, nullptr) << code;
    EXPECT_EQ(left_open->organ, "nodes-unplaced") << code;
    EXPECT_TRUE(has_issue(course, IssueCode::CodeUnknown)) << code;
  }
  EXPECT_EQ(payload_of<MetastasisFinding>(nodes(coded(kIcd, "C77.4"), {}), "Condition/n")->organ, "distant-nodes");
  EXPECT_EQ(payload_of<MetastasisFinding>(nodes(coded(kIcd, "C78.7"), {}), "Condition/n")->organ, "liver");
}

TEST(FhirFacts, RefutedAndSuspectedAreNoTumors) {
  const auto with_status = [](const char* status) {
    return read_one(
        {kPatient,
         std::string(
             R"({"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},"onsetDateTime":"2020","verificationStatus":{"coding":[{"code":")") +
             status + R"("}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"254837009"}]}})"});
  };
  EXPECT_EQ(with_status("confirmed").tumors.size(), 1U);
  EXPECT_TRUE(has_issue(with_status("refuted"), IssueCode::StatusIgnored));
  EXPECT_EQ(with_status("refuted").tumors.size(), 0U);
  const Course suspected = with_status("provisional");
  EXPECT_EQ(suspected.tumors.size(), 0U);
  EXPECT_EQ(payload_of<Event>(suspected, "Condition/c")->kind, Event::Kind::Suspicion);
}

TEST(FhirXml, SaysTheSameAsJson) {
  const std::string xml = R"(<?xml version="1.0" encoding="UTF-8"?>
<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/>
 <entry><fullUrl value="urn:uuid:1"/><resource><Patient><id value="p"/><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div></text>
  <gender value="female"/><birthDate value="1960-02"/></Patient></resource></entry>
 <entry><resource><Condition><id value="c"/><code><coding><system value="http://snomed.info/sct"/><code value="254837009"/></coding></code>
  <subject><reference value="urn:uuid:1"/></subject><onsetDateTime value="2020-01-10"/></Condition></resource></entry>
 <entry><resource><Observation><id value="o"/><status value="final"/><code><coding><system value="http://example.org"/><code value="x"/></coding>
  <coding><system value="http://loinc.org"/><code value="2857-1"/></coding></code><subject><reference value="urn:uuid:1"/></subject>
  <effectiveDateTime value="2020-02-01"/><valueQuantity><value value="7.40"/><code value="ng/mL"/></valueQuantity></Observation></resource></entry>
</Bundle>)";
  ASSERT_TRUE(reader().recognises(xml));
  const ReadResult result = read(xml);
  EXPECT_FALSE(result.refused) << (result.issues.empty() ? "" : result.issues[0].message);
  ASSERT_EQ(result.courses.size(), 1U);
  const Course& course = result.courses[0];
  EXPECT_EQ(course.patient, "p");
  EXPECT_EQ(course.birth_date, "1960-02");
  EXPECT_EQ(course.tumors.at(0).diagnosed.text(), "2020-01-10");
  EXPECT_EQ(payload_of<LabValue>(course, "Observation/o")->value, Decimal::of(74, 1));
  for (std::size_t length = 40; length < xml.size() - 1; ++length) {
    const ReadResult cut = read(xml.substr(0, length));
    EXPECT_TRUE(cut.refused) << length;
    EXPECT_FALSE(cut.issues.empty()) << length;
  }
  const ReadResult cut = read(xml.substr(0, xml.find("<Observation>") + 30));
  EXPECT_EQ(cut.courses.at(0).tumors.size(), 1U) << "complete entries are used";
}

TEST(FhirReferences, EverySpellingIsFollowed) {
  const auto course_with = [](const std::string& reference, const std::string& full_url) {
    const std::string text =
        R"({"resourceType":"Bundle","entry":[{"fullUrl":")" + full_url +
        R"(","resource":{"resourceType":"Patient","id":"p"}},{"resource":)" +
        R"({"resourceType":"Observation","id":"o","status":"final","subject":{"reference":")" + reference +
        R"("},"code":{"coding":[{"system":"http://loinc.org","code":"2857-1"}]},"valueQuantity":{"value":4,"code":"ng/mL"}}}]})";
    const ReadResult result = reader().read("t", text, {});
    return std::pair(result.courses.size(), result.courses.empty() ? std::string() : result.courses.back().patient);
  };
  for (const auto& [reference, url] : {std::pair<std::string, std::string>{"urn:uuid:7b5c", "urn:uuid:7b5c"},
                                       {"Patient/p", "urn:uuid:7b5c"},
                                       {"p", ""},
                                       {"https://a.example/fhir/Patient/p", ""},
                                       {"Patient/p/_history/2", ""},
                                       {"https://a.example/x", "https://a.example/x"}})
    EXPECT_EQ(course_with(reference, url), std::pair(std::size_t{1}, std::string("p"))) << reference;
  EXPECT_EQ(course_with("Patient/q", "").first, 2U) << "an unknown patient is another course";
}

TEST(FhirTable, EveryCodePassesItsCheckDigitAndEveryValueIsReadable) {
  const std::string_view text(restage_fhir_mapping_begin,
                              static_cast<std::size_t>(restage_fhir_mapping_end - restage_fhir_mapping_begin));
  std::size_t categories = 0;
  for (const auto& [number, cells] : read_tsv(text).lines) {
    ASSERT_EQ(cells.size(), 6U) << cells[0] << " " << cells[2];
    EXPECT_TRUE(cells[1] != "SCT" || is_snomed_code(cells[2])) << cells[2];
    EXPECT_TRUE(cells[1] != "LNC" || cells[2][0] == 'L' || is_loinc_code(cells[2])) << cells[2];
    if (cells[0] != "category" || cells[3].starts_with('=')) continue;
    ++categories;
    const Axis axis = cells[4] == "T" ? Axis::T : cells[4] == "N" ? Axis::N : cells[4] == "M" ? Axis::M : Axis::Group;
    const TnmText reading = read_tnm(cells[3], axis);
    EXPECT_TRUE(reading.is_read() || cells[3] == "pM0") << cells[3] << ": " << reading.reason;
  }
  EXPECT_GT(categories, 240U);
}

}  // namespace
}  // namespace restage::fhir
