// SPDX-License-Identifier: Apache-2.0
// Restages NAACCR files that hold derived items and reports what differs.
#include "service/registry/registry.h"

#include <map>
#include <mutex>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "registry/explain/refusal.h"
#include "registry/explain/rows_behind.h"
#include "service/registry/item_derivation.h"
#include "service/registry/naaccr_blocks.h"
#include "service/registry/run.h"

namespace restage::service {
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
  std::uint64_t refused = 0;
  std::uint64_t compared = 0;
  std::uint64_t equal = 0;
  struct Item {
    std::uint64_t equal = 0;
    std::uint64_t compared = 0;
    std::uint64_t lacking = 0;  // the algorithm gives a value, the file has no such item
  };
  std::map<std::string, Item> by_item;
  struct Group {
    std::uint64_t count = 0;
    std::uint64_t place = 0;  // of the first tumor, for the order
    std::string first;
  };
  std::map<Difference, Group> differences;

  void add(const Tally& other) {
    tumors += other.tumors;
    staged += other.staged;
    refused += other.refused;
    compared += other.compared;
    equal += other.equal;
    for (const auto& [id, item] : other.by_item) {
      Item& mine = by_item[id];
      mine.equal += item.equal;
      mine.compared += item.compared;
      mine.lacking += item.lacking;
    }
    for (const auto& [difference, group] : other.differences) {
      Group& mine = differences[difference];
      if (mine.count == 0 || group.place < mine.place) {
        mine.place = group.place;
        mine.first = group.first;
      }
      mine.count += group.count;
    }
  }
  std::uint64_t lacking() const {
    std::uint64_t all = 0;
    for (const auto& [id, item] : by_item) all += item.lacking;
    return all;
  }
};

struct SharedTally {
  std::mutex mutex;
  Tally tally;
};

class Comparison final : public registry::BlockWorker, private naaccr::TumorVisitor {
 public:
  Comparison(std::shared_ptr<const registry::RunPlan> plan, const naaccr::ItemTable& table,
             const naaccr::FileHead& head, std::string file, std::size_t file_number, SharedTally& shared)
      : stager_(std::move(plan), table, head),
        walker_(head, table),
        file_(std::move(file)),
        file_number_(file_number),
        shared_(shared) {}

  void process(registry::Block& block) override {
    block_ = &block;
    tally_ = {};
    walker_.walk(block.input, block.first_record - 1, block.is_last, *this, block.issues);
    block.statistics.records = tally_.tumors;
    const std::lock_guard lock(shared_.mutex);
    shared_.tally.add(tally_);
  }

 private:
  void tumor(const naaccr::TumorPlace& place, const std::vector<naaccr::ItemPlace>& tumor_items,
             const std::vector<naaccr::ItemPlace>& patient_items) override {
    ++tally_.tumors;
    bool staged = false;
    bool refused = false;
    stager_.stage(block_->input, tumor_items, patient_items, [&](const StagedTumor& result) {
      if (result.outcome->result == registry::StageResult::Staged) {
        staged = true;
        one(place, result);
      } else {
        refused = true;
        if (stager_.plan().options.wants_issue(*block_))
          block_->issues.push_back(registry::refusal_issue(*result.outcome, *result.input, path_of(place)));
        else
          ++block_->statistics.unlisted;
      }
    });
    tally_.staged += staged;
    tally_.refused += refused && !staged;
  }

  std::string path_of(const naaccr::TumorPlace& place) const {
    return fmt::format("patient {}, tumor {}", block_->first_record - 1 + place.patient, place.tumor);
  }

  void one(const naaccr::TumorPlace& place, const StagedTumor& result) {
    for (const DerivedItem& derived : result.derived) {
      Tally::Item& item = tally_.by_item[derived.item->id];
      if (derived.existing == nullptr) {
        item.lacking += !derived.value.empty();
        continue;
      }
      const std::string_view theirs = item_value(block_->input, *derived.existing, buffer_);
      const bool equal = theirs == derived.value;
      ++item.compared;
      ++tally_.compared;
      item.equal += equal;
      tally_.equal += equal;
      if (!equal) note(place, result, derived, theirs);
    }
  }

  void note(const naaccr::TumorPlace& place, const StagedTumor& result, const DerivedItem& derived,
            std::string_view theirs) {
    const registry::AlgorithmProgram& program = result.input->program();
    Difference difference{program.definition->name + ' ' + program.definition->version,
                          program.schemas[result.outcome->schema].definition->id,
                          program.keys[derived.slot],
                          derived.item->id,
                          derived.item->number,
                          std::string(theirs),
                          std::string(derived.value),
                          registry::rows_behind_text(*result.outcome, program, derived.slot)};
    Tally::Group& group = tally_.differences[std::move(difference)];
    if (group.count++ > 0) return;
    group.place = (std::uint64_t{file_number_} << 48) + ((block_->first_record + place.patient) << 8) + place.tumor;
    group.first = file_ + ": " + path_of(place);
  }

  ItemDerivation stager_;
  naaccr::BlockWalker walker_;
  std::string file_;
  std::size_t file_number_;
  SharedTally& shared_;
  Tally tally_;
  registry::Block* block_ = nullptr;
  std::string buffer_;
};

std::string quoted(const std::string& value) { return value.empty() ? std::string("nothing") : "'" + value + "'"; }

std::string as_text(const Tally& tally) {
  std::string out = fmt::format("{} tumors: {} staged, {} refused by the algorithm, {} without items of it\n",
                                tally.tumors, tally.staged, tally.refused, tally.tumors - tally.staged - tally.refused);
  out += fmt::format("{} derived items compared: {} equal, {} different; {} more values that the file lacks\n",
                     tally.compared, tally.equal, tally.compared - tally.equal, tally.lacking());
  for (const auto& [id, item] : tally.by_item) {
    out += fmt::format("  {:<28} {}/{} equal", id, item.equal, item.compared);
    if (item.lacking > 0) out += fmt::format(", {} lacking", item.lacking);
    out += '\n';
  }
  for (const auto& [difference, group] : tally.differences)
    out += fmt::format(
        "\n{} (NAACCR {}) in {} ({}): the file has {}, the algorithm gives {}; {} times, first in {}\n  by {}\n",
        difference.item, difference.number, difference.schema, difference.algorithm, quoted(difference.theirs),
        quoted(difference.ours), group.count, group.first, difference.rows);
  return out;
}

std::string as_json(const Tally& tally) {
  std::string out;
  JsonWriter writer(out, 2);
  const auto number = [&](std::string_view name, std::uint64_t value) {
    writer.member(name, static_cast<std::int64_t>(value));
  };
  writer.begin_object();
  number("tumors", tally.tumors);
  number("staged", tally.staged);
  number("refused", tally.refused);
  number("compared", tally.compared);
  number("equal", tally.equal);
  number("items_the_file_lacks", tally.lacking());
  writer.key("items").begin_array();
  for (const auto& [item, counts] : tally.by_item) {
    writer.begin_object().member("item", item);
    number("equal", counts.equal);
    number("compared", counts.compared);
    number("the_file_lacks", counts.lacking);
    writer.end_object();
  }
  writer.end_array().key("differences").begin_array();
  for (const auto& [difference, group] : tally.differences) {
    writer.begin_object()
        .member("algorithm", difference.algorithm)
        .member("schema", difference.schema)
        .member("key", difference.key)
        .member("item", difference.item);
    writer.member("number", difference.number)
        .member("file", difference.theirs)
        .member("algorithm_gives", difference.ours)
        .member("rows", difference.rows);
    number("count", group.count);
    writer.member("first", group.first).end_object();
  }
  writer.end_array().end_object();
  return out + "\n";
}

}  // namespace

RegistryStatus compare_naaccr(const RegistryRequest& request, const RegistrySinks& sinks) {
  const auto plan = load_plan(request);
  if (!plan) return fail(sinks, plan.error());
  const auto table = load_items(request);
  if (!table) return fail(sinks, table.error());
  SharedTally shared;
  RegistryRun run(request, sinks);
  if (!run.issues.open()) return RegistryStatus::Failed;
  run.issues.set_enough((*plan)->options.enough_issues);
  bool has_issues = false;
  for (std::size_t i = 0; i < request.files.size(); ++i) {
    const std::string& file = request.files[i];
    auto source = ByteSource::open(file);
    if (!source) return fail(sinks, source.error());
    run.begin_file(**source);
    naaccr::PatientStream stream(std::move(source).value(), {});
    const auto head = stream.open();
    if (!head) return report_file_error(run, file, head.error());
    NaaccrBlocks blocks(stream, *head);
    const RegistryStatus status = run_blocks(
        run, file, read_from(blocks),
        [&] { return std::make_unique<Comparison>(*plan, **table, *head, file, i, shared); },
        [&](registry::Block& block) {
          has_issues |= !block.issues.empty();
          return true;
        });
    if (run.was_interrupted()) return RegistryStatus::DoneWithRefusals;
    has_issues |= status != RegistryStatus::Done;
  }
  if (!sinks.out(request.json ? as_json(shared.tally) : as_text(shared.tally)) || !run.issues.commit())
    return RegistryStatus::Failed;
  return has_issues || !shared.tally.differences.empty() ? RegistryStatus::DoneWithRefusals : RegistryStatus::Done;
}

}  // namespace restage::service
