// SPDX-License-Identifier: Apache-2.0
#include "cases/category_cell.h"

#include <array>
#include <vector>

#include "base/text.h"

namespace restage::cases {
namespace {

Error refused(std::string message, std::string remedy) {
  return {ErrorCode::InvalidArgument, std::move(message), std::move(remedy)};
}

/// Longest first, so that `yp` is not read as `y`.
constexpr std::array<std::pair<std::string_view, std::optional<Classification>>, 10> kPrefixes = {{
    {"yc", Classification::PostTherapyClinical},
    {"yp", Classification::PostTherapyPathological},
    {"rc", Classification::Recurrence},
    {"rp", Classification::Recurrence},
    {"ac", Classification::Autopsy},
    {"ap", Classification::Autopsy},
    {"c", Classification::Clinical},
    {"p", Classification::Pathological},
    {"r", Classification::Recurrence},
    {"a", Classification::Autopsy},
}};

constexpr std::array<std::string_view, 9> kSuffixes = {"(m)",  "(s)",    "(sn)",   "(f)",  "(i+)",
                                                       "(i-)", "(mol+)", "(mol-)", "(cy+)"};

/// Takes a prefix off when the axis letter follows it.
std::string_view take_prefix(std::string_view& text, char axis, std::optional<Classification>& classification) {
  for (const auto& [prefix, meaning] : kPrefixes) {
    if (text.size() <= prefix.size() || !text::equal_ignoring_case(text.substr(0, prefix.size()), prefix)) continue;
    if (text::lower(text[prefix.size()]) != axis) continue;
    classification = meaning;
    const std::string_view taken = text.substr(0, prefix.size());
    text.remove_prefix(prefix.size());
    return taken;
  }
  return {};
}

/// The value of the pack written so, in any letter case if only one is meant.
const std::string* value_named(const rules::InputModel& input, std::string_view text) {
  const auto& values = input.declaration.values;
  if (const auto exact = input.value_number(text)) return &values[*exact];
  const std::string* found = nullptr;
  for (const std::string& value : values) {
    if (!text::equal_ignoring_case(value, text)) continue;
    if (found != nullptr) return nullptr;
    found = &value;
  }
  if (found != nullptr) return found;
  for (const auto& [alias, number] : input.aliases) {
    if (!text::equal_ignoring_case(alias, text)) continue;
    if (found != nullptr && found != &values[number]) return nullptr;
    found = &values[number];
  }
  return found;
}

/// Takes the last suffix off: `(sn)`, or a number of tumors such as `(3)`.
bool take_suffix(std::string_view& body) {
  if (body.empty() || body.back() != ')') return false;
  const std::size_t open = body.rfind('(');
  if (open == std::string_view::npos || open == 0) return false;
  const std::string_view suffix = body.substr(open);
  const bool counted = text::is_all_digits(suffix.substr(1, suffix.size() - 2)) || suffix == "(#)";
  bool known = counted;
  for (const std::string_view each : kSuffixes) known |= text::equal_ignoring_case(suffix, each);
  if (known) body = text::trim(body.substr(0, open));
  return known;
}

}  // namespace

Result<CategoryCell> read_category_cell(char axis, std::string_view text, const rules::InputModel& input) {
  const std::string_view written = text::trim(text);
  CategoryCell cell;
  if (const std::string* value = value_named(input, written); value != nullptr && written != "X" && written != "x") {
    cell.value = *value;
    return cell;
  }
  std::string_view body = written;
  const std::string_view prefix = take_prefix(body, axis, cell.classification);
  std::string spelled(body);
  if (spelled.empty() || text::lower(spelled.front()) != axis) spelled.insert(spelled.begin(), text::upper(axis));
  if (axis == 'm' && text::equal_ignoring_case(spelled.substr(0, 2), "MX"))
    return refused("`" + text::excerpt(written) + "`: the category MX does not exist",
                   "give cM0 when there is no sign of metastasis, or leave the cell empty");
  if (axis == 'm' && !prefix.empty() && text::lower(prefix.back()) == 'p' &&
      text::equal_ignoring_case(spelled.substr(0, 2), "M0"))
    return refused("`" + text::excerpt(written) + "`: the category pM0 does not exist",
                   "give cM0, or leave the cell empty");
  std::string_view rest = spelled;
  do {
    if (const std::string* value = value_named(input, rest)) {
      cell.value = *value;
      return cell;
    }
  } while (take_suffix(rest));
  std::string accepted = text::join(input.declaration.values, " ");
  return refused("`" + text::excerpt(written) + "` is not a value of " + input.declaration.name,
                 "accepted: " + accepted + "; or leave it empty");
}

}  // namespace restage::cases
