// SPDX-License-Identifier: Apache-2.0
// `restage registry --compare`: restages NAACCR files that hold derived items and reports what differs.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "apps/cli/naaccr_stage.h"
#include "apps/cli/registry_naaccr.h"
#include "base/json_writer.h"
#include "registry/explain.h"

namespace restage::cli {
namespace {

// One kind of difference: the same item, values and rows in however many tumors.
struct Difference {
  std::string algorithm;
  std::string schema;
  std::string key;
  std::string item;
  int number = 0;
  std::string theirs;
  std::string ours;
  std::string rows;
  auto operator<=>(const Difference&) const = default;
};

struct Tally {
  std::uint64_t tumors = 0;
  std::uint64_t staged = 0;
  std::uint64_t equal_tumors = 0;
  std::uint64_t compared = 0;
  std::uint64_t equal = 0;
  std::uint64_t only_ours = 0;                                        // the file has no such item
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> by_item;  // equal, compared
  struct Group {
    std::uint64_t count = 0;
    std::string first;
  };
  std::map<Difference, Group> differences;
};

class Comparison final : private naaccr::TumorVisitor {
 public:
  Comparison(std::shared_ptr<const registry::RunPlan> plan, const naaccr::ItemTable& table, const naaccr::FileHead& head, std::string file, Tally& tally)
      : stager_(plan, table, head), walker_(head, table), file_(std::move(file)), tally_(tally) {}

  void add(const registry::Block& block, std::vector<DataIssue>& issues) {
    block_ = &block;
    walker_.walk(block.input, block.first_record - 1, block.is_last, *this, issues);
  }

 private:
  void tumor(const naaccr::TumorPlace& place, const std::vector<naaccr::ItemPlace>& tumor_items, const std::vector<naaccr::ItemPlace>& patient_items) override {
    ++tally_.tumors;
    stager_.stage(block_->input, tumor_items, patient_items, [&](const StagedTumor& result) {
      if (result.outcome->result == registry::StageResult::Staged) one(place, result);
    });
  }

  void one(const naaccr::TumorPlace& place, const StagedTumor& result) {
    ++tally_.staged;
    bool all_equal = true;
    bool any = false;
    for (const DerivedItem& derived : result.derived) {
      if (derived.existing == nullptr) {
        tally_.only_ours += !derived.value.empty();
        continue;
      }
      any = true;
      const std::string_view theirs = item_value(block_->input, *derived.existing, buffer_);
      auto& [equal, compared] = tally_.by_item[derived.item->id];
      ++compared;
      ++tally_.compared;
      if (theirs == derived.value) {
        ++equal;
        ++tally_.equal;
        continue;
      }
      all_equal = false;
      const registry::Program& program = result.input->program();
      Difference difference{program.definition->name + ' ' + program.definition->version, program.schemas[result.outcome->schema].definition->id, program.keys[derived.slot],
                            derived.item->id, derived.item->number, std::string(theirs), std::string(derived.value), registry::rows_behind_text(*result.outcome, program, derived.slot)};
      Tally::Group& group = tally_.differences[std::move(difference)];
      if (group.count++ == 0) group.first = fmt::format("{}: patient {}, tumor {}", file_, block_->first_record - 1 + place.patient, place.tumor);
    }
    tally_.equal_tumors += any && all_equal;
  }

  TumorStager stager_;
  naaccr::BlockWalker walker_;
  std::string file_;
  Tally& tally_;
  const registry::Block* block_ = nullptr;
  std::string buffer_;
};

std::string as_text(const Tally& tally) {
  std::string out = fmt::format("{} tumors, {} staged; {} derived items compared, {} equal, {} different; {} items that the file lacks\n", tally.tumors, tally.staged,
                                tally.compared, tally.equal, tally.compared - tally.equal, tally.only_ours);
  for (const auto& [item, counts] : tally.by_item) out += fmt::format("  {:<28} {}/{} equal\n", item, counts.first, counts.second);
  for (const auto& [difference, group] : tally.differences)
    out += fmt::format("\n{} in {} ({}): the file has '{}', the algorithm gives '{}'; {} times, first in {}\n  by {}\n", difference.item, difference.schema, difference.algorithm,
                       difference.theirs, difference.ours, group.count, group.first, difference.rows);
  return out;
}

std::string as_json(const Tally& tally) {
  std::string out;
  JsonWriter writer(out, 2);
  const auto number = [&](std::string_view name, std::uint64_t value) { writer.member(name, static_cast<std::int64_t>(value)); };
  writer.begin_object();
  number("tumors", tally.tumors);
  number("staged", tally.staged);
  number("compared", tally.compared);
  number("equal", tally.equal);
  number("items_the_file_lacks", tally.only_ours);
  writer.key("items").begin_array();
  for (const auto& [item, counts] : tally.by_item) {
    writer.begin_object().member("item", item);
    number("equal", counts.first);
    number("compared", counts.second);
    writer.end_object();
  }
  writer.end_array().key("differences").begin_array();
  for (const auto& [difference, group] : tally.differences) {
    writer.begin_object().member("algorithm", difference.algorithm).member("schema", difference.schema).member("key", difference.key).member("item", difference.item);
    writer.member("number", difference.number).member("file", difference.theirs).member("algorithm_gives", difference.ours).member("rows", difference.rows);
    number("count", group.count);
    writer.member("first", group.first).end_object();
  }
  writer.end_array().end_object();
  return out + "\n";
}

}  // namespace

int run_compare(Console& console, const RegistryOptions& options) {
  const auto usage = [&](const Error& error) {
    report_error(console, error);
    return static_cast<int>(kUsage);
  };
  auto algorithms = load_algorithms(options);
  if (!algorithms) return usage(algorithms.error());
  const auto plan = registry::plan_run(std::move(algorithms).value(), {});
  if (!plan) return usage(plan.error());
  const auto table = load_items(options);
  if (!table) return usage(table.error());
  Tally tally;
  bool has_issues = false;
  for (const std::string& file : options.files.empty() ? std::vector<std::string>{"-"} : options.files) {
    auto source = ByteSource::open(file);
    if (!source) return usage(source.error());
    naaccr::PatientStream stream(std::move(source).value(), {});
    const auto head = stream.open();
    if (!head) return usage({head.error().code, head.error().message, file});
    Comparison comparison(*plan, **table, *head, file, tally);
    NaaccrBlocks blocks(stream, *head);
    IssueReport report(console, file);
    for (;;) {
      registry::Block block;
      const auto more = blocks.next(block);
      if (!more) report_error(console, more.error());
      has_issues |= !more;
      if (!more || !*more) break;
      std::vector<DataIssue> issues;
      comparison.add(block, issues);
      report.add(issues);
      has_issues |= !issues.empty();
    }
  }
  console.out(options.json ? as_json(tally) : as_text(tally));
  return has_issues || !tally.differences.empty() ? kDoneWithRefusals : kDone;
}

}  // namespace restage::cli
