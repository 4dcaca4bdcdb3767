// SPDX-License-Identifier: Apache-2.0
#include "course/fact_query.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "course/units.h"
#include "rules/pack/pack_reader.h"
#include "rules/run/collector.h"
#include "rules/run/compiled_pack.h"

namespace restage::course {
namespace {

constexpr std::string_view kHead =
    "id='q-1'\ntitle='q'\nsystem='Q'\nedition='1'\nsite='q'\nkind='convention'\nversion='1'\nsummary='s'\n"
    "classifications=['c']\n[[source]]\nid='s'\ncitation='s'\nstatus='verified'\n";

/// A pack of one input with a query, as written in pack.toml.
std::unique_ptr<rules::CompiledPack> pack_of(const std::string& inputs, std::string tables = "",
                                             std::string table_text = "") {
  static std::vector<std::string> kept;
  kept.reserve(1000);
  kept.push_back(std::string(kHead) + tables + inputs);
  rules::PackFiles files{"q/1", {{"pack.toml", kept.back()}}};
  if (!table_text.empty()) {
    kept.push_back(std::move(table_text));
    files.files.emplace_back("tables/flags.tsv", kept.back());
  }
  rules::PackModel model = rules::read_pack(files);
  for (const rules::PackProblem& problem : model.problems) ADD_FAILURE() << problem.text();
  return std::make_unique<rules::CompiledPack>(rules::Program::compile(std::move(model)));
}

PartialDate date(std::string_view text) { return PartialDate::parse(text).value_or(PartialDate{}); }

class FactQueryTest : public ::testing::Test {
 protected:
  FactQueryTest() {
    course_.birth_date = "1950-06-15";
    course_.sex = "male";
    course_.tumors.push_back({"t1", {"C34.1", "8140", "3", "left", "", ""}, date("2024-01-10"), false, {}});
  }

  template <class Part>
  void add(std::string_view day, Part part, std::string_view recorded = "") {
    Fact fact;
    fact.id = "f" + std::to_string(course_.facts.size() + 1);
    fact.effective = date(day);
    fact.recorded = date(recorded);
    fact.payload = std::move(part);
    course_.facts.push_back(std::move(fact));
  }
  void lab(std::string_view day, std::string analyte, std::string_view value, std::string unit,
           std::string_view limit = "") {
    LabValue part;
    part.analyte = std::move(analyte);
    part.value = Decimal::parse(value);
    part.unit = std::move(unit);
    part.upper_limit = Decimal::parse(limit);
    add(day, part);
  }
  void symptom(std::string_view day, std::string name, std::string site = "", std::string severity = "") {
    add(day, Symptom{std::move(name), std::move(site), std::move(severity), false});
  }
  void treatment(std::string_view start, std::string_view end, Treatment::Kind kind, std::string name) {
    Treatment part;
    part.kind = kind;
    part.name = std::move(name);
    part.end = date(end);
    add(start, part);
  }

  ReadInputs read(const rules::Pack& pack, std::string_view day, const Fact* focus = nullptr,
                  std::string_view known_by = "") const {
    std::vector<const Fact*> facts;
    for (const Fact& fact : course_.facts) facts.push_back(&fact);
    const FactIndex index(course_, &course_.tumors.front(), facts);
    return QueryPlan(pack).read(index, {date(day), date(known_by)}, focus);
  }
  std::string ask(const std::string& type, const std::string& from, std::string_view day = "2024-06-01",
                  const Fact* focus = nullptr, std::string_view known_by = "") {
    const auto pack = pack_of("[[input]]\nname='x'\nrole='factor'\nmeaning='m'\n" + type + "\nfrom=" + from + "\n");
    const ReadInputs answers = read(*pack, day, focus, known_by);
    evidence_.clear();
    for (const Fact* fact : answers.inputs.front().facts) evidence_ += fact->id + " ";
    return answers.inputs.front().text;
  }
  std::string flag(const std::string& from, std::string_view day = "2024-06-01") {
    return ask("type='flag'", from, day);
  }
  std::string number(const std::string& from, std::string_view day = "2024-06-01") {
    return ask("type='decimal'\nunit='mmol/L'", from, day);
  }

  Course course_;
  std::string evidence_;
};

TEST_F(FactQueryTest, ASymptomIsFoundByNameSynonymAndCase) {
  symptom("2024-05-20", "Vomiting blood");
  EXPECT_EQ(flag("{fact='symptom', name='hematemesis'}"), "yes");
  EXPECT_EQ(evidence_, "f1 ");
  EXPECT_EQ(flag("{fact='symptom', name=['melena', 'HEMATEMESIS']}"), "yes");
  EXPECT_EQ(flag("{fact='symptom', name='vomit*'}"), "");
  EXPECT_EQ(flag("{fact='symptom', name='hemat*'}"), "yes");
  EXPECT_EQ(flag("{fact='symptom', name='melena'}"), "");
  EXPECT_EQ(flag("{fact='lab', name='hematemesis'}"), "");
}

TEST_F(FactQueryTest, AWindowHoldsItsFirstDayAndNothingLater) {
  symptom("2024-05-04", "back pain");
  EXPECT_EQ(flag("{fact='symptom', name='back pain', within_days=28}", "2024-06-01"), "yes");
  EXPECT_EQ(flag("{fact='symptom', name='back pain', within_days=27}", "2024-06-01"), "");
  EXPECT_EQ(flag("{fact='symptom', name='back pain'}", "2024-05-04"), "yes");
  EXPECT_EQ(flag("{fact='symptom', name='back pain'}", "2024-05-03"), "");
}

TEST_F(FactQueryTest, WhatWasRecordedLaterIsNotKnown) {
  add("2024-05-01", Symptom{"back pain", "", "", false}, "2024-05-20");
  const std::string from = "{fact='symptom', name='back pain'}";
  EXPECT_EQ(ask("type='flag'", from, "2024-06-01", nullptr, "2024-05-20"), "yes");
  EXPECT_EQ(ask("type='flag'", from, "2024-06-01", nullptr, "2024-05-19"), "");
}

TEST_F(FactQueryTest, WhatHoldsUndatedCountsFromTheDayItWasKnown) {
  add("", Allergy{"iodine", "anaphylaxis", "severe"});
  add("", Condition{"dialysis", {}}, "2024-05-20");
  add("", Vital{"temperature_c", Decimal::of(39), {}});
  EXPECT_EQ(flag("{fact='allergy', name='iodine'}"), "yes");
  EXPECT_EQ(flag("{fact='condition', name='dialysis'}", "2024-06-01"), "yes");
  EXPECT_EQ(flag("{fact='condition', name='dialysis'}", "2024-05-19"), "");
  EXPECT_EQ(flag("{fact='vital', name='temperature_c'}"), "") << "a vital sign is of a day";
}

TEST_F(FactQueryTest, TheTwoSpellingsAreOne) {
  symptom("2024-05-20", "Haematemesis", "oesophagus");
  EXPECT_EQ(flag("{fact='symptom', name='hematemesis'}"), "yes");
  EXPECT_EQ(flag("{fact='symptom', name='vomiting blood', site='esophagus'}"), "yes");
}

TEST_F(FactQueryTest, AVisitIsNamedByAllThatWasDone) {
  add("2024-05-20", Visit{{"visit", "Mammogram"}, ""});
  EXPECT_EQ(flag("{fact='visit', name='mammogram'}"), "yes");
  EXPECT_EQ(ask("type='integer'", "{fact='visit', name='mammogram', take='days_since'}"), "12");
  EXPECT_EQ(ask("type='integer'", "{fact='visit', take='count'}"), "1");
  EXPECT_EQ(flag("{fact='visit', name='colonoscopy'}"), "");
}

TEST_F(FactQueryTest, APlanIsNamedByItsNameAndAskedForItsKind) {
  Plan plan;
  plan.kind = "imaging";
  plan.modality = "MRI";
  plan.name = "MRI of the spine";
  add("2024-05-20", plan);
  EXPECT_EQ(flag("{fact='plan', kind='imaging', modality='magnetic resonance imaging'}"), "yes");
  EXPECT_EQ(flag("{fact='plan', name='MRI of the spine'}"), "yes");
  EXPECT_EQ(flag("{fact='plan', name='imaging'}"), "");
}

TEST_F(FactQueryTest, ANoteIsAmongTheWords) {
  symptom("2024-05-20", "limb weakness");
  course_.facts.back().note = "legs weak since yesterday";
  EXPECT_EQ(flag("{fact='symptom', words='legs weak'}"), "yes");
}

TEST_F(FactQueryTest, ADateKnownToTheYearIsInNoWindowInsideIt) {
  symptom("2024", "back pain");
  EXPECT_EQ(flag("{fact='symptom', name='back pain'}", "2024-06-01"), "");
  EXPECT_EQ(flag("{fact='symptom', name='back pain'}", "2025-01-01"), "yes");
  EXPECT_EQ(flag("{fact='symptom', name='back pain', within_days=30}", "2025-01-01"), "");
}

TEST_F(FactQueryTest, ConditionsOnAttributesWordsAndTheirAbsence) {
  symptom("2024-05-20", "back pain", "Hepatic", "7");
  EXPECT_EQ(flag("{fact='symptom', site='liver'}"), "yes");
  EXPECT_EQ(flag("{fact='symptom', site=['spine','bone']}"), "");
  EXPECT_EQ(flag("{fact='symptom', site_none='spine'}"), "yes");
  EXPECT_EQ(flag("{fact='symptom', site_none='liver'}"), "");
  EXPECT_EQ(flag("{fact='symptom', words='pain'}"), "yes");
  EXPECT_EQ(flag("{fact='symptom', words='ain'}"), "");
  EXPECT_EQ(flag("{fact='symptom', words='pai*'}"), "yes");
  EXPECT_EQ(flag("{fact='symptom', words='pain', without='back'}"), "");
  EXPECT_EQ(flag("{fact='symptom', patient_reported='no'}"), "yes");
  EXPECT_EQ(flag("{fact='symptom', patient_reported='yes'}"), "");
}

TEST_F(FactQueryTest, ListsAreAskedForAnyAllOrNone) {
  Finding finding;
  finding.name = "invades";
  finding.members = {"pleura", "chest wall"};
  finding.is_set = true;
  add("2024-05-01", finding);
  EXPECT_EQ(flag("{fact='finding', name='invades', members=['pleura','liver']}"), "yes");
  EXPECT_EQ(flag("{fact='finding', name='invades', members_all=['pleura','liver']}"), "");
  EXPECT_EQ(flag("{fact='finding', name='invades', members_all=['pleura','chest-wall']}"), "yes");
  EXPECT_EQ(flag("{fact='finding', name='invades', members_none=['liver']}"), "yes");
  EXPECT_EQ(flag("{fact='finding', name='invades', members_none=['pleura']}"), "");
}

TEST_F(FactQueryTest, NumbersOfASeries) {
  lab("2024-03-01", "Total calcium", "2.4", "mmol/L");
  lab("2024-04-01", "calcium", "2.9", "mmol/L");
  lab("2024-05-01", "calcium", "2.7", "mmol/L", "2.6");
  const auto take = [&](const std::string& what) {
    return number("{fact='lab', name='calcium', take='" + what + "'}");
  };
  EXPECT_EQ(take("latest"), "2.7");
  EXPECT_EQ(evidence_, "f3 ");
  EXPECT_EQ(take("first"), "2.4");
  EXPECT_EQ(take("highest"), "2.9");
  EXPECT_EQ(take("lowest"), "2.4");
  EXPECT_EQ(take("previous"), "2.9");
  EXPECT_EQ(take("count"), "3");
  EXPECT_EQ(take("days_since"), "31");
  EXPECT_EQ(take("days_since_first"), "92");
  EXPECT_EQ(take("rises"), "0");
  EXPECT_EQ(take("ratio_to_limit"), "1.038462");
  EXPECT_EQ(number("{fact='lab', name='calcium', take='rises'}", "2024-04-15"), "1");
  EXPECT_EQ(evidence_, "f1 f2 ");
  EXPECT_EQ(number("{fact='lab', name='calcium', value='>=2.8', take='count'}"), "1");
}

TEST_F(FactQueryTest, ChangeAgainstAReference) {
  lab("2024-03-01", "psa", "4", "ug/L");
  lab("2024-04-01", "psa", "2", "ug/L");
  lab("2024-05-01", "psa", "5", "ug/L");
  const auto change = [&](const std::string& against) {
    return ask("type='decimal'", "{fact='lab', name='psa', take='change_percent', against='" + against + "'}");
  };
  EXPECT_EQ(change("previous"), "150");
  EXPECT_EQ(evidence_, "f2 f3 ");
  EXPECT_EQ(change("first"), "25");
  EXPECT_EQ(change("lowest"), "150");
  EXPECT_EQ(change("highest"), "25");
  EXPECT_EQ(ask("type='decimal'", "{fact='lab', name='psa', take='change_percent'}", "2024-04-02"), "-50");
  EXPECT_EQ(ask("type='decimal'", "{fact='lab', name='psa', take='change_percent'}", "2024-03-02"), "");
}

TEST_F(FactQueryTest, UnitsAreBroughtToThatOfTheInput) {
  lab("2024-03-01", "calcium", "12", "mg/dL");
  // 120 mg/L by 40.078 mg/mmol
  EXPECT_EQ(number("{fact='lab', name='calcium'}"), "2.994161385");
  lab("2024-04-01", "calcium", "12", "");
  EXPECT_EQ(number("{fact='lab', name='calcium'}"), "")
      << "a unit that is missing is not guessed, nor is an older value";
}

TEST(Units, KnownConversions) {
  const auto convert = [](std::string_view value, std::string_view from, std::string_view to, std::string_view of) {
    const auto result = in_unit(*Decimal::parse(value), from, to, of);
    return result ? result->text() : std::string("none");
  };
  EXPECT_EQ(convert("4.0", "g/dL", "g/L", "albumin"), "40");
  EXPECT_EQ(convert("1", "\xC2\xB5kat/L", "U/L", "alt"), "60");
  EXPECT_EQ(convert("1.5", "10^9/L", "/uL", "neutrophils"), "1500");
  EXPECT_EQ(convert("0.02", "ng/mL", "ug/L", "psa"), "0.02");
  EXPECT_EQ(convert("88.4", "umol/L", "mg/dL", "creatinine").substr(0, 5), "0.999");  // 1 mg/dL is 88.4 umol/L
  EXPECT_EQ(convert("1", "mg/dL", "mmol/L", "albumin"), "none");
  EXPECT_EQ(convert("1", "mg/dL", "U/L", "calcium"), "none");
  EXPECT_EQ(convert("122", "mEq/L", "mmol/L", "sodium"), "122");
  EXPECT_EQ(convert("7", "mEq/L", "mmol/L", "calcium"), "3.5");
  EXPECT_EQ(convert("7", "mEq/L", "mmol/L", "albumin"), "none") << "a charge that nobody stated";
  EXPECT_EQ(convert("7", "mEq/L", "mg/dL", "calcium"), "none");
  EXPECT_EQ(convert("0.3", "Gpt/L", "10*9/L", "neutrophils"), "0.3");
  EXPECT_EQ(convert("1", "furlong", "mm", ""), "none");
  EXPECT_EQ(convert("1", "furlong", "furlong", ""), "1");
}

TEST_F(FactQueryTest, AbsenceIsStatedNeverInferred) {
  const std::string from = "{fact='metastasis', name='liver'}";
  EXPECT_EQ(flag(from), "");
  add("2024-03-01", MetastasisFinding{"liver", true, Method::Imaging});
  add("2024-05-01", MetastasisFinding{"liver", false, Method::Imaging});
  EXPECT_EQ(flag(from, "2024-04-01"), "yes");
  EXPECT_EQ(flag(from), "no");
  EXPECT_EQ(evidence_, "f2 ");
  EXPECT_EQ(flag("{fact='metastasis', name='liver', take='absent'}"), "yes");
  add("2024-05-01", MetastasisFinding{"liver", true, Method::Biopsy});
  EXPECT_EQ(flag(from), "yes") << "on one day presence outweighs absence";
}

TEST_F(FactQueryTest, CodesAndSetsTakeTheWordsOfTheInput) {
  add("2024-03-01", MetastasisFinding{"hepatic", true, Method::Imaging});
  add("2024-04-01", MetastasisFinding{"Bone", true, Method::Imaging});
  const std::string set = "type='set'\nvalues=['bone','liver','lung']";
  EXPECT_EQ(ask(set, "{fact='metastasis', take='set'}"), "bone+liver");
  EXPECT_EQ(evidence_, "f1 f2 ");
  EXPECT_EQ(ask("type='code'\nvalues=['bone','liver']", "{fact='metastasis'}"), "bone");
  EXPECT_EQ(ask("type='code'\nvalues=['bone','liver']", "{fact='metastasis', take='first'}"), "liver");
  EXPECT_EQ(ask("type='code'\nvalues=['skeletal']\naliases={bone='skeletal'}", "{fact='metastasis'}"), "skeletal");
  EXPECT_EQ(ask("type='code'\nvalues=['brain']", "{fact='metastasis'}"), "");
  add("2024-05-01", Event{Event::Kind::Suspicion, "", "", "new cord compression, liver stable", false});
  EXPECT_EQ(ask("type='set'\nvalues=['cord compression','fracture']", "{fact='event', take='words'}"),
            "cord compression");
  EXPECT_EQ(ask("type='code'\nvalues=['fracture','liver']", "{fact='event', take='words'}"), "liver");
}

TEST_F(FactQueryTest, TheDaysOfTreatment) {
  treatment("2024-02-01", "2024-04-20", Treatment::Kind::Systemic, "docetaxel");
  treatment("2024-05-01", "", Treatment::Kind::Systemic, "osimertinib");
  const auto days = [&](const std::string& name, const std::string& day, std::string_view at) {
    return ask("type='integer'", "{fact='treatment', name='" + name + "', day='" + day + "', take='days_since'}", at);
  };
  EXPECT_EQ(days("docetaxel", "end", "2024-06-01"), "42");
  EXPECT_EQ(days("docetaxel", "start", "2024-06-01"), "121");
  EXPECT_EQ(days("docetaxel", "end", "2024-03-01"), "0") << "it goes on";
  EXPECT_EQ(days("osimertinib", "end", "2024-06-01"), "31");
  EXPECT_EQ(days("osimertinib", "until", "2024-06-01"), "0");
  symptom("2024-04-25", "fever");
  EXPECT_EQ(flag("{fact='symptom', name='fever', since='last_systemic'}", "2024-04-30"), "yes");
  EXPECT_EQ(flag("{fact='symptom', name='fever', since='last_treatment'}", "2024-06-01"), "");
  EXPECT_EQ(flag("{fact='symptom', name='fever', since='first_treatment'}", "2024-06-01"), "yes");
  EXPECT_EQ(flag("{fact='symptom', name='fever', before='last_treatment'}", "2024-06-01"), "yes");
  EXPECT_EQ(flag("{fact='symptom', name='fever', since='last_radiation'}", "2024-06-01"), "") << "there was none";
  EXPECT_EQ(flag("{fact='symptom', name='fever', since='diagnosis'}", "2024-06-01"), "yes");
  EXPECT_EQ(flag("{fact='symptom', name='fever', since='disease_free'}", "2024-06-01"), "");
  add("2024-04-22", Event{Event::Kind::NoEvidenceOfDisease, "", "", "", false});
  EXPECT_EQ(flag("{fact='symptom', name='fever', since='disease_free'}", "2024-06-01"), "yes");
}

TEST_F(FactQueryTest, DurationSpansTheReports) {
  symptom("2024-05-01", "cough");
  EXPECT_EQ(ask("type='integer'", "{fact='symptom', name='cough', take='duration_days'}"), "");
  symptom("2024-05-22", "cough");
  EXPECT_EQ(ask("type='integer'", "{fact='symptom', name='cough', take='duration_days'}"), "21");
}

TEST_F(FactQueryTest, ThePatientAndTheTumor) {
  EXPECT_EQ(ask("type='integer'", "{fact='patient', of='age_years', take='latest'}", "2024-06-14"), "73");
  EXPECT_EQ(ask("type='integer'", "{fact='patient', of='age_years', take='latest'}", "2024-06-15"), "74");
  EXPECT_EQ(flag("{fact='patient', sex='male'}"), "yes");
  EXPECT_EQ(flag("{fact='patient', sex='female'}"), "no");
  course_.birth_date = "1950";
  EXPECT_EQ(ask("type='integer'", "{fact='patient', of='age_years', take='latest'}"), "");
  EXPECT_EQ(ask("type='integer'", "{fact='patient', of='age_years_at_most', take='latest'}"), "74");
  EXPECT_EQ(flag("{fact='tumor', topography=['C34'], histology=['8140-8149']}"), "yes");
  EXPECT_EQ(flag("{fact='tumor', topography=['C50']}"), "no");
  EXPECT_EQ(flag("{fact='tumor', laterality='left'}"), "yes");
  EXPECT_EQ(ask("type='integer'", "{fact='tumor', of='days_since_diagnosis', take='latest'}", "2024-01-20"), "10");
  course_.tumors.front().site.histology.clear();
  EXPECT_EQ(flag("{fact='tumor', topography=['C34'], histology=['8140']}"), "");
}

TEST_F(FactQueryTest, TheFactInFocus) {
  treatment("2024-06-10", "", Treatment::Kind::Systemic, "cisplatin");
  const Fact focus = course_.facts.front();
  course_.facts.clear();
  EXPECT_EQ(ask("type='flag'", "{fact='focus', kind='systemic'}", "2024-06-01", &focus), "yes");
  EXPECT_EQ(ask("type='flag'", "{fact='focus', kind='surgery'}", "2024-06-01", &focus), "no");
  EXPECT_EQ(ask("type='flag'", "{fact='focus', intent='curative'}", "2024-06-01", &focus), "");
  EXPECT_EQ(ask("type='flag'", "{fact='focus', kind='systemic'}"), "");
  EXPECT_EQ(ask("type='code'\nvalues=['cisplatin']", "{fact='focus', of='name'}", "2024-06-01", &focus), "cisplatin");
}

TEST_F(FactQueryTest, SeveralQueriesOfOneInput) {
  add("2024-05-01", Event{Event::Kind::Suspicion, "", "", "papilledema", false});
  const std::string from = "[{fact='symptom', name='papilledema'}, {fact='event', words='papilledema'}]";
  EXPECT_EQ(flag(from), "yes");
}

constexpr std::string_view kCalciumInputs =
    "[[input]]\nname='calcium'\nrole='finding'\ntype='decimal'\nunit='mmol/L'\nmeaning='m'\n"
    "from={fact='lab', name='calcium', within_days=14}\n"
    "[[input]]\nname='albumin'\nrole='finding'\ntype='decimal'\nunit='g/L'\nmeaning='m'\n"
    "from={fact='lab', name='albumin', within_days=14}\n"
    "[[input]]\nname='confused'\nrole='finding'\ntype='flag'\nmeaning='m'\n"
    "from={fact='symptom', name='confusion', within_days=14}\n"
    "[[input]]\nname='thirst'\nrole='finding'\ntype='flag'\nmeaning='m'\n"
    "from={fact='symptom', name=['thirst','polyuria','constipation','nausea'], within_days=14}\n"
    "[[measure]]\nname='corrected'\nexpression='calcium + 0.02 * (40 - albumin)'\ndecimals=2\n";
constexpr std::string_view kCalciumTable =
    "row\tcorrected\tconfused\tthirst\t=level\t=mechanism\tsource\n"
    "severe\t>3.4\t-\t-\timmediate\thypercalcemia\ts\n"
    "confused\t>2.6\tyes\t-\timmediate\thypercalcemia\ts\n"
    "moderate\t>2.9\t-\t-\tsame day\thypercalcemia;renal\ts\n"
    "symptoms\t>2.6\t-\tyes\tsame day\thypercalcemia\ts\n"
    "always\t-\t-\t-\tnote\t-\ts\n";

std::string rows_of(const std::vector<rules::CollectedRow>& rows) {
  std::string text;
  for (const rules::CollectedRow& row : rows) text += std::string(row.row()) + " ";
  return text;
}

TEST_F(FactQueryTest, HypercalcemiaFromTheCourseToTheRow) {
  // symptoms.md 3.3: 2.50 with albumin 25 is 2.80; 3.2 with albumin 25 is 3.50.
  const auto pack =
      pack_of(std::string(kCalciumInputs), "[[table]]\nid='flags'\nhit='collect'\n", std::string(kCalciumTable));
  rules::Collector collector(*pack);
  lab("2024-05-28", "calcium", "2.50", "mmol/L");
  ReadInputs inputs = read(*pack, "2024-06-01");
  rules::Collection found = collector.collect(inputs.given(), rules::Collector::Open::Name);
  EXPECT_EQ(rows_of(found.hits), "always ");
  EXPECT_EQ(rows_of(found.open), "severe confused moderate symptoms ");
  EXPECT_EQ(found.open.front().asks, (std::vector<std::string_view>{"albumin"}));
  EXPECT_EQ(found.open[1].asks, (std::vector<std::string_view>{"albumin", "confused"}));
  lab("2024-05-28", "albumin", "2.5", "g/dL");
  symptom("2024-05-30", "Thirsty");
  inputs = read(*pack, "2024-06-01");
  found = collector.collect(inputs.given(), rules::Collector::Open::Name);
  EXPECT_EQ(rows_of(found.hits), "symptoms always ");
  EXPECT_EQ(rows_of(found.open), "confused ");
  EXPECT_EQ(found.hits.front().result("level"), "same day");
  EXPECT_TRUE(found.hits.front().verified());
  EXPECT_EQ(found.hits.front().inputs, (std::vector<std::string_view>{"calcium", "albumin", "thirst"}));
  EXPECT_EQ(found.hits.back().result("mechanism"), "");
  EXPECT_EQ(inputs.find("thirst")->facts.front()->id, "f3");
  lab("2024-05-31", "calcium", "3.2", "mmol/L");
  inputs = read(*pack, "2024-06-01");
  found = collector.collect(inputs.given());
  EXPECT_EQ(rows_of(found.hits), "severe moderate symptoms always ");
  EXPECT_EQ(found.hits[1].results("mechanism"), (std::vector<std::string_view>{"hypercalcemia", "renal"}));
  EXPECT_TRUE(found.open.empty());
}

TEST_F(FactQueryTest, TheOrderOfFactsNeverMatters) {
  const auto pack = pack_of(
      std::string(kCalciumInputs) +
          "[[input]]\nname='rises'\nrole='finding'\ntype='integer'\nmeaning='m'\nfrom={fact='lab', name='calcium', "
          "take='rises'}\n[[input]]\nname='mets'\nrole='finding'\ntype='set'\nvalues=['liver','bone']\nmeaning='m'\n"
          "from={fact='metastasis', take='set'}\n",
      "[[table]]\nid='flags'\nhit='collect'\n", std::string(kCalciumTable));
  lab("2024-05-28", "calcium", "2.50", "mmol/L");
  lab("2024-05-28", "calcium", "2.60", "mmol/L");
  lab("2024-05-30", "calcium", "2.90", "mmol/L");
  lab("2024-05", "calcium", "3.90", "mmol/L");
  lab("2024-05-30", "albumin", "31", "g/L");
  symptom("2024-05-30", "confused");
  add("2024-05-01", MetastasisFinding{"liver", true, Method::Imaging});
  add("2024-05-01", MetastasisFinding{"bone", true, Method::Imaging});
  add("2024-05-01", MetastasisFinding{"bone", false, Method::Imaging});
  const auto answer = [&] {
    std::string text;
    for (const ReadInput& input : read(*pack, "2024-06-01").inputs) {
      text += std::string(input.name) + "=" + input.text + ":";
      for (const Fact* fact : input.facts) text += fact->id + " ";
    }
    return text;
  };
  const std::string expected = answer();
  EXPECT_NE(expected.find("calcium=2.9:"), std::string::npos) << "a day of May is in no window inside it: " << expected;
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::shuffle(course_.facts.begin(), course_.facts.end(), random);
    EXPECT_EQ(answer(), expected);
  }
}

std::string mistakes_of(const std::string& type, const std::string& from) {
  const std::string toml =
      std::string(kHead) + "[[input]]\nname='x'\nrole='factor'\nmeaning='m'\n" + type + "\nfrom=" + from + "\n";
  std::string text;
  for (const rules::PackProblem& problem : rules::read_pack({"q/1", {{"pack.toml", toml}}}).problems)
    text += problem.column + " ";
  return text;
}

TEST(FactQueryWords, WhatIsUnknownIsAnErrorOfThePack) {
  EXPECT_EQ(mistakes_of("type='flag'", "{fact='symptom', name='x'}"), "");
  EXPECT_EQ(mistakes_of("type='flag'", "{fact='symptoms'}"), "x from.fact ");
  EXPECT_EQ(mistakes_of("type='flag'", "{fact='symptom', colour='x'}"), "x from.colour ");
  EXPECT_EQ(mistakes_of("type='flag'", "{fact='symptom', take='highest'}"), "x from.take ");
  EXPECT_EQ(mistakes_of("type='flag'", "{fact='symptom', since='yesterday'}"), "x from.since ");
  EXPECT_EQ(mistakes_of("type='flag'", "{fact='symptom', within_days='soon'}"), "x from.within_days ");
  EXPECT_EQ(mistakes_of("type='flag'", "{fact='lab', value='high'}"), "x from.value ");
  EXPECT_EQ(mistakes_of("type='decimal'", "{fact='treatment'}"), "x from.of ");
  EXPECT_EQ(mistakes_of("type='integer'", "{fact='patient', take='latest'}"), "x from.of ");
  EXPECT_EQ(mistakes_of("type='decimal'", "'lab'"), "from ");
}

}  // namespace
}  // namespace restage::course
