// SPDX-License-Identifier: Apache-2.0
#include "recurrence/registry_items.h"

#include <algorithm>
#include <set>

#include "core/node_regions.h"
#include "course/disease_events.h"

namespace restage::recurrence {
namespace {

std::string_view yes_or_no(bool flag) { return flag ? "yes" : "no"; }

std::string_view state_name(statement::State state) {
  return state == statement::State::None ? std::string_view("no_diagnosis") : to_string(state);
}

/// Distant disease that is known before the first treatment, systemic disease, or a primary that is not known.
bool present_by_nature(const course::Calendar& calendar) {
  if (calendar.primary.is_blood() && calendar.primary.name != "lymphoma") return true;
  if (calendar.primary.name == "unknown-primary") return true;
  return std::any_of(calendar.facts.begin(), calendar.facts.end(), [&](const Fact* fact) {
    const bool before =
        calendar.first_treatment == nullptr || !fact->effective.surely_after(calendar.first_treatment->effective);
    const auto* metastasis = std::get_if<MetastasisFinding>(&fact->payload);
    const auto* stated = std::get_if<StatedCategory>(&fact->payload);
    const bool distant = (metastasis != nullptr && metastasis->present && metastasis->organ != kUnplacedNodes) ||
                         (stated != nullptr && stated->axis == Axis::M && stated->value.starts_with("M1") &&
                          stated->classification != Classification::Recurrence);
    return before && distant;
  });
}

std::string_view treatment_of(const course::Calendar& calendar) {
  if (calendar.first_treatment == nullptr) return "untreated";
  PartialDate now = calendar.first_treatment->effective;
  for (const Fact* fact : calendar.facts)
    if (fact->effective.is_known() && fact->effective.latest() > now.latest()) now = fact->effective;
  return course::TreatmentSpans(calendar.facts).over_by(now) ? "over" : "going-on";
}

std::string_view behavior_word(const std::string& digit) {
  return digit == "2" ? "in-situ" : digit == "3" || digit == "6" ? "invasive" : "unknown";
}

/// One word for the parts of one extent, as the pack asks for them.
struct Spread {
  bool any = false, site = false, trocar = false, nodes = false, tissue = false;
  std::set<std::string> categories;

  std::string_view local() const {
    if (!any) return "nothing";
    if (trocar) return site ? "site-and-trocar" : "trocar";
    return site ? "site" : "unspecified";
  }
  std::string_view regional() const {
    if (!any) return "nothing";
    if (nodes && tissue) return "tissue-and-nodes";
    return nodes ? "nodes" : tissue ? "tissue" : "unspecified";
  }
  std::string distant() const {
    if (!any) return "nothing";
    if (categories.size() > 1) return "several";
    if (categories.empty() || categories.begin()->starts_with("other")) return "unspecified";
    return *categories.begin();
  }
};

struct Spreads {
  Spread local, regional, distant;

  explicit Spreads(const std::vector<course::DiseasePart>& parts) {
    for (const course::DiseasePart& part : parts) {
      const bool named = !part.category.empty();
      if (part.extent == "local") {
        local.any = true;
        local.trocar |= part.category == "trocar";
        local.site |= named && part.category != "trocar";
      } else if (part.extent == "regional") {
        regional.any = true;
        regional.nodes |= part.category == "nodes";
        regional.tissue |= named && part.category != "nodes";
      } else if (part.extent == "distant") {
        distant.any = true;
        if (named) distant.categories.insert(part.category == "other" ? "other " + part.place : part.category);
      }
    }
  }
};

/// YYYYMMDD, or shorter.
std::string compact(const PartialDate& date) {
  std::string text = date.text();
  std::erase(text, '-');
  return text;
}

}  // namespace

Result<RegistryRules> RegistryRules::load(const rules::PackLibrary& library) {
  RegistryRules rules;
  const std::pair<const char*, const rules::Pack**> wanted[] = {{"timeline-history", &rules.history_},
                                                                {"timeline-first-recurrence", &rules.type_},
                                                                {"timeline-cancer-status", &rules.status_}};
  for (const auto& [id, place] : wanted) {
    Result<const rules::Pack*> pack = library.by_id(id);
    if (!pack) return pack.error();
    if (*pack == nullptr)
      return Error{ErrorCode::NotFound, "this pack is missing from the library; packs/recurrence must be present", id};
    *place = *pack;
  }
  return rules;
}

std::string RegistryRules::history(const course::Calendar& calendar, statement::State state) const {
  const rules::GivenInput given[] = {{"recurred", yes_or_no(calendar.first_recurrence() != nullptr)},
                                     {"was_free", yes_or_no(!calendar.spells.empty())},
                                     {"state", state_name(state)},
                                     {"present", yes_or_no(present_by_nature(calendar))},
                                     {"treatment", treatment_of(calendar)}};
  return std::string(history_->evaluate("c", given, rules::Pack::Start::Findings).single("history"));
}

std::string RegistryRules::type(const course::Calendar& calendar, const std::string& history, const Episode* first,
                                const std::string& behavior) const {
  const Spreads spreads(first == nullptr ? std::vector<course::DiseasePart>() : first->parts);
  const std::string distant = spreads.distant.distant();
  const rules::GivenInput given[] = {{"history", history},
                                     {"primary", behavior_word(calendar.tumor->site.behavior)},
                                     {"found", behavior_word(behavior)},
                                     {"blood", yes_or_no(calendar.primary.is_blood())},
                                     {"local", spreads.local.local()},
                                     {"regional", spreads.regional.regional()},
                                     {"distant", distant}};
  return std::string(type_->evaluate("c", given, rules::Pack::Start::Findings).single("type"));
}

statement::RegistryItems RegistryRules::items(const course::Calendar& calendar, const course::RuleSet& rules,
                                              const std::vector<statement::StatusEntry>& status,
                                              const std::vector<statement::Recurrence>& recurrences) const {
  const statement::State state = status.empty() ? statement::State::None : status.back().state;
  const std::string before = history(calendar, state);
  const std::vector<Episode> all = episodes(calendar, rules);
  statement::RegistryItems items;
  const rules::GivenInput given[] = {{"state", state_name(state)}, {"history", before}};
  items.cancer_status = status_->evaluate("c", given, rules::Pack::Start::Findings).single("cancer_status");
  items.recurrence_type = type(calendar, before, all.empty() ? nullptr : &all.front(),
                               recurrences.empty() ? "" : recurrences.front().behavior);
  if (!recurrences.empty()) items.recurrence_date = compact(recurrences.front().confirmed);
  return items;
}

}  // namespace restage::recurrence
