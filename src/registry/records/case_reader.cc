// SPDX-License-Identifier: Apache-2.0
#include "registry/records/case_reader.h"

#include <fmt/format.h>

#include "base/text.h"
#include "registry/records/ndjson_cases.h"
#include "stream/csv_records.h"

namespace restage::registry {
namespace {

class NdjsonReader final : public BlockWorker {
 public:
  explicit NdjsonReader(std::unique_ptr<CaseVisitor> visitor) : visitor_(std::move(visitor)) {}

  void process(Block& block) override {
    std::uint64_t number = block.first_record;
    for (const std::string_view line : text::split(block.input, '\n')) {
      const std::uint64_t here = number++;
      if (text::trim(line).empty()) continue;
      ++block.statistics.records;
      auto parsed = parse_case_line(line);
      if (!parsed) {
        ++block.statistics.unreadable;
        visitor_->on_unreadable(unreadable_line(here, parsed.error().message), block);
        continue;
      }
      auto& [id, text] = *parsed;
      visitor_->on_case(
          {here, fmt::format("record {}", here), id == "null" ? std::string() : std::move(id), true, std::move(text)},
          block);
    }
    visitor_->end_block(block);
  }

 private:
  std::unique_ptr<CaseVisitor> visitor_;
};

class CsvReader final : public BlockWorker {
 public:
  CsvReader(std::shared_ptr<const CsvPlan> plan, std::unique_ptr<CaseVisitor> visitor)
      : plan_(std::move(plan)), records_(plan_->separator, plan_->columns.size()), visitor_(std::move(visitor)) {}

  void process(Block& block) override {
    records_.begin(block.input, block.first_record);
    while (records_.next()) {
      ++block.statistics.records;
      if (records_.problem().empty()) {
        visitor_->on_case(record(), block);
        continue;
      }
      ++block.statistics.unreadable;
      visitor_->on_unreadable(unreadable_row(records_.line(), records_.problem()), block);
    }
    visitor_->end_block(block);
  }

 private:
  // An empty cell is a key that was not given; "" in quotes is a blank that was.
  CaseRecord record() {
    CaseRecord made{records_.line(), fmt::format("line {}", records_.line()), {}, false, {}};
    for (std::size_t i = 0; i < plan_->columns.size(); ++i) {
      const CsvCell& cell = records_.cells()[i];
      if (cell.text.empty() && !cell.quoted) continue;
      if (plan_->columns[i] == "id")
        made.id = cell.text;
      else
        made.text.emplace_back(plan_->columns[i], std::string(cell.text));
    }
    return made;
  }

  std::shared_ptr<const CsvPlan> plan_;
  stream::CsvRecords records_;
  std::unique_ptr<CaseVisitor> visitor_;
};

}  // namespace

std::string CaseRecord::year() const {
  std::string found;
  for (const auto& [key, value] : text)
    if (key == "year_dx") found = value.value_or("");
  return found;
}

std::unique_ptr<BlockWorker> read_ndjson_cases(std::unique_ptr<CaseVisitor> visitor) {
  return std::make_unique<NdjsonReader>(std::move(visitor));
}

std::unique_ptr<BlockWorker> read_csv_cases(std::shared_ptr<const CsvPlan> plan, std::unique_ptr<CaseVisitor> visitor) {
  return std::make_unique<CsvReader>(std::move(plan), std::move(visitor));
}

}  // namespace restage::registry
