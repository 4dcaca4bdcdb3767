// SPDX-License-Identifier: Apache-2.0
// Replays the cases that the reference implementation answered (shared data, not part of the repository) on the
// compiled form and, for a sample, on the row-scan interpreter. Prints equal/total for every file.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <filesystem>
#include <iostream>

#include <fmt/format.h>

#include "base/byte_source.h"
#include "base/text.h"
#include "registry/archive/archive.h"
#include "registry/run/algorithm_runner.h"
#include "registry/run/reference_interpreter.h"
#include "registry/run/result_text.h"
#include "registry/run/schema_choice.h"

namespace restage::registry {
namespace {

const std::string kData = RESTAGE_SOURCE_DIR "/../shared/data/seer";
constexpr int kYear = 2026;  // the year the answers were made with

bool data_is_absent() { return !std::filesystem::exists(kData + "/archives"); }

std::shared_ptr<const AlgorithmProgram> program_of(const std::string& name, int year = kYear) {
  auto definition = load_definition(kData + "/archives/" + name + ".zip");
  if (!definition) throw std::runtime_error(definition.error().text());
  auto program = compile(std::make_shared<AlgorithmDefinition>(std::move(definition).value()), year);
  if (!program) throw std::runtime_error(program.error().text());
  return *program;
}

std::optional<std::string> text_or_null(simdjson::dom::element value) {
  if (value.is_null()) return std::nullopt;
  return std::string(value.get_string().value());
}

StagedText expectation(simdjson::dom::element line) {
  StagedText wanted;
  const std::string result(line["result"].get_string().value());
  for (int i = 0; i <= static_cast<int>(StageResult::FailedInvalidYearDx); ++i)
    if (to_string(static_cast<StageResult>(i)) == result) wanted.result = static_cast<StageResult>(i);
  wanted.schema_id = text_or_null(line["schema_id"]);
  for (const auto member : simdjson::dom::object(line["output"]))
    wanted.output[std::string(member.key)] = text_or_null(member.value);
  for (const simdjson::dom::element error : simdjson::dom::array(line["errors"])) {
    ErrorText text;
    for (int i = 0; i <= static_cast<int>(ErrorType::InvalidOutput); ++i)
      if (to_string(static_cast<ErrorType>(i)) == std::string_view(error["type"]))
        text.type = static_cast<ErrorType>(i);
    text.table = text_or_null(error["table"]);
    text.key = text_or_null(error["key"]);
    text.message = text_or_null(error["message"]).value_or("");
    if (!error["columns"].is_null()) {
      text.columns.emplace();
      for (const simdjson::dom::element column : simdjson::dom::array(error["columns"]))
        text.columns->emplace_back(std::string_view(column));
    }
    wanted.errors.push_back(std::move(text));
  }
  for (const simdjson::dom::element entry : simdjson::dom::array(line["path"]))
    wanted.path.emplace_back(std::string_view(entry));
  return wanted;
}

CaseText case_text(simdjson::dom::element line) {
  CaseText input;
  for (const auto member : simdjson::dom::object(line["input"]))
    input.emplace_back(std::string(member.key), text_or_null(member.value));
  return input;
}

void fill(CaseInput& input, const CaseText& text) {
  input.clear();
  for (const auto& [key, value] : text) {
    if (value)
      input.set(key, *value);
    else
      input.set_null(key);
  }
}

void show_difference(const StagedText& got, const StagedText& wanted) {
  if (got.result != wanted.result)
    std::cout << "  result " << to_string(got.result) << " wanted " << to_string(wanted.result) << '\n';
  if (got.output != wanted.output) std::cout << "  output differs\n";
  if (got.path != wanted.path) std::cout << "  path differs\n";
  for (std::size_t i = 0; i < std::max(got.errors.size(), wanted.errors.size()); ++i) {
    const std::string left = i < got.errors.size() ? got.errors[i].message : "-";
    const std::string right = i < wanted.errors.size() ? wanted.errors[i].message : "-";
    if (left != right) std::cout << "  error " << i << ": " << left << " | wanted: " << right << '\n';
  }
}

class NdjsonCases : public testing::TestWithParam<const char*> {};

TEST_P(NdjsonCases, EqualTheReference) {
  if (data_is_absent()) GTEST_SKIP() << "no data at " << kData;
  const auto program = program_of(GetParam());
  const auto bytes = read_file(kData + "/cases/" + GetParam() + ".ndjson.gz");
  ASSERT_TRUE(bytes.has_value()) << bytes.error().text();
  AlgorithmRunner stager(program);
  CaseInput input(*program);
  ReferenceInterpreter reference(*program->definition, kYear);
  simdjson::dom::parser parser;
  std::size_t total = 0;
  std::size_t equal = 0;
  std::size_t scanned = 0;
  std::size_t scanned_equal = 0;
  for (const std::string_view line : text::split(*bytes, '\n')) {
    if (line.empty()) continue;
    const simdjson::dom::element document = parser.parse(line.data(), line.size());
    const StagedText wanted = expectation(document);
    const CaseText text = case_text(document);
    fill(input, text);
    const StagedText got = staged_text(stager.stage(input), input);
    equal += got == wanted;
    if (got != wanted && total - equal < 5) {
      std::cout << line.substr(0, 60) << '\n';
      show_difference(got, wanted);
    }
    if (total++ % 25 == 0) {
      ++scanned;
      scanned_equal += reference.stage(text) == wanted;
    }
  }
  std::cout << GetParam() << ": compiled " << equal << "/" << total << ", row scan " << scanned_equal << "/" << scanned
            << '\n';
  EXPECT_EQ(equal, total);
  EXPECT_EQ(scanned_equal, scanned);
  EXPECT_GT(total, 0U);
}

INSTANTIATE_TEST_SUITE_P(Shared, NdjsonCases,
                         testing::Values("cs-02.05.50", "tnm-2.1", "eod_public-3.3", "pediatric-1.3"));

const char* const kInputKeys[] = {"site",       "hist",      "year_dx",        "cs_input_version_original",
                                  "behavior",   "grade",     "age_dx",         "lvi",
                                  "size",       "extension", "extension_eval", "nodes",
                                  "nodes_eval", "nodes_pos", "nodes_exam",     "mets",
                                  "mets_eval"};
const char* const kPartKeys[] = {"t", "tdescriptor", "n", "ndescriptor", "m", "mdescriptor", "stage"};

std::vector<std::string> output_keys() {
  std::vector<std::string> keys;
  for (const char* edition : {"ajcc6_", "ajcc7_"})
    for (const char* part : kPartKeys) keys.push_back(std::string(edition) + part);
  for (const char* key : {"t77", "n77", "m77", "ss77", "t2000", "n2000", "m2000", "ss2000"}) keys.emplace_back(key);
  for (const char* edition : {"stor_ajcc6_", "stor_ajcc7_"})
    for (const char* part : kPartKeys) keys.push_back(std::string(edition) + part);
  keys.emplace_back("stor_ss77");
  keys.emplace_back("stor_ss2000");
  return keys;
}

// The layout of the Collaborative Stage integration files: 42 inputs, 38 expected outputs.
bool integration_line_is_equal(AlgorithmRunner& stager, CaseInput& input, std::span<const std::string_view> cells,
                               const std::vector<std::string>& keys) {
  const std::string_view year = cells[2] == "2019" || cells[2] == "2020" ? std::string_view("2049") : cells[2];
  input.clear();
  input.set("site", cells[0]);
  input.set("hist", cells[1]);
  input.set("ssf25", cells[41]);
  std::vector<std::uint32_t> schemas;
  find_schemas(input, schemas);
  std::map<std::string, std::optional<std::string>> output;
  if (schemas.size() == 1) {
    input.clear();
    for (std::size_t i = 0; i < std::size(kInputKeys); ++i) input.set(kInputKeys[i], i == 2 ? year : cells[i]);
    for (std::size_t i = 1; i <= 25; ++i) input.set("ssf" + std::to_string(i), cells[16 + i]);
    output = staged_text(stager.stage(input), input).output;
  }
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (output[keys[i]].value_or("") != text::trim(cells[42 + i])) return false;
  return true;
}

void replay_integration_file(const std::string& name, std::size_t leading_cells) {
  if (data_is_absent()) GTEST_SKIP() << "no data at " << kData;
  const auto program = program_of("cs-02.05.50");
  const auto bytes = read_file(kData + "/cases/" + name);
  ASSERT_TRUE(bytes.has_value()) << bytes.error().text();
  AlgorithmRunner stager(program);
  CaseInput input(*program);
  const std::vector<std::string> keys = output_keys();
  std::size_t total = 0;
  std::size_t equal = 0;
  for (const std::string_view line : text::split(*bytes, '\n')) {
    if (line.empty()) continue;
    const auto cells = text::split(line, ',');
    ASSERT_EQ(cells.size(), 80 + leading_cells);
    const bool same = integration_line_is_equal(stager, input, std::span(cells).subspan(leading_cells), keys);
    if (!same && total - equal < 3) std::cout << line << '\n';
    equal += same;
    ++total;
  }
  std::cout << name << ": " << equal << "/" << total << '\n';
  EXPECT_EQ(equal, total);
  EXPECT_GT(total, 0U);
}

TEST(CollaborativeStage, IntegrationSample) { replay_integration_file("cs-integration.csv.gz", 1); }
TEST(CollaborativeStage, Ajcc7File) { replay_integration_file("AJCC_7.V020550.10000.txt.gz", 0); }

TEST(CollaborativeStage, EveryValidInput) {
  if (data_is_absent()) GTEST_SKIP() << "no data at " << kData;
  const auto program = program_of("cs-02.05.50");
  const auto bytes = read_file(kData + "/cases/valid_inputs.020550.txt.gz");
  ASSERT_TRUE(bytes.has_value());
  std::unordered_map<std::string, std::uint32_t> by_name;
  for (std::uint32_t i = 0; i < program->schemas.size(); ++i) by_name[program->schemas[i].definition->name] = i;
  AlgorithmRunner stager(program);
  std::size_t total = 0;
  std::size_t equal = 0;
  for (const std::string_view line : text::split(*bytes, '\n')) {
    if (line.empty()) continue;
    const auto cells = text::split(line, '|');
    const auto schema = by_name.find(std::string(cells[0]));
    ++total;
    const bool valid = schema != by_name.end() && stager.is_code_valid(schema->second, cells[1], cells[2]);
    if (!valid && total - equal < 5) std::cout << line << '\n';
    equal += valid;
  }
  std::cout << "valid_inputs.020550.txt.gz: " << equal << "/" << total << '\n';
  EXPECT_EQ(equal, total);
}

TEST(CollaborativeStage, SchemaIdentification) {
  if (data_is_absent()) GTEST_SKIP() << "no data at " << kData;
  const auto program = program_of("cs-02.05.50");
  const auto bytes = read_file(kData + "/cases/cs_schema_identification_unit_test.txt.gz");
  ASSERT_TRUE(bytes.has_value());
  CaseInput input(*program);
  std::vector<std::uint32_t> schemas;
  std::size_t total = 0;
  std::size_t equal = 0;
  for (const std::string_view line : text::split(*bytes, '\n')) {
    if (line.empty()) continue;
    const auto cells = text::split(line, ',');
    ASSERT_EQ(cells.size(), 4U);
    input.clear();
    if (!cells[0].empty()) input.set("site", cells[0]);
    if (!cells[1].empty()) input.set("hist", cells[1]);
    input.set("ssf25", cells[2]);
    find_schemas(input, schemas);
    const std::string_view wanted = text::trim(cells[3]);
    const bool same = wanted.empty() ? schemas.size() != 1
                                     : schemas.size() == 1 && program->schemas[schemas[0]].definition->id == wanted;
    if (!same && total - equal < 5) std::cout << line << " got " << schemas.size() << '\n';
    equal += same;
    ++total;
  }
  std::cout << "cs_schema_identification_unit_test.txt.gz: " << equal << "/" << total << '\n';
  EXPECT_EQ(equal, total);
}

}  // namespace
}  // namespace restage::registry
