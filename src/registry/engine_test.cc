// SPDX-License-Identifier: Apache-2.0
// The compiled form against the row-scan interpreter on a synthetic algorithm that uses every feature, and what the
// loader refuses. Cells and range tests have expectations from the reference implementation's documented rules.
#include <gtest/gtest.h>

#include <random>

#include "registry/batch.h"
#include "registry/diff.h"
#include "registry/format.h"
#include "registry/reference_interpreter.h"
#include "registry/stage.h"
#include "registry/synthetic_archive.h"
#include "stream/csv_records.h"

namespace restage::registry {
namespace {

std::shared_ptr<const Program> demo_program(int year = 2026) {
  auto definition = parse_algorithm(synthetic_archive());
  if (!definition) throw std::runtime_error(definition.error().text());
  return *compile(std::make_shared<AlgorithmDefinition>(std::move(definition).value()), year);
}

bool accepts(const char* cell, const char* value) {
  const InputCell parsed = parse_input_cell(cell);
  return parsed.accepts_anything ||
         std::any_of(parsed.ranges.begin(), parsed.ranges.end(),
                     [&](const CellRange& range) { return range_accepts(range.low, range.high, value); });
}

TEST(Cell, RangesAndLiterals) {
  EXPECT_TRUE(accepts("001-010", "5"));
  EXPECT_TRUE(accepts("001-010", "0005"));
  EXPECT_TRUE(accepts("0.1-99999.9", "1000"));
  EXPECT_FALSE(accepts("001-010", "5.0"));
  EXPECT_FALSE(accepts("5", "05"));
  EXPECT_TRUE(accepts("2000-XXXX", "2004"));
  EXPECT_FALSE(accepts("9-1", "5"));
  EXPECT_TRUE(accepts("p0I-", "p0I-"));
  EXPECT_TRUE(accepts("-5", "-5"));
  EXPECT_TRUE(accepts("a-b-c", "a-b-c"));
  EXPECT_TRUE(accepts(" - ", ""));
  EXPECT_FALSE(accepts(" - ", "-"));
  EXPECT_TRUE(accepts("1 - 9", "4"));
  EXPECT_TRUE(accepts("2023-9998, 9999,", ""));
  EXPECT_TRUE(accepts("*", ""));
  EXPECT_TRUE(accepts("*,1", "*"));
  EXPECT_FALSE(accepts("*,1", "2"));
  EXPECT_TRUE(accepts("20200101-20200105", "20200099"));  // single precision, as the reference has it
  EXPECT_FALSE(accepts("20200101-20200105", "20200106"));
  EXPECT_TRUE(accepts("C000-C009", "C004"));
  EXPECT_FALSE(accepts("C000-C009", "c004"));
}

TEST(Cell, Numbers) {
  for (const char* yes : {"1", "-1", ".5", "-.5", "1.5", "007"}) EXPECT_TRUE(is_number(yes)) << yes;
  for (const char* no : {"", "5.", "+5", "1e3", " 5", "-", ".", "1.2.3"}) EXPECT_FALSE(is_number(no)) << no;
}

TEST(JavaOrder, FollowsBuckets) {
  // String.hashCode of "Aa" and "BB" is 2112 for both: one bucket, insertion order.
  EXPECT_EQ(java_hash("Aa"), java_hash("BB"));
  EXPECT_EQ(java_order({"b", "BB", "Aa", "a"}, 16), (std::vector<std::size_t>{1, 2, 3, 0}));
  // The outputs of EOD 3.3 that have code tables, in a context of 23 to 100 keys: always the same order.
  for (const std::uint32_t capacity : {32U, 64U, 128U})
    EXPECT_EQ(java_order({"derived_rai_stage", "derived_summary_grade", "ss2018_derived"}, capacity),
              (std::vector<std::size_t>{1, 2, 0}));
  EXPECT_EQ(java_capacity_after_puts(12), 16U);
  EXPECT_EQ(java_capacity_after_puts(13), 32U);
}

CaseText random_case(std::mt19937& random) {
  static const std::vector<std::pair<const char*, std::vector<const char*>>> kValues = {
      {"site", {"C000", "C001", "C002", "C009", "C500", "C619", "C620", "c500", "C500 ", "", "C999"}},
      {"hist", {"8000", "8010", "8011", "8020", "9000", "9001", "", "x"}},
      {"year_dx", {"2000", "2026", "2027", "9999", "", " 2010 ", "1999"}},
      {"size",
       {"001", "5", "05", "020", "021", "988", "999", "10.5", "0.1", "9.95", "-5", "p0I-", "1", "1000", " 7", "", "é"}},
      {"grade", {"1", "2", "3", "9", "", "x", "1.0"}},
      {"disc", {"1", "2", "3", "", "8000", "9", " 1"}},
      {"extra", {"a", "b", "", "c", "001"}},
      {"lvi", {"1", ""}},
      {"gate", {"1", "x", "4"}},
      {"unknown_key", {"1"}},
      {"t", {"T1"}},
  };
  CaseText text;
  for (const auto& [key, values] : kValues) {
    const bool rare = std::string_view(key) == "unknown_key" || std::string_view(key) == "t";
    const unsigned dice = random() % 100;
    if (dice < (rare ? 98U : 12U)) continue;
    if (dice < 16 && !rare)
      text.emplace_back(key, std::nullopt);
    else
      text.emplace_back(key, values[random() % values.size()]);
  }
  std::shuffle(text.begin(), text.end(), random);
  return text;
}

TEST(Compiled, EqualsTheRowScanOnRandomCases) {
  const auto program = demo_program();
  Stager stager(program);
  CaseInput input(*program);
  ReferenceInterpreter reference(*program->definition, 2026);
  std::mt19937 random(20260101);
  std::map<StageResult, int> seen;
  for (int i = 0; i < 60'000; ++i) {
    const CaseText text = random_case(random);
    input.clear();
    for (const auto& [key, value] : text) {
      if (value)
        input.set(key, *value);
      else
        input.set_null(key);
    }
    const StagedText got = staged_text(stager.stage(input), input);
    const StagedText wanted = reference.stage(text);
    ++seen[wanted.result];
    if (got == wanted) continue;
    std::string shown;
    for (const auto& [key, value] : text) shown += key + "=" + value.value_or("null") + " ";
    for (const auto& [key, value] : got.output) shown += "\n got " + key + "=" + value.value_or("null");
    for (const auto& [key, value] : wanted.output) shown += "\n wanted " + key + "=" + value.value_or("null");
    for (const ErrorText& error : got.errors) shown += "\n got " + error.message;
    for (const ErrorText& error : wanted.errors) shown += "\n wanted " + error.message;
    FAIL() << shown << "\n" << to_string(got.result) << " " << to_string(wanted.result);
  }
  EXPECT_EQ(seen.size(), 6U) << "every result must occur";
}

std::vector<ArchiveEntry> changed(const std::string& name, const std::string& from, const std::string& to) {
  std::vector<ArchiveEntry> entries = synthetic_archive();
  for (ArchiveEntry& entry : entries)
    if (entry.name == name) {
      const std::size_t at = entry.bytes.find(from);
      if (at == std::string::npos) throw std::runtime_error("nothing to change in " + name);
      entry.bytes.replace(at, from.size(), to);
    }
  return entries;
}

TEST(Loader, RefusesWhatTheReferenceRefuses) {
  const std::vector<std::tuple<const char*, const char*, const char*>> broken = {
      {"tables/t.json", "VALUE:T1", "VALU:T1"},        // unknown endpoint
      {"tables/t.json", "JUMP:jump", "JUMP"},          // jump without a table
      {"tables/t.json", "\"MATCH\"", "null"},          // null endpoint
      {"tables/t.json", ",\"STOP\"]", "]"},            // row too short
      {"tables/size.json", "DESCRIPTION", "COMMENT"},  // unknown column type
      {"tables/size.json", "\"name\"", "\"nome\""},    // unknown property
      {"tables/size.json", "1.0", "2.0"},              // second version
      {"tables/size.json", "Demo", "Other"},           // second algorithm
      {"schemas/a.json", "CONTINUE", "GO_ON"},         // unknown policy
      {"schemas/a.json", "schema_selection_table", "subtitle"},
      {"schemas/a.json", R"("initial_context":[{"key":"why"}])", R"("initial_context":[{"key":"size"}])"},
      {"schemas/a.json", "}", "]"},
  };
  for (const auto& [name, from, to] : broken)
    EXPECT_FALSE(parse_algorithm(changed(name, from, to)).has_value()) << name << ": " << from << " -> " << to;
  EXPECT_TRUE(parse_algorithm(synthetic_archive()).has_value());
  EXPECT_FALSE(parse_algorithm({}).has_value());
  EXPECT_FALSE(read_archive("/nonexistent.zip").has_value());
}

TEST(Diff, SaysWhatChanged) {
  const auto before = parse_algorithm(synthetic_archive());
  const auto after = parse_algorithm(changed("tables/t.json", "VALUE:T2", "VALUE:T3"));
  const auto changes = compare_algorithms(*before, *after);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, "row-changed");
  EXPECT_EQ(changes[0].subject, "t");
  EXPECT_EQ(changes[0].schema, "a, b, c");
  EXPECT_EQ(compare_algorithms(*before, *before).size(), 0U);
  EXPECT_EQ(
      compare_algorithms(*before, *parse_algorithm(changed("schemas/a.json", R"("default":"9")", R"("default":"8")")))
          .at(0)
          .kind,
      "default-changed");
}

TEST(Impact, NamesTheRowThatMovedAValue) {
  const auto after = parse_algorithm(changed("tables/t.json", "VALUE:T2", "VALUE:T1"));
  ImpactRun run(demo_program(), *compile(std::make_shared<AlgorithmDefinition>(*after), 2026));
  run.add({"1", 1, "2010"}, {{"site", "C000"}, {"hist", "8000"}, {"size", "030"}, {"grade", "1"}, {"year_dx", "2010"}});
  run.add({"2", 2, "2010"}, {{"site", "C000"}, {"hist", "8000"}, {"size", "010"}, {"grade", "1"}, {"year_dx", "2010"}});
  EXPECT_EQ(run.impact().cases, 2U);
  EXPECT_EQ(run.impact().moved, 1U);
  ASSERT_EQ(run.impact().moves.size(), 1U);
  const auto& [move, group] = *run.impact().moves.begin();
  EXPECT_EQ(move.key, "stage");
  EXPECT_EQ(move.before, "II");
  EXPECT_EQ(move.after, "I");
  EXPECT_EQ(group.rows_after, "t row 2 (new) > stage row 1");
  EXPECT_EQ(group.rows_before, "t row 2 (gone) > stage row 2");
  EXPECT_EQ(move.cause, "t row 2 (gone), t row 2 (new)");
  EXPECT_EQ(group.count, 1U);
  EXPECT_EQ(move.year, "2010");
}

std::string run_text(const std::string& input, std::size_t threads) {
  const auto plan = plan_run({{demo_program(), "demo", 0}}, {});
  stream::LineBlocks source(ByteSource::from_memory(input));
  std::string out;
  BlockRun run;
  run.read = [&](Block& block) { return source.next(block); };
  run.make_worker = [&] { return make_ndjson_worker(*plan); };
  run.write = [&](Block& block) {
    out += block.output;
    return true;
  };
  EXPECT_TRUE(run_blocks(threads, run).has_value());
  return out;
}

TEST(Ndjson, OutputDoesNotDependOnThreads) {
  std::string input;
  std::mt19937 random(7);
  for (int i = 0; i < 40'000; ++i) {
    input += "{\"id\":" + std::to_string(i) + ",\"input\":{";
    const char* mark = "";
    for (const auto& [key, value] : random_case(random)) {
      input += mark + ("\"" + key + "\":") + (value ? "\"" + *value + "\"" : std::string("null"));
      mark = ",";
    }
    input += i % 1000 == 3 ? "}\n" : "}}\n";
  }
  ASSERT_GT(input.size(), std::size_t{2} << 20) << "several blocks are wanted";
  const std::string one = run_text(input, 1);
  EXPECT_EQ(std::count(one.begin(), one.end(), '\n'), 40'000);
  EXPECT_EQ(one, run_text(input, 2));
  EXPECT_EQ(one, run_text(input, 7));
}

TEST(Ndjson, OddLinesAreReportedAndTheRestIsDone) {
  const std::string out = run_text(
      "{\"id\":\"a\",\"input\":{\"site\":\"C000\",\"hist\":\"8000\",\"year_dx\":2010}}\n[]\n{\"id\":3,\"input\":{"
      "\"site\":[1]}}\n\n{\"id\":4,\"input\":{}} x\n\xff\n{\"id\":5,\"input\":{}}",
      1);
  EXPECT_NE(out.find(R"({"id":"a","result":"STAGED","schema_id":"a")"), std::string::npos) << out;
  EXPECT_NE(out.find(R"("path":"record 2")"), std::string::npos) << out;
  EXPECT_NE(out.find(R"({"id":3,"result":null)"), std::string::npos) << out;
  EXPECT_NE(out.find(R"({"id":5,"result":"FAILED_MISSING_SITE_OR_HISTOLOGY")"), std::string::npos) << out;
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 6);
}

TEST(Csv, CarriesColumnsThroughAndKeepsOddCells) {
  const auto plan = plan_run({{demo_program(), "demo", 0}}, {});
  const std::string input =
      "name;site;hist;size;grade;stage;year_dx\n\"A;\"\"B\"\"\";C000;8000;010;1;old;2010\nB;C000;8000\n\"two\nlines\";"
      "C999;8000;;;;2010\n";
  auto lines = std::make_unique<stream::LineBlocks>(ByteSource::from_memory(input));
  const auto csv = plan_csv(*plan, *lines->take_line());
  ASSERT_TRUE(csv.has_value());
  EXPECT_EQ((*csv)->header, "name;site;hist;size;grade;stage;year_dx;result;schema_id;lvi;t;why;errors\n");
  const auto blocks = stream::make_csv_blocks(std::move(lines), (*csv)->separator);
  Block block;
  ASSERT_TRUE(*blocks->next(block));
  make_csv_worker(*csv)->process(block);
  EXPECT_NE(block.output.find("\"A;\"\"B\"\"\";C000;8000;010;1;I;2010;STAGED;a;;;;Input mapping 'unset' does not exist "
                              "for table 'stage'\n"),
            std::string::npos)
      << block.output;
  EXPECT_NE(block.output.find("B;C000;8000;;;;;;;;;;the record has 3 cells, the header has 7\n"), std::string::npos)
      << block.output;
  EXPECT_NE(block.output.find("\"two\nlines\";C999;8000;;;;2010;FAILED_NO_MATCHING_SCHEMA;;;;;no schema takes this "
                              "site, histology and discriminators\n"),
            std::string::npos)
      << block.output;
  EXPECT_EQ(block.statistics.records, 3U);
}

}  // namespace
}  // namespace restage::registry
