// SPDX-License-Identifier: Apache-2.0
#include "cases/case_stager.h"

#include <gtest/gtest.h>

#include <random>

#include "base/text.h"
#include "cases/migration.h"

namespace restage::cases {
namespace {

using rules::Pack;

const rules::PackLibrary& library() {
  static const auto packs = rules::PackLibrary::embedded();
  return **packs;
}

std::string stage(std::vector<std::string> header, const std::vector<std::string_view>& cells,
                  StagerOptions options = {}) {
  CaseStager stager(library(), std::move(options), std::move(header));
  CaseOutcome outcome;
  stager.stage(cells, outcome);
  return outcome.result == nullptr ? "refused: " + outcome.refusal.text()
                                   : outcome.result->status + " " + text::join(outcome.result->possible, ";");
}

// SOURCE: AJCC 8 lung groups as in the NCI PDQ tables: T1a N0 M0 is IA1; any N3 with T4 is IIIC; M1a is IVA.
TEST(CaseStager, ReadsCellsAsPeopleWriteThem) {
  if (library().editions_of("lung").empty()) GTEST_SKIP() << "the lung pack is not built in";
  const std::vector<std::string> header = {"edition", "site", "classification", "t", "n", "m"};
  EXPECT_EQ(stage(header, {"8", "lung", "c", "cT1a", "cN0", "cM0"}), "determined IA1");
  EXPECT_EQ(stage(header, {"8", "lung", "", "pT1a(m)", "pN0(i+)", "cM0"}), "determined IA1");
  EXPECT_EQ(stage(header, {"8", "lung", "p", "4", "3", "0"}), "determined IIIC");
  EXPECT_EQ(stage(header, {"8", "lung", "c", "", "", "M1a"}), "determined IVA");
  EXPECT_EQ(stage(header, {"8", "lung", "c", "T2", "N0", "M0"}), "ambiguous IB;IIA");
  EXPECT_EQ(stage(header, {"8", "lung"}).substr(0, 9), "ambiguous");
  for (const char* word : {"NA", "Not Reported", "'--", "Unknown", "n/a", "."})
    EXPECT_EQ(stage(header, {"8", "lung", "c", word, word, "M1a"}), "determined IVA") << word << " is an empty cell";
  EXPECT_TRUE(stage(header, {"8", "lung", "c", "NAN1", "N0", "M0"}).starts_with("refused"));
}

TEST(CaseStager, RefusesWithColumnValueAndRemedy) {
  if (library().editions_of("lung").empty()) GTEST_SKIP() << "the lung pack is not built in";
  const std::vector<std::string> header = {"edition", "site", "classification", "t", "n", "m", "diagnosed"};
  EXPECT_NE(stage(header, {"8", "lung", "c", "T1a", "N0", "MX"})
                .find("column m: `MX`: the category MX does not exist; give cM0"),
            std::string::npos);
  EXPECT_NE(stage(header, {"8", "lung", "p", "T1a", "N0", "pM0"}).find("`pM0`: the category pM0 does not exist"),
            std::string::npos);
  EXPECT_NE(stage(header, {"8", "lung", "p", "cT1a", "N0", "M0"})
                .find("column t: `cT1a` does not belong to classification p"),
            std::string::npos);
  EXPECT_NE(stage(header, {"8", "lng", "c"}).find("column site: `lng` is no site id"), std::string::npos);
  EXPECT_NE(stage(header, {"8", "aml", "c"})
                .find("aml has no stage, TNM does not apply; its risk groups and scores, as editions: ELN2022"),
            std::string::npos);
  EXPECT_NE(stage(header, {"8", "lymphoma", "c"}).find("AnnArbor Lugano2014 (TNM does not apply)"), std::string::npos);
  EXPECT_NE(stage(header, {"7", "lung", "c"}).find("restage registry --algorithm"), std::string::npos);
  EXPECT_NE(stage(header, {"77", "lung", "c"}).find("column edition: `77` does not exist for lung; editions of it:"),
            std::string::npos);
  EXPECT_NE(stage(header, {"", "lung", "c"}).find("give one of them"), std::string::npos);
  EXPECT_EQ(stage(header, {"", "lung", "c", "T1a", "N0", "M0", "2019-03"}), "determined IA1");
  EXPECT_NE(stage(header, {"8", "lung", "c", "T1a", "N0", "M0", "", "x"}).find("8 cells"), std::string::npos);
}

// SOURCE: NCI PDQ adult Hodgkin lymphoma: one point each for seven factors, all of them here. What only leads to the
// score (lymphopenia) is not the result.
TEST(CaseStager, AScoreWithoutGroupsIsItsPoints) {
  const std::vector<std::string> header = {"sex",
                                           "age",
                                           "stage",
                                           "wbc_e9_per_l",
                                           "lymphocytes_e9_per_l",
                                           "lymphocytes_percent",
                                           "albumin_g_per_l",
                                           "hemoglobin_g_per_l"};
  EXPECT_EQ(
      stage(header, {"male", "50", "IV", "16", "0.5", "3", "30", "100"}, {"ips-1998", "", Pack::Start::Categories}),
      "determined 7");
  EXPECT_EQ(stage(header, {"male", "50", "IV", "16", "0.5", "3", "30", ""}, {"ips-1998", "", Pack::Start::Categories}),
            "ambiguous 6;7");
}

/// With reasons the result is the same, and the reasons are those of a single evaluation.
void expect_reasons(CaseStager& stager, const std::vector<std::string_view>& cells, const CaseResult& plain,
                    const rules::Evaluation& single) {
  CaseOutcome outcome;
  stager.stage(cells, outcome);
  ASSERT_NE(outcome.result, nullptr);
  EXPECT_EQ(outcome.result->possible, plain.possible);
  EXPECT_EQ(outcome.result->message, plain.message);
  ASSERT_NE(outcome.result->reasons, nullptr);
  const rules::Evaluation& found = outcome.result->reasons->evaluation;
  EXPECT_EQ(found.missing, single.missing);
  EXPECT_EQ(found.immaterial, single.immaterial);
  EXPECT_EQ(found.rests_on_unverified, single.rests_on_unverified);
  const auto rows_of = [](const rules::Evaluation& evaluation) {
    std::vector<std::string> rows;
    for (const rules::RuleReference& rule : evaluation.rules)
      rows.push_back(std::string(rule.table) + " " + std::string(rule.row));
    return rows;
  };
  EXPECT_EQ(rows_of(found), rows_of(single));
  ASSERT_EQ(found.outputs.size(), single.outputs.size());
  for (std::size_t i = 0; i < found.outputs.size(); ++i)
    EXPECT_EQ(found.outputs[i].possible, single.outputs[i].possible);
}

/// The table of results and a single evaluation are one engine: they must agree on any row.
TEST(CaseStager, EqualsASingleEvaluationOnRandomRowsOfEveryPack) {
  std::mt19937 random(5);
  for (const std::string& id : library().ids()) {
    const auto pack = library().by_id(id);
    ASSERT_TRUE(pack) << pack.error().text();
    std::vector<std::string> header = {"classification"};
    for (const auto& input : (*pack)->inputs())
      if (input.name != "classification") header.push_back(input.name);
    for (const Pack::Start start : {Pack::Start::Categories, Pack::Start::Findings}) {
      CaseStager stager(library(), {id, "", start}, header), with_reasons(library(), {id, "", start, true}, header);
      for (int row = 0; row < 6; ++row) {
        std::vector<std::string> texts(header.size());
        std::vector<rules::GivenInput> given;
        for (std::size_t i = 0; i < header.size(); ++i) {
          const auto& input = (*pack)->inputs()[i];
          if (random() % 4 == 0 || input.name != header[i]) continue;
          const auto at = static_cast<std::size_t>(random());
          if (i == 0)
            texts[i] = (*pack)->identity().classifications[at % (*pack)->identity().classifications.size()];
          else if (input.type == rules::InputType::Flag)
            texts[i] = at % 2 == 0 ? "yes" : "no";
          else if (!input.values.empty())
            texts[i] = input.values[at % input.values.size()];
          else
            texts[i] = std::to_string(at % 60);
          if (i > 0) given.push_back({header[i], texts[i]});
        }
        const std::vector<std::string_view> cells(texts.begin(), texts.end());
        CaseOutcome outcome;
        stager.stage(cells, outcome);
        const rules::Evaluation single = (*pack)->evaluate(texts[0], given, start);
        if (outcome.result == nullptr) continue;  // a number out of range, or a coarse member of a set
        ASSERT_NO_FATAL_FAILURE(expect_reasons(with_reasons, cells, *outcome.result, single));
        ASSERT_EQ(outcome.result->status, to_string(single.status)) << id << " " << text::join(texts, ",");
        const auto* output = single.output((*pack)->program()->nodes()[(*pack)->program()->final_node()].name());
        if (single.status == rules::EvaluationStatus::Determined ||
            single.status == rules::EvaluationStatus::Ambiguous) {
          ASSERT_EQ(outcome.result->possible,
                    std::vector<std::string>(output->possible.begin(), output->possible.end()))
              << id << " " << text::join(texts, ",");
        }
      }
    }
  }
}

TEST(TextIndex, TellsShortTextsApart) {
  TextIndex index;
  std::vector<std::string> texts;
  std::mt19937 random(1);
  for (int i = 0; i < 4000; ++i) {
    std::string text(random() % 40, 'a');
    for (char& c : text) c = static_cast<char>('a' + random() % 2);
    if (index.find(text, FilledCell::word_of(text)) != index.kAbsent) continue;
    index.insert(text, FilledCell::word_of(text), static_cast<std::uint32_t>(texts.size()));
    texts.push_back(text);
  }
  for (std::size_t i = 0; i < texts.size(); ++i)
    ASSERT_EQ(index.find(texts[i], FilledCell::word_of(texts[i])), i) << texts[i];
}

// What a case depends on is told with the values of the case, and counted without them.
TEST(CaseStager, TheCauseOfADoubtHasNoValuesInIt) {
  if (library().editions_of("lung").empty()) GTEST_SKIP() << "the lung pack is not built in";
  CaseStager stager(library(), {}, {"edition", "site", "classification", "t", "n"});
  CaseOutcome outcome;
  stager.stage({"8", "lung", "c", "T1c", "N0"}, outcome);
  ASSERT_NE(outcome.result, nullptr);
  EXPECT_NE(outcome.result->message.find("M0: IA3"), std::string::npos);
  EXPECT_EQ(outcome.result->cause, "depends on m");
  stager.stage({"8", "lung", "c", "T9", "N0"}, outcome);
  ASSERT_EQ(outcome.result, nullptr);
  EXPECT_EQ(outcome.refusal.problem, "column t: `T9` is not a value of t");
  EXPECT_TRUE(outcome.refusal.text().starts_with(outcome.refusal.problem + "; accepted: "));
}

TEST(Migration, CountsEveryCaseOnce) {
  const CaseResult one{"determined", "IA1", {"IA1"}, "", "", "", "", ""};
  const CaseResult two{"determined", "IB", {"IB"}, "", "", "", "", ""};
  const CaseResult open{"ambiguous", "", {"IA1", "IB"}, "depends on n (N0: IA1; N1: IB), t", "depends on n, t", "",
                        "",          ""};
  const CaseOutcome a{&one, {}}, b{&two, {}}, c{&open, {}},
      refused{nullptr, {"column n: `N9` is not a value of n", "accepted: N0"}};
  Migration migration;
  migration.add("lung", a, a);
  migration.add("lung", a, b);
  migration.add("lung", a, c);
  migration.add("thymus", a, refused);
  migration.add("", b, b);
  const MigrationTable lung = migration.table("lung");
  EXPECT_EQ(lung.total, 3u);
  EXPECT_EQ(lung.moved, 1u);
  EXPECT_EQ(lung.before, std::vector<std::string>{"IA1"});
  EXPECT_EQ(lung.after, (std::vector<std::string>{"IA1", "IB", "several possible"}));
  EXPECT_EQ(migration.table("thymus").total, 1u);
  EXPECT_EQ(migration.table("thymus").after, std::vector<std::string>{"not staged"});
  EXPECT_EQ(migration.table("").total, 1u);  // cases without a site are no sum of the others
  ASSERT_EQ(migration.reasons().size(), 2u);
  EXPECT_EQ(migration.reasons()[0].text, "column n: `N9` is not a value of n");
  EXPECT_EQ(migration.reasons()[1].text, "depends on n, t");
}

}  // namespace
}  // namespace restage::cases
