// SPDX-License-Identifier: Apache-2.0
// NDJSON in, NDJSON out.
#include <simdjson.h>

#include <cstring>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/text.h"
#include "registry/batch.h"
#include "registry/render.h"

namespace restage::registry {
namespace {

namespace ondemand = simdjson::ondemand;

// Raised inside this file for a line that is JSON but not a case; the worker turns it into a data issue.
struct NotACase {
  std::string message;
};

// One algorithm's scratch on one thread.
struct Lane {
  Lane(std::shared_ptr<const Program> program, RenderOptions options) : stager(program), input(*program), renderer(program, options), next_slot(program->keys.size() + 1, 0) {}
  Stager stager;
  CaseInput input;
  JsonRenderer renderer;
  std::vector<Slot> next_slot;  // which key followed a key last time: records mostly repeat their order
};

class NdjsonWorker final : public BlockWorker {
 public:
  explicit NdjsonWorker(std::shared_ptr<const RunPlan> plan) : plan_(std::move(plan)) {
    for (std::size_t i = 0; i < plan_->algorithms.size(); ++i) {
      const std::vector<bool>& wanted = plan_->wanted_output[i];
      lanes_.push_back(std::make_unique<Lane>(plan_->algorithms[i].program, RenderOptions{wanted.empty() ? nullptr : &wanted, plan_->options.with_path}));
    }
  }

  void process(Block& block) override {
    const std::size_t size = block.input.size();
    block.input.resize(size + simdjson::SIMDJSON_PADDING);
    block.output.reserve(size * 4);
    std::uint64_t record = block.first_record;
    for (std::size_t start = 0; start < size; ++record) {
      const void* newline = std::memchr(block.input.data() + start, '\n', size - start);
      const std::size_t end = newline == nullptr ? size : static_cast<std::size_t>(static_cast<const char*>(newline) - block.input.data());
      std::string_view line(block.input.data() + start, end - start);
      start = end + 1;
      if (text::trim(line).empty()) continue;
      ++block.statistics.records;
      one_line(line, block, record, block.input.size() - static_cast<std::size_t>(line.data() - block.input.data()));
    }
    block.statistics.input_bytes = size;
    block.statistics.output_bytes = block.output.size();
  }

 private:
  void one_line(std::string_view line, Block& block, std::uint64_t record, std::size_t capacity) {
    id_.assign("null");
    std::string problem;
    try {
      stage_line(line, capacity, record, block);
      return;
    } catch (const simdjson::simdjson_error& error) {
      problem = fmt::format("not readable as JSON: {}", simdjson::error_message(error.error()));
    } catch (const NotACase& error) {
      problem = error.message;
    }
    ++block.statistics.unreadable;
    block.issues.push_back(make_issue(IssueCode::InputUnreadable, fmt::format("record {}", record), problem,
                                      R"(write one line {"id":…,"input":{"key":"value",…}} a case)"));
    write_unreadable(block, block.issues.back());
  }

  void write_unreadable(Block& block, const DataIssue& issue) {
    block.output += "{\"id\":" + id_ + R"(,"result":null,"schema_id":null,"output":{},"errors":[],"path":[],"data_issues":[)";
    JsonWriter writer(block.output);
    writer.begin_object().member("code", to_string(issue.code)).member("severity", to_string(issue.severity)).member("path", issue.path);
    writer.member("message", issue.message).member("remedy", issue.remedy).end_object();
    block.output += "]}\n";
  }

  void stage_line(std::string_view line, std::size_t capacity, std::uint64_t record, Block& block) {
    ondemand::document document = parser_.iterate(simdjson::padded_string_view(line.data(), line.size(), capacity));
    if (document.type() != ondemand::json_type::object) throw NotACase{"the line is not a JSON object"};
    std::size_t lane_number = 0;
    bool has_input = false;
    if (lanes_.size() > 1) {
      lane_number = lane_of(document);
      document.rewind();
    }
    Lane& lane = *lanes_[lane_number];
    lane.input.clear();
    ondemand::object members = document.get_object();
    for (auto member : members) {
      const std::string_view name = member.unescaped_key();
      if (name == "id") {
        read_id(member.value());
      } else if (name == "input") {
        has_input = true;
        read_input(lane, member.value());
      }
    }
    if (document.current_location().error() == simdjson::SUCCESS) throw NotACase{"text follows the object on its line"};
    if (!has_input) throw NotACase{"the member 'input' is missing"};
    const Outcome& outcome = lane.stager.stage(lane.input, plan_->forced_schema[lane_number]);
    count_outcome(outcome, lane.input, *plan_, "record", record, block);
    block.output += "{\"id\":";
    block.output += id_;
    block.output += ',';
    if (lanes_.size() > 1) append_algorithm(block.output, *plan_->algorithms[lane_number].program->definition);
    lane.renderer.append(block.output, outcome, lane.input);
    block.output += "}\n";
  }

  static void append_algorithm(std::string& out, const AlgorithmDefinition& definition) {
    out += "\"algorithm\":";
    JsonWriter::append_quoted(out, definition.name + ' ' + definition.version);
    out += ',';
  }

  std::size_t lane_of(ondemand::document& document) {
    ondemand::object members = document.get_object();
    for (auto member : members) {
      const std::string_view name = member.unescaped_key();
      if (name != "input") continue;
      ondemand::object input = member.value().get_object();
      for (auto pair : input) {
        const std::string_view key = pair.unescaped_key();
        if (key != "year_dx") continue;
        ondemand::value year = pair.value();
        return year.type() == ondemand::json_type::string ? plan_->choice.choose(year.get_string()) : 0;
      }
    }
    return 0;
  }

  static void check_number(ondemand::value value) {
    const ondemand::number number = value.get_number();  // throws when the token is no JSON number
    static_cast<void>(number);
  }

  void read_id(ondemand::value value) {
    switch (value.type()) {
      case ondemand::json_type::string: {
        id_.clear();
        JsonWriter::append_quoted(id_, value.get_string());
        break;
      }
      case ondemand::json_type::number:
      case ondemand::json_type::boolean:
      case ondemand::json_type::null: {
        const std::string_view token = text::trim(std::string_view(value.raw_json_token()));
        if (value.type() == ondemand::json_type::number) check_number(value);
        id_ = token;
        break;
      }
      default: throw NotACase{"the id is neither text nor a number"};
    }
  }

  void read_input(Lane& lane, ondemand::value value) {
    if (value.type() != ondemand::json_type::object) throw NotACase{"the member 'input' is not an object"};
    const Program& program = lane.stager.program();
    Slot previous = static_cast<Slot>(program.keys.size());
    ondemand::object pairs = value.get_object();
    for (auto pair : pairs) {
      const std::string_view key = pair.unescaped_key();
      Slot slot = lane.next_slot[previous];
      if (program.keys[slot] != key) slot = program.find_slot(key);
      ondemand::value content = pair.value();
      switch (content.type()) {
        case ondemand::json_type::string:
          if (slot != kNoSlot) lane.input.set(slot, content.get_string());
          else lane.input.set(key, content.get_string());
          break;
        case ondemand::json_type::null:
          if (!content.is_null()) throw NotACase{fmt::format("the value of '{}' is not JSON", key)};
          if (slot != kNoSlot) lane.input.set_null(slot);
          else lane.input.set_null(key);
          break;
        case ondemand::json_type::number: {
          const std::string_view token = text::trim(std::string_view(content.raw_json_token()));
          check_number(content);
          if (slot != kNoSlot) lane.input.set(slot, token);
          else lane.input.set(key, token);
          break;
        }
        default: throw NotACase{fmt::format("the value of '{}' is neither text, number nor null", key)};
      }
      if (slot != kNoSlot) {
        lane.next_slot[previous] = slot;
        previous = slot;
      }
    }
  }

  std::shared_ptr<const RunPlan> plan_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  ondemand::parser parser_;
  std::string id_;
};

}  // namespace

std::unique_ptr<BlockWorker> make_ndjson_worker(std::shared_ptr<const RunPlan> plan) { return std::make_unique<NdjsonWorker>(std::move(plan)); }

}  // namespace restage::registry
