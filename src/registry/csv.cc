// SPDX-License-Identifier: Apache-2.0
// CSV in, CSV out: RFC 4180 with a header row of keys; comma, semicolon or tab, as the header has it.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/csv.h"
#include "base/text.h"
#include "registry/batch.h"
#include "registry/format.h"
#include "registry/relevance.h"

namespace restage::registry {
namespace {

struct Cell {
  std::string_view text;   // unquoted
  bool quoted = false;
};

// Splits one record; false when a quoted cell is not closed or text follows its end.
class RecordSplitter {
 public:
  explicit RecordSplitter(char separator) : separator_(separator) {}

  bool split(std::string_view record, std::vector<Cell>& cells) {
    cells.clear();
    unquoted_.clear();
    unquoted_.reserve(record.size());  // views into it must stay valid
    std::size_t at = 0;
    for (;;) {
      if (at < record.size() && record[at] == '"') {
        if (!quoted_cell(record, at, cells)) return false;
      } else {
        const std::size_t end = std::min(record.find(separator_, at), record.size());
        cells.push_back({record.substr(at, end - at), false});
        at = end;
      }
      if (at >= record.size()) return true;
      if (record[at] != separator_) return false;
      ++at;
    }
  }

 private:
  bool quoted_cell(std::string_view record, std::size_t& at, std::vector<Cell>& cells) {
    const std::size_t start = unquoted_.size();
    for (++at;; ++at) {
      if (at >= record.size()) return false;
      if (record[at] == '"') {
        if (at + 1 >= record.size() || record[at + 1] != '"') break;
        ++at;
      }
      unquoted_ += record[at];
    }
    ++at;
    cells.push_back({std::string_view(unquoted_).substr(start), true});
    return true;
  }

  char separator_;
  std::string unquoted_;
};

// Blanks at the ends are data here and stay bare, as they came.
void append_cell(std::string& out, std::string_view text, char separator) {
  const bool plain = text.find_first_of("\"\r\n") == std::string_view::npos && text.find(separator) == std::string_view::npos;
  if (plain) out += text;
  else append_quoted_csv_cell(out, text);
}

// Takes the next record off the front, line breaks in quotes included. The number of lines it spans is added.
std::string_view take_record(std::string_view& rest) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < rest.size(); ++end) {
    if (rest[end] == '"') quoted = !quoted;
    if (rest[end] == '\n' && !quoted) break;
  }
  std::string_view record = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  if (record.ends_with('\r')) record.remove_suffix(1);
  return record;
}

class CsvBlocks final : public BlockSource {
 public:
  explicit CsvBlocks(std::unique_ptr<LineBlocks> lines) : lines_(std::move(lines)) {}

  // A block ends behind a whole record: an odd number of quotes means that one is still open.
  Result<bool> next(Block& block) override {
    std::string joined = std::move(carried_);
    carried_.clear();
    for (;;) {
      Block part;
      const auto more = lines_->next(part);
      if (!more) {
        if (joined.empty()) return more.error();
        failure_ = more.error();
        break;
      }
      if (!*more) break;
      joined += part.input;
      if (std::count(joined.begin(), joined.end(), '"') % 2 == 0) break;
      if (joined.size() > kLongestOpenQuote) break;
    }
    if (joined.empty()) {
      if (failure_.message.empty()) return false;
      return std::exchange(failure_, Error{});
    }
    block.input = std::move(joined);
    block.first_record = records_ + 1;
    for (std::string_view rest = block.input; !rest.empty();) {
      (void)take_record(rest);
      ++records_;
    }
    return true;
  }

 private:
  static constexpr std::size_t kLongestOpenQuote = std::size_t{16} << 20;
  std::unique_ptr<LineBlocks> lines_;
  std::string carried_;
  std::uint64_t records_ = 0;
  Error failure_;
};

class CsvWorker final : public BlockWorker {
 public:
  explicit CsvWorker(std::shared_ptr<const CsvPlan> plan) : plan_(std::move(plan)), splitter_(plan_->separator) {
    for (const LoadedAlgorithm& algorithm : plan_->run->algorithms) {
      lanes_.push_back(std::make_unique<Lane>(algorithm.program));
      Lane& lane = *lanes_.back();
      for (const std::string& column : plan_->columns) lane.column_slot.push_back(input_slot(*algorithm.program, column));
    }
    for (std::size_t i = 0; i < plan_->columns.size(); ++i)
      if (plan_->columns[i] == "year_dx") year_column_ = i;
    for (std::size_t i = 0; i < plan_->columns.size(); ++i)
      for (std::size_t k = 0; k < plan_->added_columns.size(); ++k)
        if (plan_->columns[i] == plan_->added_columns[k]) replaced_.emplace_back(i, k);
  }

  void process(Block& block) override {
    std::uint64_t record = block.first_record;
    for (std::string_view rest = block.input; !rest.empty(); ++record) {
      const std::string_view text = take_record(rest);
      if (text::trim(text).empty()) continue;
      ++block.statistics.records;
      if (!splitter_.split(text, cells_) || cells_.size() != plan_->columns.size()) refuse(block, text, record);
      else stage_record(block);
    }
    block.statistics.input_bytes = block.input.size();
    block.statistics.output_bytes = block.output.size();
  }

 private:
  struct Lane {
    explicit Lane(std::shared_ptr<const Program> program) : stager(program), input(*program), relevant(program->schemas.size()) {}
    Stager stager;
    CaseInput input;
    std::vector<Slot> column_slot;
    std::vector<std::vector<bool>> relevant;
  };

  // Columns that are an input of no schema are carried through, whatever a table may call them.
  static Slot input_slot(const Program& program, const std::string& column) {
    const Slot slot = program.find_slot(column);
    if (slot == kNoSlot) return kNoSlot;
    for (const SchemaProgram& schema : program.schemas)
      if ((schema.input_slots[slot / 64] >> (slot % 64) & 1) != 0) return slot;
    return kNoSlot;
  }

  void refuse(Block& block, std::string_view text, std::uint64_t record) {
    ++block.statistics.unreadable;
    const bool readable = splitter_.split(text, cells_);
    const std::string message = readable ? fmt::format("the record has {} cells, the header has {}", cells_.size(), plan_->columns.size())
                                         : std::string("a quoted cell does not end, or text follows its closing quote");
    block.issues.push_back(make_issue(IssueCode::InputUnreadable, fmt::format("record {}", record), message, "give every record one cell a column and double the quotes inside quoted cells"));
    if (!readable) cells_.clear();
    cells_.resize(plan_->columns.size());
    values_.assign(plan_->added_columns.size(), {});
    values_.back() = message;
    write(block);
  }

  void stage_record(Block& block) {
    const std::size_t chosen = year_column_ < cells_.size() ? plan_->run->choice.choose(cells_[year_column_].text) : 0;
    Lane& lane = *lanes_[chosen];
    lane.input.clear();
    // An empty cell is a key that was not given; "" in quotes is a blank that was.
    for (std::size_t i = 0; i < cells_.size(); ++i)
      if (lane.column_slot[i] != kNoSlot && (!cells_[i].text.empty() || cells_[i].quoted)) lane.input.set(lane.column_slot[i], cells_[i].text);
    const Outcome& outcome = lane.stager.stage(lane.input, plan_->run->forced_schema[chosen]);
    ++(outcome.result == StageResult::Staged ? block.statistics.staged : block.statistics.refused);
    values_.assign(plan_->added_columns.size(), {});
    values_[0] = to_string(outcome.result);
    fill_values(lane, chosen, outcome);
    write(block);
  }

  void fill_values(Lane& lane, std::size_t chosen, const Outcome& outcome) {
    const Program& program = lane.stager.program();
    if (outcome.schema != kNone) values_[1] = program.schemas[outcome.schema].definition->id;
    if (outcome.result == StageResult::Staged) {
      const SchemaProgram& schema = program.schemas[outcome.schema];
      for (std::size_t i = 0; i < schema.outputs.size(); ++i) {
        const std::string& key = program.keys[schema.outputs[i].default_value.slot];
        const auto found = std::lower_bound(plan_->added_columns.begin() + 2, plan_->added_columns.end() - 1, key);
        if (found != plan_->added_columns.end() - 1 && *found == key)
          values_[static_cast<std::size_t>(found - plan_->added_columns.begin())] = std::string(lane.input.text(outcome.output[i]));
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
      if (keep_quotes && text.empty()) block.output += "\"\"";
      else append_cell(block.output, text, plan_->separator);
    };
    for (const Cell& cell : cells_) add(cell.text, cell.quoted);
    for (std::size_t i = 0; i < values_.size(); ++i)
      if (std::none_of(replaced_.begin(), replaced_.end(), [&](const auto& pair) { return pair.second == i; })) add(values_[i], false);
    block.output += '\n';
  }

  std::shared_ptr<const CsvPlan> plan_;
  RecordSplitter splitter_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::vector<Cell> cells_;
  std::vector<std::string> values_;
  std::vector<std::pair<std::size_t, std::size_t>> replaced_;  // input column -> added column of the same name
  std::size_t year_column_ = static_cast<std::size_t>(-1);
};

char separator_of(std::string_view header) {
  char best = ',';
  for (const char candidate : {';', '\t'})
    if (std::count(header.begin(), header.end(), candidate) > std::count(header.begin(), header.end(), best)) best = candidate;
  return best;
}

}  // namespace

Result<std::shared_ptr<const CsvPlan>> plan_csv(std::shared_ptr<const RunPlan> run, std::string_view header_line) {
  auto plan = std::make_shared<CsvPlan>();
  plan->run = std::move(run);
  if (header_line.starts_with("\xEF\xBB\xBF")) header_line.remove_prefix(3);
  plan->separator = separator_of(header_line);
  RecordSplitter splitter(plan->separator);
  std::vector<Cell> cells;
  if (!splitter.split(header_line, cells)) return Error{ErrorCode::Malformed, "the header row cannot be read; write the keys as column names", "line 1"};
  for (const Cell& cell : cells) plan->columns.emplace_back(text::trim(cell.text));
  for (const char* key : {"site", "hist"})
    if (std::find(plan->columns.begin(), plan->columns.end(), key) == plan->columns.end())
      return Error{ErrorCode::Malformed, fmt::format("the header row has no column '{}'; the columns are named by input key (--show SCHEMA lists them)", key), "line 1"};
  std::set<std::string> outputs;
  for (std::size_t i = 0; i < plan->run->algorithms.size(); ++i) {
    const Program& program = *plan->run->algorithms[i].program;
    const std::vector<bool>& wanted = plan->run->wanted_output[i];
    for (const SchemaProgram& schema : program.schemas)
      for (const OutputStep& output : schema.outputs)
        if (wanted.empty() || wanted[output.default_value.slot]) outputs.insert(program.keys[output.default_value.slot]);
  }
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

std::unique_ptr<BlockWorker> make_csv_worker(std::shared_ptr<const CsvPlan> plan) { return std::make_unique<CsvWorker>(std::move(plan)); }

std::unique_ptr<BlockSource> make_csv_blocks(std::unique_ptr<LineBlocks> lines) { return std::make_unique<CsvBlocks>(std::move(lines)); }

}  // namespace restage::registry
