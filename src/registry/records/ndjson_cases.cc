// SPDX-License-Identifier: Apache-2.0
#include "registry/records/ndjson_cases.h"

#include <simdjson.h>

#include <cstring>
#include <span>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/text.h"
#include "registry/records/json_renderer.h"

namespace restage::registry {
namespace {

namespace ondemand = simdjson::ondemand;

// Raised inside this file for a line that is JSON but not a case; the worker turns it into a data issue.
struct NotACase {
  std::string message;
};

// Lines that are staged together: enough for schemas to come several times, few enough for the second-level cache.
constexpr std::size_t kBatch = 256;

// One algorithm's scratch on one thread.
struct Lane {
  Lane(std::shared_ptr<const AlgorithmProgram> program, RenderOptions options)
      : stager(program),
        inputs(kBatch, CaseInput(*program)),
        outcomes(kBatch),
        renderer(program, options),
        next_slot(program->keys.size() + 1, 0) {}
  AlgorithmRunner stager;
  std::vector<CaseInput> inputs;
  std::vector<Outcome> outcomes;
  std::size_t used = 0;
  JsonRenderer renderer;
  std::vector<Slot> next_slot;  // which key followed a key last time: records mostly repeat their order
};

// A line that was read and waits to be staged and written.
struct PendingLine {
  std::uint64_t record = 0;
  std::size_t lane = 0;
  std::size_t place = 0;  // in the lane's inputs
  std::string id;         // as JSON
  std::string problem;    // not empty: the line is no case
};

class NdjsonWorker final : public BlockWorker {
 public:
  explicit NdjsonWorker(std::shared_ptr<const RunPlan> plan) : plan_(std::move(plan)), pending_(kBatch) {
    for (std::size_t i = 0; i < plan_->algorithms.size(); ++i) {
      const std::vector<bool>& wanted = plan_->wanted_output[i];
      lanes_.push_back(std::make_unique<Lane>(
          plan_->algorithms[i].program, RenderOptions{wanted.empty() ? nullptr : &wanted, plan_->options.with_path}));
    }
  }

  void process(Block& block) override {
    const std::size_t size = block.input.size();
    block.input.resize(size + simdjson::SIMDJSON_PADDING);
    block.output.reserve(size * 4);
    std::uint64_t record = block.first_record;
    for (std::size_t start = 0; start < size; ++record) {
      const void* newline = std::memchr(block.input.data() + start, '\n', size - start);
      const std::size_t end =
          newline == nullptr ? size : static_cast<std::size_t>(static_cast<const char*>(newline) - block.input.data());
      std::string_view line(block.input.data() + start, end - start);
      start = end + 1;
      if (text::trim(line).empty()) continue;
      ++block.statistics.records;
      one_line(line, record, block.input.size() - static_cast<std::size_t>(line.data() - block.input.data()));
      if (pending_count_ == kBatch) finish_batch(block);
    }
    finish_batch(block);
    block.statistics.input_bytes = size;
    block.statistics.output_bytes = block.output.size();
  }

 private:
  void one_line(std::string_view line, std::uint64_t record, std::size_t capacity) {
    PendingLine& pending = pending_[pending_count_++];
    pending.record = record;
    pending.problem.clear();
    id_.assign("null");
    try {
      pending.lane = read_line(line, capacity);
      pending.place = lanes_[pending.lane]->used++;
    } catch (const simdjson::simdjson_error& error) {
      pending.problem = fmt::format("not readable as JSON: {}", simdjson::error_message(error.error()));
    } catch (const NotACase& error) {
      pending.problem = error.message;
    }
    pending.id.assign(id_);
  }

  // Stages what was read and writes it in the order it came.
  void finish_batch(Block& block) {
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      Lane& lane = *lanes_[i];
      lane.stager.stage(std::span(lane.inputs).first(lane.used), std::span(lane.outcomes).first(lane.used),
                        plan_->forced_schema[i]);
      lane.used = 0;
    }
    for (std::size_t i = 0; i < pending_count_; ++i) {
      if (pending_[i].problem.empty())
        write_staged(block, pending_[i]);
      else
        write_unreadable(block, pending_[i]);
    }
    pending_count_ = 0;
  }

  void write_staged(Block& block, const PendingLine& pending) {
    Lane& lane = *lanes_[pending.lane];
    const CaseInput& input = lane.inputs[pending.place];
    const Outcome& outcome = lane.outcomes[pending.place];
    count_outcome(outcome, input, *plan_, "record", pending.record, block);
    block.output += "{\"id\":";
    block.output += pending.id;
    block.output += ',';
    if (lanes_.size() > 1) append_algorithm(block.output, *plan_->algorithms[pending.lane].program->definition);
    lane.renderer.append(block.output, outcome, input);
    block.output += "}\n";
  }

  static void write_unreadable(Block& block, const PendingLine& pending) {
    ++block.statistics.unreadable;
    block.issues.push_back(unreadable_line(pending.record, pending.problem));
    const DataIssue& issue = block.issues.back();
    block.output += "{\"id\":" + pending.id +
                    R"(,"result":null,"schema_id":null,"output":{},"errors":[],"path":[],"data_issues":[)";
    JsonWriter writer(block.output);
    writer.begin_object()
        .member("code", to_string(issue.code))
        .member("severity", to_string(issue.severity))
        .member("path", issue.path);
    writer.member("message", issue.message).member("remedy", issue.remedy).end_object();
    block.output += "]}\n";
  }

  // The lane whose next input the line filled.
  std::size_t read_line(std::string_view line, std::size_t capacity) {
    ondemand::document document = parser_.iterate(simdjson::padded_string_view(line.data(), line.size(), capacity));
    if (document.type() != ondemand::json_type::object) throw NotACase{"the line is not a JSON object"};
    std::size_t lane_number = 0;
    bool has_input = false;
    if (lanes_.size() > 1) {
      lane_number = lane_of(document);
      document.rewind();
    }
    Lane& lane = *lanes_[lane_number];
    CaseInput& input = lane.inputs[lane.used];
    input.clear();
    ondemand::object members = document.get_object();
    for (auto member : members) {
      const std::string_view name = member.unescaped_key();
      if (name == "id") {
        read_id(member.value());
      } else if (name == "input") {
        has_input = true;
        read_input(lane, input, member.value());
      }
    }
    if (document.current_location().error() == simdjson::SUCCESS) throw NotACase{"text follows the object on its line"};
    if (!has_input) throw NotACase{"the member 'input' is missing"};
    return lane_number;
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
      default:
        throw NotACase{"the id is neither text nor a number"};
    }
  }

  void read_input(Lane& lane, CaseInput& input, ondemand::value value) {
    if (value.type() != ondemand::json_type::object) throw NotACase{"the member 'input' is not an object"};
    const AlgorithmProgram& program = lane.stager.program();
    Slot previous = static_cast<Slot>(program.keys.size());
    ondemand::object pairs = value.get_object();
    for (auto pair : pairs) {
      const std::string_view key = pair.unescaped_key();
      Slot slot = lane.next_slot[previous];
      if (program.keys[slot] != key) slot = program.find_slot(key);
      ondemand::value content = pair.value();
      switch (content.type()) {
        case ondemand::json_type::string:
          if (slot != kNoSlot)
            input.set(slot, content.get_string());
          else
            input.set(key, content.get_string());
          break;
        case ondemand::json_type::null:
          if (!content.is_null()) throw NotACase{fmt::format("the value of '{}' is not JSON", key)};
          if (slot != kNoSlot)
            input.set_null(slot);
          else
            input.set_null(key);
          break;
        case ondemand::json_type::number: {
          const std::string_view token = text::trim(std::string_view(content.raw_json_token()));
          check_number(content);
          if (slot != kNoSlot)
            input.set(slot, token);
          else
            input.set(key, token);
          break;
        }
        default:
          throw NotACase{fmt::format("the value of '{}' is neither text, number nor null", key)};
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
  std::vector<PendingLine> pending_;
  std::size_t pending_count_ = 0;
};

}  // namespace

std::unique_ptr<BlockWorker> make_ndjson_worker(std::shared_ptr<const RunPlan> plan) {
  return std::make_unique<NdjsonWorker>(std::move(plan));
}

Result<std::pair<std::string, CaseText>> parse_case_line(std::string_view line) {
  thread_local simdjson::dom::parser parser;
  std::pair<std::string, CaseText> result;
  try {
    const simdjson::dom::element document = parser.parse(line.data(), line.size());
    simdjson::dom::element id;
    result.first = document["id"].get(id) == simdjson::SUCCESS ? simdjson::to_string(id) : std::string("null");
    for (const auto member : simdjson::dom::object(document["input"])) {
      std::optional<std::string> value;
      if (member.value.is_string())
        value = std::string(std::string_view(member.value));
      else if (member.value.is_number())
        value = simdjson::to_string(member.value);
      else if (!member.value.is_null())
        return Error{ErrorCode::Malformed, "a value is neither text, number nor null", ""};
      result.second.emplace_back(std::string(member.key), std::move(value));
    }
  } catch (const simdjson::simdjson_error& error) {
    return Error{ErrorCode::Malformed,
                 fmt::format("not readable as a case: {}", simdjson::error_message(error.error())), ""};
  }
  return result;
}

}  // namespace restage::registry
