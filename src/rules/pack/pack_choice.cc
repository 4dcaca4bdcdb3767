// SPDX-License-Identifier: Apache-2.0
#include "rules/pack/pack_choice.h"

#include <algorithm>

#include "base/text.h"
#include "rules/pack/cell.h"
#include "rules/pack/pack_toml.h"

namespace restage::rules {
namespace {

enum class Holds { No, Maybe, Yes };

Holds both(Holds a, Holds b) { return std::min(a, b); }

/// C34.1 as C341; a dot carries nothing.
std::string compact(std::string_view code) {
  std::string result;
  for (const char c : text::trim(code))
    if (c != '.' && c != '/') result += text::upper(c);
  return result;
}

/// A prefix, one code, or a range of either.
Holds matches_topography(const std::vector<std::string>& patterns, const std::string& code) {
  if (patterns.empty()) return Holds::Yes;
  if (code.empty()) return Holds::Maybe;
  Holds best = Holds::No;
  for (const std::string& pattern : patterns) {
    const std::size_t dash = pattern.find('-');
    const std::string low = compact(pattern.substr(0, dash));
    const std::string high = dash == std::string::npos ? low : compact(pattern.substr(dash + 1));
    if (code.compare(0, low.size(), low) >= 0 && code.compare(0, high.size(), high) <= 0) {
      if (code.size() >= low.size() && code.size() >= high.size()) return Holds::Yes;
    }
    // The query is wider than the pattern: C34 against C34.1.
    if (code.size() < low.size() && low.compare(0, code.size(), code) <= 0 && high.compare(0, code.size(), code) >= 0)
      best = Holds::Maybe;
  }
  return best;
}

Holds matches_list(const std::vector<std::string>& patterns, std::string_view code) {
  if (patterns.empty()) return Holds::Yes;
  if (code.empty()) return Holds::Maybe;
  for (const std::string& pattern : patterns) {
    const std::string_view whole = pattern;
    const std::size_t dash = whole.find('-');
    const std::string_view low = text::trim(whole.substr(0, dash));
    const std::string_view high = dash == std::string_view::npos ? low : text::trim(whole.substr(dash + 1));
    if (code >= low && code <= high) return Holds::Yes;
  }
  return Holds::No;
}

bool fact_has_value(std::string_view text, const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    if (text::equal_ignoring_case(text, value)) return true;
    const auto number = Decimal::parse(text);
    if (!number || value.find_first_of("<>[(") != 0) continue;
    InputModel model;
    model.declaration.type = InputType::Decimal;
    const auto cell = parse_cell(value, model);
    if (cell && std::any_of(cell->intervals.begin(), cell->intervals.end(),
                            [&](const Interval& each) { return each.contains(*number); }))
      return true;
  }
  return false;
}

void add_dependence(std::string& list, const std::string& part) {
  if (list.find(part) == std::string::npos) list += (list.empty() ? "" : "; ") + part;
}

using Conditions = std::vector<std::pair<std::string, std::string>>;

Holds matches_facts(const AppliesModel& block, const SiteQuery& query, Conditions& open, std::string& refused) {
  Holds result = Holds::Yes;
  for (const Condition& condition : block.when) {
    const auto fact = std::find_if(query.facts.begin(), query.facts.end(), [&](const GivenInput& each) {
      return each.name == condition.input && !each.text.empty();
    });
    if (fact == query.facts.end()) {
      open.emplace_back(condition.input, text::join(condition.values, " or "));
      result = both(result, Holds::Maybe);
    } else if (!fact_has_value(fact->text, condition.values)) {
      refused = condition.input + ": " + text::join(condition.values, " or ");
      return Holds::No;
    }
  }
  return result;
}

/// Dates of diagnosis from and until, either open.
struct Span {
  const PartialDate& from;
  const PartialDate& until;

  Holds contains(const PartialDate& date) const {
    if (!from.is_known() && !until.is_known()) return Holds::Yes;
    if (!date.is_known()) return Holds::Maybe;
    if ((from.is_known() && date.surely_before(from)) || (until.is_known() && date.surely_after(until)))
      return Holds::No;
    const bool surely = (!from.is_known() || date.earliest() >= from.earliest()) &&
                        (!until.is_known() || date.latest() <= until.latest());
    return surely ? Holds::Yes : Holds::Maybe;
  }

  std::string text() const {
    std::string span = from.is_known() ? "from " + from.text() : "";
    if (until.is_known()) span += (span.empty() ? "until " : " until ") + until.text();
    return "date of diagnosis: " + span;
  }
};

/// The text of the [[applies]] blocks alone.
std::string applies_text(std::string_view toml) {
  std::string result;
  bool inside = false;
  while (!toml.empty()) {
    const std::size_t end = toml.find('\n');
    const std::string_view line = toml.substr(0, end);
    toml.remove_prefix(end == std::string_view::npos ? toml.size() : end + 1);
    if (line.substr(0, 2) == "[[") inside = line.substr(0, 11) == "[[applies]]";
    if (inside) result.append(line).push_back('\n');
  }
  return result;
}

/// "8500-8549/2", "/2", "9061".
bool matches_morphology(std::string_view pattern, std::string_view histology, std::string_view behavior) {
  const std::size_t slash = pattern.find('/');
  const std::string_view wanted = slash == std::string_view::npos ? std::string_view{} : pattern.substr(slash + 1);
  const std::string_view codes = pattern.substr(0, slash);
  if (!wanted.empty() && wanted != behavior) return false;
  return codes.empty() || (!histology.empty() && matches_list({std::string(codes)}, histology) == Holds::Yes);
}

}  // namespace

std::string_view InputDeclaration::value_from_morphology(std::string_view histology, std::string_view behavior) const {
  for (const auto& [pattern, value] : from_morphology)
    if (matches_morphology(pattern, histology, behavior)) return value;
  return {};
}

std::string_view InputDeclaration::value_from_topography(std::string_view topography) const {
  for (const auto& [pattern, value] : from_topography)
    if (!topography.empty() && matches_list({pattern}, topography) == Holds::Yes) return value;
  return {};
}

PackHead scan_head(std::string_view toml, std::string_view folder) {
  PackHead head;
  while (!toml.empty() && toml.front() != '[') {
    const std::size_t end = toml.find('\n');
    const std::string_view line = toml.substr(0, end);
    toml.remove_prefix(end == std::string_view::npos ? toml.size() : end + 1);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view key = text::trim(line.substr(0, equals));
    std::string_view value = text::trim(line.substr(equals + 1));
    if (!value.empty() && (value.front() == '"' || value.front() == '\'')) {
      value = value.substr(1, value.find(value.front(), 1) - 1);
    } else {
      value = text::trim(value.substr(0, value.find('#')));
    }
    if (key == "id")
      head.id = value;
    else if (key == "title")
      head.title = value;
    else if (key == "system")
      head.system = value;
    else if (key == "edition")
      head.edition = value;
    else if (key == "site")
      head.site = value;
    else if (key == "kind")
      head.kind = value;
    else if (key == "diagnosed_from")
      head.diagnosed_from = PartialDate::parse(value).value_or(PartialDate{});
    else if (key == "diagnosed_until")
      head.diagnosed_until = PartialDate::parse(value).value_or(PartialDate{});
  }
  if (head.id.empty()) head.id = folder;
  head.is_risk = folder.substr(0, 5) == "risk/" || folder.find("/risk/") != std::string_view::npos;
  return head;
}

std::vector<AppliesModel> applies_of(std::string_view toml) { return read_applies(applies_text(toml)); }

Match match_pack(const PackHead& head, std::string_view toml, const SiteQuery& query) {
  return match_pack(head, applies_of(toml), query);
}

Match match_pack(const PackHead& head, const std::vector<AppliesModel>& applies, const SiteQuery& query) {
  Match match;
  Holds best = Holds::No;
  bool only_facts = false;
  const std::string topography = compact(query.topography);
  for (const AppliesModel& block : applies) {
    std::string depends_on;
    const Holds place = matches_topography(block.topography, topography);
    match.topography |= place != Holds::No && !topography.empty() && !block.topography.empty();
    if (place == Holds::Maybe) add_dependence(depends_on, "topography: " + text::join(block.topography, " or "));
    const Holds kind = matches_list(block.histology, query.histology);
    if (kind == Holds::Maybe) add_dependence(depends_on, "histology: " + text::join(block.histology, " or "));
    const Holds behavior = query.behavior.empty() ? Holds::Yes : matches_list(block.behavior, query.behavior);
    const Span span{block.diagnosed_from, block.diagnosed_until};
    const Holds time = span.contains(query.diagnosed);
    if (time == Holds::Maybe) add_dependence(depends_on, span.text());
    const bool all_else = depends_on.empty();
    std::string refused;
    Conditions open;
    const Holds facts = matches_facts(block, query, open, refused);
    for (const auto& [name, values] : open) add_dependence(depends_on, name + ": " + values);
    const Holds primary = both(both(both(place, kind), behavior), time);
    if (primary != Holds::No && !refused.empty()) add_dependence(match.needed, refused);
    const Holds whole = both(primary, facts);
    if (whole <= best) continue;
    best = whole;
    only_facts = all_else;
    match.applies = true;
    match.reason = block.reason.empty() ? head.title : block.reason;
    match.depends_on = std::move(depends_on);
    match.conditions = std::move(open);
  }
  if (!match.applies) return match;
  const Span span{head.diagnosed_from, head.diagnosed_until};
  const Holds in_force = span.contains(query.diagnosed);
  match.in_force = in_force != Holds::No;
  if (in_force == Holds::Maybe) add_dependence(match.depends_on, span.text());
  match.date_open = in_force == Holds::Maybe;
  if (!only_facts) match.conditions.clear();
  return match;
}

Error no_system(const SiteQuery& query, std::string_view edition, bool topography_known,
                const std::set<std::string>& other_editions, const std::set<std::string>& needed) {
  std::string message = "no system: ";
  if (!other_editions.empty()) {
    message += edition.empty() ? "none was in force on " + query.diagnosed.text()
                               : "edition " + std::string(edition) + " has none for this primary";
    message += "; editions with one: " + text::join({other_editions.begin(), other_editions.end()}, " ");
  } else if (!needed.empty()) {
    message += "the packs for this primary apply only with " + text::join({needed.begin(), needed.end()}, ", or ");
  } else if (topography_known) {
    message += "packs for " + query.topography + " do not cover histology " + query.histology +
               (query.behavior.empty() ? "" : "/" + query.behavior);
  } else {
    message +=
        query.topography.empty() ? "the topography is not given" : "no pack covers topography " + query.topography;
  }
  return {ErrorCode::NotFound, std::move(message), ""};
}

}  // namespace restage::rules
