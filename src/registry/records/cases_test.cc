// SPDX-License-Identifier: Apache-2.0
// Cases as NDJSON and CSV through the run.
#include <gtest/gtest.h>

#include "registry/records/csv_cases.h"
#include "registry/records/ndjson_cases.h"
#include "registry/run/synthetic_cases.h"
#include "stream/csv_records.h"

namespace restage::registry {
namespace {

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

RunOptions carrying(std::vector<std::string> columns) {
  RunOptions options;
  options.carried = std::move(columns);
  return options;
}

TEST(Csv, AColumnThatNoSchemaKnowsIsRefusedWithTheNearestKey) {
  const auto refusal = [](const char* header, std::vector<std::string> carried) {
    const auto plan = plan_csv(*plan_run({{demo_program(), "demo", 0}}, carrying(std::move(carried))), header);
    return plan ? std::string() : plan.error().message;
  };
  EXPECT_EQ(refusal("site,hist,year_dx\rC509,8500,2010", {}),
            "the lines end with a carriage return alone; save the table with LF or CRLF");
  EXPECT_EQ(refusal("site,hist,graed,year_dx", {}),
            "no schema has an input 'graed' (meant for 'grade'?); rename it, or keep it unused with --carry graed");
  EXPECT_EQ(
      refusal("site,hist,hospital,SIZE,year_dx", {}),
      "no schema has the inputs 'hospital', 'SIZE' (meant for 'size'?); rename them, or keep them unused with --carry "
      "hospital,SIZE");
  EXPECT_EQ(refusal("site,hist,", {}), "column 3 has no name");
  EXPECT_EQ(refusal("site,hist,hospital", {"hospital"}), "");
  EXPECT_EQ(refusal("site,hist,hospital,", {"*"}), "");
  // Names of records, words about them, and what a run before wrote.
  EXPECT_EQ(refusal("id,patient_id,patientIdNumber,tumorRecordNumber,note,comment,site,hist,result,stage,errors", {}),
            "");
}

TEST(Csv, CarriesColumnsThroughAndKeepsOddCells) {
  const auto plan = plan_run({{demo_program(), "demo", 0}}, carrying({"name"}));
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
