// SPDX-License-Identifier: Apache-2.0
#include "followup/rule.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "base/text.h"

namespace restage::followup {
namespace {

constexpr std::array<std::string_view, 6> kEntries = {"task", "avoid", "stop", "teach", "advise", "anchor"};

Result<Times> parse_times(std::string_view cell) {
  const auto window = parse_window(cell);
  if (!window) return window.error();
  Times times;
  if (window->least) times.least = window->least->amount;
  if (window->most) times.most = window->most->amount;
  return times;
}

/// The first source of a row: what it is called, where in it, how far it is to be trusted.
statement::GuidelineSource source_of(const rules::CollectedRow& row, const rules::Pack& pack) {
  statement::GuidelineSource source;
  std::string_view cell = row.source();
  cell = text::trim(cell.substr(0, cell.find(';')));
  const std::size_t mark = cell.find('#');
  if (mark != std::string_view::npos) source.section = cell.substr(mark + 1);
  const std::string_view id = cell.substr(0, mark);
  const auto declared = std::find_if(pack.sources().begin(), pack.sources().end(),
                                     [&](const rules::SourceDeclaration& each) { return each.id == id; });
  if (declared != pack.sources().end()) source.document = declared->citation;
  source.year = pack.identity().edition;
  source.trust = !row.verified()                     ? statement::Trust::Unverified
                 : row.result("trust") == "restated" ? statement::Trust::Restated
                                                     : statement::Trust::Verified;
  return source;
}

class RuleReader {
 public:
  RuleReader(const rules::CollectedRow& row, const rules::Pack& pack) : row_(row), pack_(pack) {}

  Result<Rule> run() {
    Rule rule;
    rule.row = row_.row();
    rule.activity = row_.result("activity");
    rule.kind = row_.result("kind");
    rule.after = row_.result("after");
    rule.condition = row_.result("condition");
    rule.strength = row_.result("strength");
    rule.meaning = activity_of(rule.activity);
    rule.source = source_of(row_, pack_);
    const auto* entry = std::find(kEntries.begin(), kEntries.end(), row_.result("entry"));
    if (entry == kEntries.end()) return wrong("entry", Error{ErrorCode::Malformed, "is no kind of entry", ""});
    rule.entry = static_cast<Entry>(entry - kEntries.begin());
    for (const auto& [column, window] :
         {std::pair{"until", &rule.until}, {"every", &rule.every}, {"first", &rule.first}})
      if (auto parsed = parse_window(row_.result(column)))
        *window = *parsed;
      else
        return wrong(column, parsed.error());
    if (auto read = read_moments(rule); !read) return std::move(read).error();
    return rule;
  }

 private:
  Error wrong(std::string_view column, const Error& error) const {
    return Error{ErrorCode::Malformed, error.message,
                 pack_.identity().id + " row " + std::string(row_.row()) + " column =" + std::string(column) + ": " +
                     std::string(row_.result(column))};
  }

  Result<void> read_moments(Rule& rule) const {
    if (const std::string_view from = row_.result("from"); !from.empty()) {
      const auto length = parse_length(from);
      if (!length) return wrong("from", length.error());
      rule.from = *length;
    }
    for (const std::string_view month : row_.results("at")) {
      const auto length = parse_length(month);
      if (!length) return wrong("at", length.error());
      rule.at.push_back(*length);
    }
    if (const std::string_view times = row_.result("times"); !times.empty()) {
      const auto parsed = parse_times(times);
      if (!parsed) return wrong("times", parsed.error());
      rule.times = *parsed;
    }
    const std::string_view not_before = row_.result("not_before");
    if (not_before.empty()) return {};
    const std::size_t plus = not_before.find('+');
    const auto length = parse_length(plus == std::string_view::npos ? "" : not_before.substr(plus + 1));
    if (!length) return wrong("not_before", length.error());
    rule.not_before = not_before.substr(0, plus);
    rule.not_before_length = *length;
    return {};
  }

  const rules::CollectedRow& row_;
  const rules::Pack& pack_;
};

}  // namespace

Result<Rule> read_rule(const rules::CollectedRow& row, const rules::Pack& pack) { return RuleReader(row, pack).run(); }

}  // namespace restage::followup
