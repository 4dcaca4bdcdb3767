// SPDX-License-Identifier: Apache-2.0
#include "staging/evidence.h"

#include <algorithm>
#include <set>

#include "rules/pack/value_order.h"
#include "staging/choose_input.h"
#include "staging/exclusions.h"

namespace restage::staging {
namespace {

using Why = statement::Refusal::Why;

/// A fact as the windows see it.
struct Described {
  std::string_view kind;
  std::string_view axis;
  Method method = Method::Unknown;
  bool asked = true;  ///< false: no input of the pack, it only tells that somebody looked
};

std::string_view stated_kind(const StatedCategory& stated) {
  if (!stated.classification) return "stated-unclear";
  switch (*stated.classification) {
    case Classification::Clinical:
      return "stated-c";
    case Classification::Pathological:
      return "stated-p";
    case Classification::PostTherapyClinical:
      return "stated-yc";
    case Classification::PostTherapyPathological:
      return "stated-yp";
    case Classification::Recurrence:
      return "stated-r";
    case Classification::Autopsy:
      return "stated-a";
  }
  return "stated-unclear";
}

std::optional<Described> describe(const Fact& fact, const InputFinder& inputs) {
  if (const auto* stated = std::get_if<StatedCategory>(&fact.payload))
    return Described{stated_kind(*stated), input_name(stated->axis), Method::Unknown};
  const rules::InputDeclaration* input = inputs.input_of(fact);
  if (const auto* metastasis = std::get_if<MetastasisFinding>(&fact.payload))
    return Described{"finding", "m", metastasis->method};
  if (input == nullptr) {
    const auto* event = std::get_if<Event>(&fact.payload);
    if (event != nullptr && event->kind == Event::Kind::Recurrence && event->extent == "distant")
      return Described{"finding", "m", event->tissue_proven ? Method::Pathology : Method::Unknown};
    // Who measured the tumor looked at it, also where the tables do not ask for its size.
    const auto* size = std::get_if<Finding>(&fact.payload);
    if (size != nullptr && size->name == "size_mm") return Described{"finding", "t", size->method, false};
    return std::nullopt;
  }
  if (const auto* finding = std::get_if<Finding>(&fact.payload))
    return Described{"finding", axis_of_input(*input), finding->method};
  if (std::holds_alternative<LabValue>(fact.payload)) return Described{"finding", "factor", Method::Laboratory};
  return Described{"finding", axis_of_input(*input), Method::Imaging};
}

/// A summary that names an assessment of this course only repeats it; stated_links compares the two.
bool repeats_assessment(const Fact& fact, const course::Calendar& calendar) {
  const auto* stated = std::get_if<StatedCategory>(&fact.payload);
  if (stated == nullptr || !stated->from_summary || stated->summary_of.empty()) return false;
  return std::any_of(calendar.facts.begin(), calendar.facts.end(), [&](const Fact* other) {
    return other->source.record == stated->summary_of && std::holds_alternative<StatedCategory>(other->payload);
  });
}

bool surely_in(const RecurrenceWindow& window, const PartialDate& date) {
  return !date.is_known() || (date.earliest() >= window.from.earliest() &&
                              (!window.until.is_known() || date.latest() <= window.until.latest()));
}

struct Placed {
  const course::Verdict* verdict = nullptr;
  course::Phase phase = course::Phase::Undated;
  bool imprecise = false;
};

/// A finding must be inside on every day it could have been; a stated category names its own window, one will do.
Placed place(const course::Calendar& calendar, Classification classification, const Fact& fact,
             const Described& described, const course::RuleSet& rules) {
  const bool stated = described.kind.starts_with("stated");
  Placed result;
  bool some = false, all = true;
  // An autopsy shows the disease as it was at death.
  const bool at_death =
      described.method == Method::Autopsy && calendar.death.is_known() && !fact.effective.surely_before(calendar.death);
  for (const course::Phase phase : calendar.phases_of(at_death ? calendar.death : fact.effective, classification)) {
    const course::Verdict& verdict =
        rules.window(classification, phase, described.kind, described.method, described.axis, calendar.known_in_life);
    some |= verdict.admitted;
    all &= verdict.admitted;
    const bool prefer = result.verdict == nullptr || (stated ? verdict.admitted && !result.verdict->admitted
                                                             : !verdict.admitted && result.verdict->admitted);
    if (!prefer) continue;
    result.verdict = &verdict;
    result.phase = phase;
  }
  result.imprecise = !stated && some && !all;
  return result;
}

/// The latest stands for its window, on one day the less advanced (SOURCE: UICC general rule 4); a summary goes last,
/// and what leaves more open never stands before what it covers: IIIA beside III, T2 beside TX.
const Fact* best_stated(std::vector<const Fact*>& candidates, const rules::ValueOrder& order) {
  const auto better = [&](const Fact* left, const Fact* right) {
    if (left->effective != right->effective) {
      if (left->effective.is_known() != right->effective.is_known()) return left->effective.is_known();
      return PartialDate::sorts_before(right->effective, left->effective);
    }
    const auto& one = std::get<StatedCategory>(left->payload);
    const auto& two = std::get<StatedCategory>(right->payload);
    if (one.from_summary != two.from_summary) return !one.from_summary;
    const int advanced = order.compare(one.value, two.value);
    return advanced != 0 ? advanced < 0 : left->id < right->id;
  };
  std::sort(candidates.begin(), candidates.end(), better);
  const Fact* chosen = candidates.front();
  for (const Fact* other : candidates)
    if (order.narrows(std::get<StatedCategory>(other->payload).value, std::get<StatedCategory>(chosen->payload).value))
      chosen = other;
  return chosen;
}

void choose_stated(std::vector<const Fact*>& candidates, Axis axis, const rules::ValueOrder& order,
                   Evidence& evidence) {
  if (candidates.empty()) return;
  const Fact* chosen = best_stated(candidates, order);
  const std::string& value = std::get<StatedCategory>(chosen->payload).value;
  evidence.stated[axis] = chosen;
  for (const Fact* other : candidates) {
    const auto& stated = std::get<StatedCategory>(other->payload);
    const bool same_day = other->effective == chosen->effective;
    const bool earlier = PartialDate::sorts_before(other->effective, chosen->effective);
    if (stated.value == value || (!earlier && order.narrows(value, stated.value)) ||
        (same_day && rules::is_compatible(stated.value, value))) {
      evidence.admitted.push_back(other);
      continue;
    }
    if (stated.from_summary) {
      evidence.refused.push_back({other->id, {Why::SummaryDiffers, {}, value}, axis});
      continue;
    }
    evidence.refused.push_back({other->id, {same_day ? Why::LessAdvanced : Why::ReplacedByLater, {}, value}, axis});
    if (same_day && other->effective.is_known())
      evidence.issues.push_back({IssueCode::DuplicateRecord, Severity::Warning, course::place_of(*other),
                                 "Two stated categories of one axis on " + other->effective.text() +
                                     " differ: " + value + " and " + stated.value + ".",
                                 "Mark the one that is wrong as entered in error."});
  }
}

/// A p or yp category needs a resected specimen or a statement of it: work-up findings alone do not make one.
void require_specimen(Evidence& evidence, Classification classification) {
  if (classification != Classification::Pathological && classification != Classification::PostTherapyPathological)
    return;
  for (const std::string_view axis : {"t", "n"}) {
    const bool specimen = std::any_of(evidence.inputs.begin(), evidence.inputs.end(), [&](const ChosenInput& input) {
      return input.axis == axis && input.from_specimen;
    });
    if (specimen) continue;
    std::set<std::string_view> left_out;
    for (const ChosenInput& input : evidence.inputs)
      if (input.axis == axis) left_out.insert(input.facts.begin(), input.facts.end());
    for (const std::string_view id : left_out)
      evidence.refused.push_back({std::string(id), {Why::NoSpecimen, {}, {}}, axis_of_name(axis)});
    std::erase_if(evidence.admitted, [&](const Fact* fact) { return left_out.contains(fact->id); });
    std::erase_if(evidence.inputs, [&](const ChosenInput& input) { return input.axis == axis; });
  }
}

void note_look(Evidence& evidence, const Fact& fact, const Described& described, const Placed& placed) {
  evidence.looked.push_back(
      {&fact, described.axis, described.method, InputChooser::from_specimen(placed.phase, described.method)});
}

void note_rule(Evidence& evidence, const course::RuleSet& rules, const course::Verdict& verdict, Axis axis) {
  const auto known = std::find_if(evidence.rules.begin(), evidence.rules.end(), [&](const statement::UsedRule& other) {
    return other.row == verdict.row && other.table == verdict.table;
  });
  evidence.window_rules[axis].insert(static_cast<std::size_t>(known - evidence.rules.begin()));
  if (known == evidence.rules.end())
    evidence.rules.push_back(
        {std::string(rules.window_pack()), verdict.table, verdict.row, verdict.source, verdict.verified});
}

/// Facts by id, each once; the latest of them dates the evidence.
void put_in_order(Evidence& evidence) {
  const auto in_order = [](const Fact* left, const Fact* right) { return left->id < right->id; };
  std::sort(evidence.admitted.begin(), evidence.admitted.end(), in_order);
  evidence.admitted.erase(std::unique(evidence.admitted.begin(), evidence.admitted.end()), evidence.admitted.end());
  std::sort(evidence.refused.begin(), evidence.refused.end(),
            [](const statement::RefusedFact& left, const statement::RefusedFact& right) {
              return std::tie(left.id, left.reason) < std::tie(right.id, right.reason);
            });
  for (const Fact* fact : evidence.admitted)
    if (fact->effective.is_known() &&
        (!evidence.latest.is_known() || fact->effective.latest() > evidence.latest.latest()))
      evidence.latest = fact->effective;
}

/// A fact outside the window; one of another classification needs no word.
void note_outside(Evidence& evidence, const Fact& fact, const Placed& placed, Axis axis) {
  if (placed.imprecise)
    evidence.refused.push_back({fact.id, {Why::CoarseDate, {}, {}}, axis});
  else if (placed.verdict->reason != course::kOtherClassification)
    evidence.refused.push_back({fact.id, {Why::Window, {}, placed.verdict->reason}, axis});
}

}  // namespace

std::string_view input_name(Axis axis) {
  switch (axis) {
    case Axis::T:
      return "t";
    case Axis::N:
      return "n";
    case Axis::M:
      return "m";
    case Axis::Group:
      return "group";
  }
  return "group";
}

Axis axis_of_name(std::string_view name) {
  for (const Axis axis : {Axis::T, Axis::N, Axis::M})
    if (name == input_name(axis)) return axis;
  return Axis::Group;
}

std::string_view axis_of_input(const rules::InputDeclaration& input) {
  if (input.role == rules::InputRole::Factor) return "factor";
  if (input.role == rules::InputRole::Category) return input.name;
  for (const std::string_view start : {"node", "ene", "extranodal", "tumor_deposits", "in_transit", "satellite", "itc"})
    if (input.name.starts_with(start)) return "n";
  return input.name.starts_with("mets") ? "m" : "t";
}

bool Evidence::has_staging_facts(bool with_m) const {
  const auto counts = [&](const ChosenInput& input) { return input.axis != "factor" && (with_m || input.axis != "m"); };
  const auto stated_counts = [&](const auto& entry) { return with_m || entry.first != Axis::M; };
  return std::any_of(stated.begin(), stated.end(), stated_counts) || std::any_of(inputs.begin(), inputs.end(), counts);
}

bool Evidence::has_factors(bool from_specimen) const {
  return std::any_of(inputs.begin(), inputs.end(), [&](const ChosenInput& input) {
    return input.axis == "factor" && (!from_specimen || input.from_specimen);
  });
}

const StatedCategory* Evidence::stated_on(Axis axis) const {
  const auto found = stated.find(axis);
  return found == stated.end() ? nullptr : &std::get<StatedCategory>(found->second->payload);
}

Evidence collect_evidence(const course::Calendar& calendar, Classification classification, const rules::Pack* pack,
                          const course::RuleSet& rules, const std::optional<RecurrenceWindow>& recurrence) {
  Evidence evidence;
  const InputFinder finder(pack, calendar.tumor->site);
  InputChooser chooser(finder, classification, rules);
  Exclusions exclusions = find_exclusions(calendar);
  evidence.issues = std::move(exclusions.issues);
  std::map<Axis, std::vector<const Fact*>> stated;
  for (const Fact* fact : calendar.facts) {
    const std::optional<Described> described = describe(*fact, finder);
    if (!described || repeats_assessment(*fact, calendar)) continue;
    if (std::holds_alternative<Event>(fact->payload) && classification != Classification::Recurrence) continue;
    const Placed placed = place(calendar, classification, *fact, *described, rules);
    if (placed.verdict == nullptr) continue;
    const Axis axis = axis_of_name(described->axis);
    if (!described->asked) {
      if (placed.verdict->admitted && !placed.imprecise) note_look(evidence, *fact, *described, placed);
      continue;
    }
    if (!placed.verdict->admitted || placed.imprecise) {
      note_outside(evidence, *fact, placed, axis);
      continue;
    }
    if (recurrence && !surely_in(*recurrence, fact->effective)) {
      evidence.refused.push_back({fact->id, {Why::AfterWorkUp, {}, {}}, axis});
      continue;
    }
    if (const auto wrong = exclusions.refused.find(fact); wrong != exclusions.refused.end()) {
      evidence.refused.push_back({fact->id, {Why::Contradicted, {}, wrong->second}, axis});
      evidence.contradicted.emplace(described->axis);
      continue;
    }
    note_look(evidence, *fact, *described, placed);
    if (const auto* finding = std::get_if<Finding>(&fact->payload))
      if (finding->name == "nodes_positive") chooser.note_examined(*fact, calendar.facts);
    note_rule(evidence, rules, *placed.verdict, axis);
    if (const auto* category = std::get_if<StatedCategory>(&fact->payload)) {
      stated[category->axis].push_back(fact);
      evidence.unclassified_stated |= !category->classification;
    } else {
      chooser.add(*fact, placed.phase, described->method);
    }
  }
  chooser.finish(evidence);
  require_specimen(evidence, classification);
  for (auto& [axis, candidates] : stated)
    choose_stated(candidates, axis, rules::ValueOrder(pack, input_name(axis)), evidence);
  put_in_order(evidence);
  return evidence;
}

}  // namespace restage::staging
