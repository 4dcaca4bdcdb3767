// SPDX-License-Identifier: Apache-2.0
// RFC 4180 with a header row of keys; comma, semicolon or tab, as the header has it.
#include "registry/records/csv_cases.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/csv.h"
#include "base/near_words.h"
#include "base/text.h"
#include "registry/explain/refusal.h"
#include "registry/explain/relevance.h"
#include "registry/run/result_text.h"
#include "stream/csv_records.h"

namespace restage::registry {
namespace {

// Blanks at the ends are data here and stay bare, as they came.
void append_cell(std::string& out, std::string_view text, char separator) {
  const bool plain =
      text.find_first_of("\"\r\n") == std::string_view::npos && text.find(separator) == std::string_view::npos;
  if (plain)
    out += text;
  else
    append_quoted_csv_cell(out, text);
}

class CsvWorker final : public BlockWorker {
 public:
  explicit CsvWorker(std::shared_ptr<const CsvPlan> plan)
      : plan_(std::move(plan)), records_(plan_->separator, plan_->columns.size()), cells_(records_.cells()) {
    for (const LoadedAlgorithm& algorithm : plan_->run->algorithms) {
      lanes_.push_back(std::make_unique<Lane>(algorithm.program));
      Lane& lane = *lanes_.back();
      for (const std::string& column : plan_->columns)
        lane.column_slot.push_back(input_slot(*algorithm.program, column));
    }
    for (std::size_t i = 0; i < plan_->columns.size(); ++i)
      if (plan_->columns[i] == "year_dx") year_column_ = i;
    for (std::size_t i = 0; i < plan_->columns.size(); ++i)
      for (std::size_t k = 0; k < plan_->added_columns.size(); ++k)
        if (plan_->columns[i] == plan_->added_columns[k]) replaced_.emplace_back(i, k);
  }

  void process(Block& block) override {
    records_.begin(block.input, block.first_record);
    while (records_.next()) {
      ++block.statistics.records;
      if (records_.problem().empty())
        stage_record(block);
      else
        refuse(block);
    }
    block.statistics.input_bytes = block.input.size();
    block.statistics.output_bytes = block.output.size();
  }

 private:
  struct Lane {
    explicit Lane(std::shared_ptr<const AlgorithmProgram> program)
        : stager(program), input(*program), relevant(program->schemas.size()) {}
    AlgorithmRunner stager;
    CaseInput input;
    std::vector<Slot> column_slot;
    std::vector<std::vector<bool>> relevant;
  };

  // Columns that are an input of no schema are carried through, whatever a table may call them.
  static Slot input_slot(const AlgorithmProgram& program, const std::string& column) {
    const Slot slot = program.find_slot(column);
    if (slot == kNoSlot) return kNoSlot;
    for (const SchemaProgram& schema : program.schemas)
      if (schema.own_slots[slot] != 0) return slot;
    return kNoSlot;
  }

  void refuse(Block& block) {
    ++block.statistics.unreadable;
    block.issues.push_back(unreadable_row(records_.line(), records_.problem()));
    values_.assign(plan_->added_columns.size(), {});
    values_.back() = records_.problem();
    write(block);
  }

  void stage_record(Block& block) {
    const std::size_t chosen = year_column_ < cells_.size() ? plan_->run->choice.choose(cells_[year_column_].text) : 0;
    Lane& lane = *lanes_[chosen];
    lane.input.clear();
    // An empty cell is a key that was not given; "" in quotes is a blank that was.
    for (std::size_t i = 0; i < cells_.size(); ++i)
      if (lane.column_slot[i] != kNoSlot && (!cells_[i].text.empty() || cells_[i].quoted))
        lane.input.set(lane.column_slot[i], cells_[i].text);
    const Outcome& outcome = lane.stager.stage(lane.input, plan_->run->forced_schema[chosen]);
    count_outcome(outcome, lane.input, *plan_->run, "line", records_.line(), block);
    values_.assign(plan_->added_columns.size(), {});
    values_[0] = to_string(outcome.result);
    values_.back() = refusal_summary(outcome, lane.input);
    fill_values(lane, chosen, outcome);
    write(block);
  }

  void fill_values(Lane& lane, std::size_t chosen, const Outcome& outcome) {
    const AlgorithmProgram& program = lane.stager.program();
    if (outcome.schema != kNone) values_[1] = program.schemas[outcome.schema].definition->id;
    if (outcome.result == StageResult::Staged) {
      const SchemaProgram& schema = program.schemas[outcome.schema];
      for (std::size_t i = 0; i < schema.outputs.size(); ++i) {
        const std::string& key = program.keys[schema.outputs[i].default_value.slot];
        const auto found = std::lower_bound(plan_->added_columns.begin() + 2, plan_->added_columns.end() - 1, key);
        if (found != plan_->added_columns.end() - 1 && *found == key)
          values_[static_cast<std::size_t>(found - plan_->added_columns.begin())] =
              std::string(lane.input.text(outcome.value(schema.outputs[i].default_value.slot)));
      }
    }
    const std::vector<bool>& wanted = plan_->run->wanted_output[chosen];
    for (const ErrorRecord& error : outcome.errors) {
      if (!wanted.empty() && outcome.schema != kNone) {
        std::vector<bool>& relevant = lane.relevant[outcome.schema];
        if (relevant.empty()) relevant = relevant_slots(program, program.schemas[outcome.schema], wanted);
        if (!error_matters(error, program, relevant)) continue;
      }
      if (!values_.back().empty()) values_.back() += "; ";
      values_.back() += error_text(error, outcome, lane.input).message;
    }
  }

  void write(Block& block) {
    for (const auto& [column, added] : replaced_) cells_[column] = {values_[added], false};
    bool first = true;
    const auto add = [&](std::string_view text, bool keep_quotes) {
      if (!first) block.output += plan_->separator;
      first = false;
      if (keep_quotes && text.empty())
        block.output += "\"\"";
      else
        append_cell(block.output, text, plan_->separator);
    };
    for (const CsvCell& cell : cells_) add(cell.text, cell.quoted);
    for (std::size_t i = 0; i < values_.size(); ++i)
      if (std::none_of(replaced_.begin(), replaced_.end(), [&](const auto& pair) { return pair.second == i; }))
        add(values_[i], false);
    block.output += '\n';
  }

  std::shared_ptr<const CsvPlan> plan_;
  stream::CsvRecords records_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::vector<CsvCell>& cells_;
  std::vector<std::string> values_;
  std::vector<std::pair<std::size_t, std::size_t>> replaced_;  // input column -> added column of the same name
  std::size_t year_column_ = static_cast<std::size_t>(-1);
};

char separator_of(std::string_view header) {
  char best = ',';
  for (const char candidate : {';', '\t'})
    if (std::count(header.begin(), header.end(), candidate) > std::count(header.begin(), header.end(), best))
      best = candidate;
  return best;
}

// The key a column was perhaps meant for: another spelling of it, its NAACCR number or its XML id. Empty: none.
std::string meant_key(const RunPlan& run, const std::string& column) {
  for (const LoadedAlgorithm& algorithm : run.algorithms)
    for (const SchemaDefinition& schema : algorithm.program->definition->schemas)
      for (const FieldDefinition& field : schema.inputs)
        if (text::equal_ignoring_case(column, field.key) || text::equal_ignoring_case(column, field.naaccr_xml_id) ||
            (field.naaccr_item != 0 && column == std::to_string(field.naaccr_item)))
          return field.key;
  return {};
}

bool is_input_key(const RunPlan& run, const std::string& column) {
  return std::any_of(run.algorithms.begin(), run.algorithms.end(), [&](const LoadedAlgorithm& algorithm) {
    const auto& schemas = algorithm.program->definition->schemas;
    return std::any_of(schemas.begin(), schemas.end(),
                       [&](const SchemaDefinition& schema) { return schema.input(column) != nullptr; });
  });
}

// Names of records and words about them.
bool is_about_the_record(std::string_view column) {
  static constexpr std::string_view kNames[] = {"id", "note", "comment", "patientIdNumber", "tumorRecordNumber"};
  return column.ends_with("_id") || std::find(std::begin(kNames), std::end(kNames), column) != std::end(kNames);
}

bool is_carried(const CsvPlan& plan, const std::string& column) {
  const std::vector<std::string>& asked = plan.run->options.carried;
  const auto names = [&](const std::vector<std::string>& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
  };
  return is_about_the_record(column) || names(asked, column) || names(asked, "*") || names(plan.outputs, column);
}

std::vector<std::string> input_keys(const RunPlan& run) {
  std::set<std::string> keys;
  for (const LoadedAlgorithm& algorithm : run.algorithms)
    for (const SchemaDefinition& schema : algorithm.program->definition->schemas)
      for (const FieldDefinition& field : schema.inputs) keys.insert(field.key);
  return {keys.begin(), keys.end()};
}

// Columns that are neither keys nor carried: a misspelt key would stage without its value.
Result<void> check_unknown_columns(const CsvPlan& plan) {
  std::vector<std::string> told;
  std::vector<std::string> unknown;
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    const std::string& column = plan.columns[i];
    if (is_input_key(*plan.run, column) || is_carried(plan, column)) continue;
    if (column.empty()) return Error{ErrorCode::Malformed, fmt::format("column {} has no name", i + 1), "line 1"};
    std::string key = meant_key(*plan.run, column);
    if (key.empty())
      if (const auto near = text::near_words(column, input_keys(*plan.run)); !near.empty()) key = near.front();
    told.push_back(key.empty() ? fmt::format("'{}'", column) : fmt::format("'{}' (meant for '{}'?)", column, key));
    unknown.push_back(column);
  }
  if (unknown.empty()) return {};
  const bool several = unknown.size() > 1;
  return Error{ErrorCode::Malformed,
               fmt::format("no schema has {} {}; rename {}, or keep {} unused with --carry {}",
                           several ? "the inputs" : "an input", text::join(told, ", "), several ? "them" : "it",
                           several ? "them" : "it", text::join(unknown, ",")),
               "line 1"};
}

Result<void> check_columns(CsvPlan& plan) {
  const auto fail = [](std::string message) { return Error{ErrorCode::Malformed, std::move(message), "line 1"}; };
  std::set<std::string> seen;
  std::map<std::string, std::string> meant;  // key to column
  for (const std::string& column : plan.columns) {
    const bool is_key = is_input_key(*plan.run, column);
    if (is_key && !seen.insert(column).second)
      return fail(fmt::format("the header row has the column '{}' twice; remove or rename one", column));
    const std::string key = is_key ? std::string() : meant_key(*plan.run, column);
    if (!key.empty()) meant.emplace(key, column);
  }
  for (const char* key : {"site", "hist"}) {
    if (seen.contains(key)) continue;
    if (const auto found = meant.find(key); found != meant.end())
      return fail(fmt::format("the header row has no column '{}'; rename '{}', columns are named by input key", key,
                              found->second));
    return fail(fmt::format(
        "the header row has no column '{}'; the columns are named by input key (--show SCHEMA lists them)", key));
  }
  for (const auto& [key, column] : meant)
    if (!seen.contains(key))
      plan.issues.push_back(
          make_issue(IssueCode::ColumnUnknown, "line 1",
                     fmt::format("the column '{}' is carried through and not used as '{}'", column, key),
                     fmt::format("rename it to '{}' if that is what it holds", key)));
  return check_unknown_columns(plan);
}

}  // namespace

Result<std::shared_ptr<const CsvPlan>> plan_csv(std::shared_ptr<const RunPlan> run, std::string_view header_line) {
  auto plan = std::make_shared<CsvPlan>();
  plan->run = std::move(run);
  if (header_line.starts_with("\xEF\xBB\xBF")) header_line.remove_prefix(3);
  // Old spreadsheets end lines with a return alone; the whole table would be one header.
  if (header_line.find('\r') != std::string_view::npos && header_line.find('"') == std::string_view::npos)
    return Error{ErrorCode::Malformed, "the lines end with a carriage return alone; save the table with LF or CRLF",
                 "line 1"};
  plan->separator = separator_of(header_line);
  stream::CsvSplitter splitter(plan->separator);
  std::vector<CsvCell> cells;
  if (!splitter.split(header_line, cells))
    return Error{ErrorCode::Malformed, "the header row cannot be read; write the keys as column names", "line 1"};
  for (const CsvCell& cell : cells) plan->columns.emplace_back(text::trim(cell.text));
  std::set<std::string> outputs;
  for (std::size_t i = 0; i < plan->run->algorithms.size(); ++i) {
    const AlgorithmProgram& program = *plan->run->algorithms[i].program;
    const std::vector<bool>& wanted = plan->run->wanted_output[i];
    for (const SchemaProgram& schema : program.schemas)
      for (const OutputStep& output : schema.outputs) {
        plan->outputs.push_back(program.keys[output.default_value.slot]);
        if (wanted.empty() || wanted[output.default_value.slot]) outputs.insert(plan->outputs.back());
      }
  }
  plan->outputs.insert(plan->outputs.end(), {"result", "schema_id", "errors"});
  if (auto checked = check_columns(*plan); !checked) return checked.error();
  plan->added_columns = {"result", "schema_id"};
  plan->added_columns.insert(plan->added_columns.end(), outputs.begin(), outputs.end());
  plan->added_columns.emplace_back("errors");
  std::vector<std::string> header = plan->columns;
  for (const std::string& column : plan->added_columns)
    if (std::find(header.begin(), header.end(), column) == header.end()) header.push_back(column);
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (i > 0) plan->header += plan->separator;
    append_cell(plan->header, header[i], plan->separator);
  }
  plan->header += '\n';
  return std::shared_ptr<const CsvPlan>(std::move(plan));
}

std::unique_ptr<BlockWorker> make_csv_worker(std::shared_ptr<const CsvPlan> plan) {
  return std::make_unique<CsvWorker>(std::move(plan));
}

}  // namespace restage::registry
