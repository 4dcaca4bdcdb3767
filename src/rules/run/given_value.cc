// SPDX-License-Identifier: Apache-2.0
#include "rules/run/given_value.h"

#include <algorithm>

#include "base/text.h"

namespace restage::rules {
namespace {

Error refused(std::string message, std::string remedy) {
  return {ErrorCode::InvalidArgument, std::move(message), std::move(remedy)};
}

std::string quoted(std::string_view text) { return "`" + text::excerpt(text) + "`"; }

std::string list_of(const InputModel& model) {
  std::string list = text::join(model.declaration.values, " ");
  if (list.size() > 200) list = list.substr(0, list.rfind(' ', 200)) + " ...";
  return list;
}

/// Exact, then an alias, then the one value that differs in letter case only.
std::optional<std::uint32_t> code_of(const InputModel& model, std::string_view text) {
  if (const auto value = model.value_number(text)) return value;
  if (text::equal_ignoring_case(text, "positive")) text = "pos";
  if (text::equal_ignoring_case(text, "negative")) text = "neg";
  std::optional<std::uint32_t> found;
  const auto& values = model.declaration.values;
  for (std::uint32_t i = 0; i < values.size(); ++i) {
    if (!text::equal_ignoring_case(values[i], text)) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

Result<KnownValue> read_number(const Node& node, std::string_view text) {
  const InputModel& model = *node.model;
  const bool integer = model.declaration.type == InputType::Integer;
  const std::string kind = integer ? "a whole number" : "a decimal number";
  const std::string unit = model.declaration.unit.empty() ? "" : " in " + model.declaration.unit;
  const auto number = Decimal::parse(text);
  if (!number || (integer && !number->is_integer()))
    return refused(quoted(text) + " is not " + kind, "give " + kind + unit + ", or leave it empty");
  const Decimal prepared = node.prepared(*number);
  if (model.minimum && *number < *model.minimum)
    return refused(quoted(text) + " is below " + model.minimum->text(), "give " + kind + unit + ", or leave it empty");
  if (model.maximum && *number > *model.maximum)
    return refused(quoted(text) + " is above " + model.maximum->text(), "give " + kind + unit + ", or leave it empty");
  return KnownValue{node.elementary(prepared), prepared};
}

Result<KnownValue> read_set(const Node& node, std::string_view text) {
  if (text::equal_ignoring_case(text, "none")) return KnownValue{0, std::nullopt};
  Value mask = 0;
  for (const std::string_view part : members_as_written(text)) {
    const auto value = code_of(*node.model, part);
    if (!value || *value >= node.leaf_count())
      return refused(quoted(part) + " is not a member of " + std::string(node.name()),
                     "join members with +: " + list_of(*node.model) + "; none for nothing");
    mask |= Value{1} << *value;
  }
  return KnownValue{mask, std::nullopt};
}

}  // namespace

std::vector<std::string_view> members_as_written(std::string_view text) {
  std::vector<std::string_view> members;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find_first_of("+;,", begin), text.size());
    const std::string_view member = text::trim(text.substr(begin, end - begin));
    begin = end + 1;
    if (!member.empty()) members.push_back(member);
  }
  return members;
}

Result<KnownValue> read_value(const Node& node, std::string_view text) {
  switch (node.kind) {
    case Node::Kind::Number:
      return read_number(node, text);
    case Node::Kind::Set:
      return read_set(node, text);
    case Node::Kind::Flag:
      for (const std::string_view yes : {"yes", "true"})
        if (text::equal_ignoring_case(text, yes)) return KnownValue{1, std::nullopt};
      for (const std::string_view no : {"no", "false"})
        if (text::equal_ignoring_case(text, no)) return KnownValue{0, std::nullopt};
      return refused(quoted(text) + " is neither yes nor no", "write yes or no, or leave it empty");
    case Node::Kind::Code:
      break;
  }
  if (const auto value = code_of(*node.model, text)) return KnownValue{*value, std::nullopt};
  return refused(quoted(text) + " is not a value of " + std::string(node.name()),
                 "accepted: " + list_of(*node.model) + "; or leave it empty");
}

namespace {

std::string join_bounds(const std::string& low, const std::string& high) {
  if (low.empty() && high.empty()) return "any";
  if (low.empty() || high.empty()) return low + high;
  return low + " and " + high;
}

/// A run of neighbouring elementary classes.
std::string describe_range(const Node& node, Value first, Value last) {
  const bool integer = node.model->declaration.type == InputType::Integer;
  const auto& cuts = node.cuts;
  std::string low, high;
  if (first == last && first % 2 == 1) return cuts[first / 2].text();
  if (first % 2 == 1)
    low = ">= " + cuts[first / 2].text();
  else if (first > 0)
    low = integer ? ">= " + cuts[first / 2 - 1].plus(Decimal::of(1)).value_or(Decimal{}).text()
                  : "> " + cuts[first / 2 - 1].text();
  if (last % 2 == 1)
    high = "<= " + cuts[last / 2].text();
  else if (last / 2 < cuts.size())
    high = integer ? "<= " + cuts[last / 2].minus(Decimal::of(1)).value_or(Decimal{}).text()
                   : "< " + cuts[last / 2].text();
  return join_bounds(low, high);
}

}  // namespace

std::string describe_value(const Node& node, Value value) {
  if (value == kNoValue) return "none";
  if (is_special(value)) return "unknown";
  if (node.kind == Node::Kind::Flag) return value == 1 ? "yes" : "no";
  if (node.kind == Node::Kind::Number) return describe_range(node, value, value);
  const auto& names = node.model->declaration.values;
  if (node.kind == Node::Kind::Code)
    return is_bound(value) ? names[node.leaf_count() + coarse_of(value)] : names[value];
  if (value == 0) return "none";
  std::string text;
  for (std::size_t member = 0; member < node.leaf_count(); ++member)
    if ((value >> member & 1) != 0) text += (text.empty() ? "" : "+") + names[member];
  return text;
}

std::string describe_values(const Node& node, const std::vector<Value>& values) {
  std::string text;
  const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (node.kind != Node::Kind::Number) {
    for (const Value value : values) add(describe_value(node, value));
    return text;
  }
  const auto& domain = node.domain;
  for (std::size_t i = 0; i < values.size();) {
    auto at = std::find(domain.begin(), domain.end(), values[i]);
    std::size_t last = i;
    while (last + 1 < values.size() && at != domain.end() && at + 1 != domain.end() && *(at + 1) == values[last + 1]) {
      ++last;
      ++at;
    }
    const bool to_the_end = at != domain.end() && at + 1 == domain.end();
    add(describe_range(node, values[i] == domain.front() ? 0 : values[i],
                       to_the_end ? 2 * node.cuts.size() : values[last]));
    i = last + 1;
  }
  return text;
}

RunInput read_inputs(const Program& program, std::string_view classification, std::span<const GivenInput> given,
                     Pack::Start start, std::vector<InputProblem>& problems) {
  RunInput input;
  input.nodes.resize(program.nodes().size());
  input.from_findings = start == Pack::Start::Findings;
  std::vector<bool> given_nodes(program.nodes().size(), false);
  const auto take = [&](std::size_t node, std::string_view name, std::string_view text) {
    if (text.empty()) return;
    auto value = read_value(program.nodes()[node], text);
    given_nodes[node] = true;
    if (value)
      input.nodes[node] = *std::move(value);
    else
      problems.push_back({std::string(name), std::string(text), value.error().message, value.error().context});
  };
  take(Program::kClassificationNode, "classification", classification);
  for (const GivenInput& each : given) {
    const auto node = program.node_of(each.name);
    if (node && *node != Program::kClassificationNode && program.nodes()[*node].is_input)
      take(*node, each.name, each.text);
  }
  for (std::size_t node = 0; node < given_nodes.size(); ++node) {
    const std::string& absent = program.nodes()[node].model->absent;
    if (absent.empty() || given_nodes[node]) continue;
    if (auto value = read_value(program.nodes()[node], absent)) {
      input.nodes[node] = *std::move(value);
      input.assumed.push_back(node);
    }
  }
  return input;
}

}  // namespace restage::rules
