// SPDX-License-Identifier: Apache-2.0
#include "staging/choose_input.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "core/node_regions.h"
#include "core/site_codes.h"
#include "rules/pack/distant_stations.h"
#include "rules/pack/value_order.h"
#include "staging/evidence.h"

namespace restage::staging {
namespace {

bool is_microscopic(Method method) {
  return method == Method::Pathology || method == Method::Biopsy || method == Method::Surgery ||
         method == Method::Autopsy;
}

bool in_resection(course::Phase phase) {
  return phase == course::Phase::SurgeryDay || phase == course::Phase::Specimen;
}

bool holds(const std::vector<std::string>& values, std::string_view value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

/// 1 ng/mL is 1 ug/L: the units staging factors come in. Others must match as written.
bool same_unit(std::string_view left, std::string_view right) {
  const auto plain = [](std::string_view unit) {
    std::string text = text::to_lower(unit);
    if (text == "ng/ml" || text == "ug/l" || text == "mcg/l") return std::string("ng/ml");
    if (text == "iu/l" || text == "u/l" || text == "[iu]/l") return std::string("u/l");
    if (text == "miu/ml" || text == "m[iu]/ml") return std::string("u/l");
    return text;
  };
  return left.empty() || right.empty() || plain(left) == plain(right);
}

/// The category of a node with metastasis somewhere: the one positive value, or the coarse one that covers them all.
std::string any_positive_node(const rules::Pack& pack) {
  const rules::InputModel* n = pack.model() == nullptr ? nullptr : pack.model()->input("n");
  if (n == nullptr) return {};
  std::vector<std::uint32_t> positive;
  for (std::uint32_t leaf = 0; leaf < n->leaf_count; ++leaf)
    if (!n->declaration.values[leaf].starts_with("N0")) positive.push_back(leaf);
  if (positive.size() == 1) return n->declaration.values[positive.front()];
  for (std::size_t coarse = 0; coarse < n->members.size(); ++coarse)
    if (n->members[coarse] == positive) return n->declaration.values[n->leaf_count + coarse];
  return {};
}

}  // namespace

const rules::InputDeclaration* InputFinder::input(std::string_view name) const {
  if (pack_ == nullptr) return nullptr;
  for (const rules::InputDeclaration& declaration : pack_->inputs())
    if (declaration.name == name) return &declaration;
  return nullptr;
}

const rules::InputDeclaration* InputFinder::present_or_not() const {
  const rules::InputDeclaration* declaration = input("metastasis");
  return declaration != nullptr && holds(declaration->values, "M1") ? declaration : nullptr;
}

const rules::InputDeclaration* InputFinder::distant_stations(const Fact& fact) const {
  const auto* finding = std::get_if<Finding>(&fact.payload);
  if (pack_ == nullptr || finding == nullptr || finding->name != "nodes") return nullptr;
  const rules::InputDeclaration* const places = rules::distant_places(pack_->inputs());
  const auto distant = [&](const std::string& station) { return rules::is_distant_station(*places, station); };
  return places != nullptr && std::any_of(finding->members.begin(), finding->members.end(), distant) ? places : nullptr;
}

const rules::InputDeclaration* InputFinder::other_form_of_nodes(const Fact& fact, std::string& value) const {
  const auto* finding = std::get_if<Finding>(&fact.payload);
  if (finding != nullptr && finding->name == kRegionalNodes && pack_ != nullptr) {
    value = any_positive_node(*pack_);
    return value.empty() ? nullptr : input("n");
  }
  if (finding == nullptr || (finding->name != "nodes" && finding->name != "nodes_positive")) return nullptr;
  if (input(finding->name) != nullptr || distant_stations(fact) != nullptr) return nullptr;
  const bool counts = finding->name == "nodes_positive";
  const rules::InputDeclaration* other = input(counts ? "nodes" : "nodes_positive");
  if (other == nullptr || (counts ? !finding->number.has_value() : !finding->is_set && finding->members.empty()))
    return nullptr;
  const bool positive = counts ? *finding->number > Decimal() : !finding->members.empty();
  value = counts ? "none" : "0";
  if (!positive) return other;
  value = any_positive_node(*pack_);
  return value.empty() ? nullptr : input("n");
}

const rules::InputDeclaration* InputFinder::input_of(const Fact& fact) const {
  if (const auto* finding = std::get_if<Finding>(&fact.payload)) {
    if (const rules::InputDeclaration* own = input(finding->name)) return own;
    if (const rules::InputDeclaration* places = distant_stations(fact)) return places;
    std::string value;
    return other_form_of_nodes(fact, value);
  }
  if (const auto* lab = std::get_if<LabValue>(&fact.payload)) {
    const rules::InputDeclaration* declaration = input(lab->analyte);
    return declaration != nullptr && declaration->role != rules::InputRole::Category ? declaration : nullptr;
  }
  if (const auto* lesion = std::get_if<LesionMeasurement>(&fact.payload))
    return lesion->primary && !lesion->node && lesion->long_mm ? input("size_mm") : nullptr;
  if (const auto* metastasis = std::get_if<MetastasisFinding>(&fact.payload)) {
    if (metastasis->organ == kUnplacedNodes) return nullptr;
    const rules::InputDeclaration* places = input("mets");
    if (places == nullptr) return present_or_not();
    return metastasis->organ.empty() && metastasis->present ? nullptr : places;
  }
  if (const auto* event = std::get_if<Event>(&fact.payload))
    return event->kind == Event::Kind::Recurrence && event->extent == "distant" && !event->organ.empty() ? input("mets")
                                                                                                         : nullptr;
  return nullptr;
}

bool InputChooser::from_specimen(course::Phase phase, Method method) {
  if (method == Method::Pathology || method == Method::Surgery || method == Method::Autopsy) return true;
  return in_resection(phase) && (method == Method::Unknown || method == Method::Biopsy);
}

bool InputChooser::fill(Candidate& candidate, const rules::InputDeclaration& input) const {
  const auto organ_member = [&](const std::string& organ) {
    if (holds(input.values, organ)) return organ;
    const bool own_organ =
        organ == finder_.site().category || (finder_.pack() != nullptr && organ == finder_.pack()->identity().site);
    return !own_organ && holds(input.values, "other") ? std::string("other") : std::string();
  };
  const Payload& payload = candidate.fact->payload;
  if (const auto* finding = std::get_if<Finding>(&payload)) {
    candidate.number = finding->number;
    candidate.value = finding->number ? finding->number->text() : finding->text;
    candidate.members = finding->members;
    if (const rules::InputDeclaration* places = finder_.distant_stations(*candidate.fact)) {
      const auto distant = [&](const std::string& station) { return rules::is_distant_station(*places, station); };
      std::erase_if(candidate.members, distant);
      if (places == &input)
        candidate.members = {std::string(rules::kDistantNodes)};
      else if (candidate.members.empty())
        return false;  // what it says is not about regional nodes
    }
    // The morphology of a specimen, where the pack asks in its own words: 9061/3 is seminoma.
    if (const auto morphology = finding->name == "histology" ? read_morphology(finding->text) : std::nullopt;
        morphology && !input.from_morphology.empty())
      candidate.value = input.value_from_morphology(morphology->histology, morphology->behavior);
    if (std::string value; &input == finder_.other_form_of_nodes(*candidate.fact, value)) {
      candidate.members.clear();
      candidate.number = value == "0" ? std::optional<Decimal>(Decimal()) : std::nullopt;
      candidate.value = value;
      return true;
    }
    candidate.organ = finding->organ;
    candidate.lesion = finding->lesion;
    return input.type == rules::InputType::Set ? finding->is_set || !finding->members.empty()
                                               : !candidate.value.empty();
  }
  if (const auto* lab = std::get_if<LabValue>(&payload)) {
    candidate.number = lab->value;
    candidate.value = lab->value ? lab->value->text() : lab->text;
    return !candidate.value.empty() && same_unit(lab->unit, input.unit);
  }
  if (const auto* lesion = std::get_if<LesionMeasurement>(&payload)) {
    candidate.number = lesion->long_mm;
    candidate.value = lesion->long_mm->text();
    candidate.lesion = lesion->lesion;
    return true;
  }
  const auto* metastasis = std::get_if<MetastasisFinding>(&payload);
  const auto* event = std::get_if<Event>(&payload);
  if (metastasis != nullptr && &input == finder_.present_or_not()) {
    // One place without metastasis does not make M0.
    candidate.value = metastasis->present ? "M1" : metastasis->organ.empty() ? "M0" : "";
    return !candidate.value.empty();
  }
  candidate.organ = metastasis != nullptr ? metastasis->organ : event->organ;
  if (metastasis != nullptr && !metastasis->present) return true;
  const std::string member = organ_member(candidate.organ);
  if (!member.empty()) candidate.members.push_back(member);
  return !member.empty();
}

void InputChooser::add(const Fact& fact, course::Phase phase, Method method) {
  // Nodes of which nobody says that they are not regional are no distant metastasis.
  const auto* nodes = std::get_if<MetastasisFinding>(&fact.payload);
  if (nodes != nullptr && nodes->organ == kUnplacedNodes) return;
  const rules::InputDeclaration* input = finder_.input_of(fact);
  Candidate candidate{&fact, method, 0, from_specimen(phase, method), is_microscopic(method), {}, {}, {}, {}, {}};
  if (const rules::InputDeclaration* places = finder_.distant_stations(fact);
      places != nullptr && places != input && fill(candidate, *places)) {
    keep(candidate, *places);
    candidate.members.clear();
  }
  if (input == nullptr || !fill(candidate, *input)) {
    if (std::holds_alternative<MetastasisFinding>(fact.payload) || std::holds_alternative<Event>(fact.payload))
      unmapped_metastases_.push_back(&fact);
    return;
  }
  keep(std::move(candidate), *input);
}

std::string_view InputChooser::measure_of(const rules::InputDeclaration& input) const {
  return rules_.measure_of(input.name, input.unit == "mm");
}

void InputChooser::keep(Candidate candidate, const rules::InputDeclaration& input) {
  const Method ranked =
      candidate.method == Method::Unknown && candidate.specimen ? Method::Pathology : candidate.method;
  candidate.rank = rules_.rank(classification_, measure_of(input), ranked);
  candidates_[input.name].push_back(std::move(candidate));
}

/// Findings of nothing, by place and rank in order of their dates, so that each positive looks up its own.
class InputChooser::Negatives {
 public:
  Negatives(const std::vector<Candidate>& candidates, bool unplaced_count) {
    for (const Candidate& candidate : candidates)
      if (candidate.members.empty() && (unplaced_count || !candidate.organ.empty()))
        by_place_[candidate.organ][candidate.rank].push_back(&candidate);
  }

  /// The first of higher precedence about a place of the positive, and not earlier than it.
  const Candidate* refuting(const Candidate& positive) const {
    const Candidate* first = nullptr;
    look_at("", positive, first);
    if (!positive.organ.empty()) look_at(positive.organ, positive, first);
    for (const std::string& member : positive.members)
      if (!member.empty()) look_at(member, positive, first);
    return first;
  }

 private:
  void look_at(std::string_view place, const Candidate& positive, const Candidate*& first) const {
    const auto found = by_place_.find(place);
    if (found == by_place_.end()) return;
    for (const auto& [rank, negatives] : found->second) {
      if (rank >= positive.rank) return;
      const auto later = std::lower_bound(negatives.begin(), negatives.end(), positive.fact->effective,
                                          [](const Candidate* negative, const PartialDate& date) {
                                            return PartialDate::sorts_before(negative->fact->effective, date);
                                          });
      if (later != negatives.end() && (first == nullptr || *later < first)) first = *later;
    }
  }
  std::map<std::string_view, std::map<int, std::vector<const Candidate*>>> by_place_;
};

void InputChooser::choose_single(const rules::InputDeclaration& input, std::vector<Candidate>& candidates,
                                 Evidence& evidence) const {
  const rules::ValueOrder order(finder_.pack(), input.name);
  const course::Several several = rules_.several(measure_of(input));
  std::sort(candidates.begin(), candidates.end(), [&](const Candidate& left, const Candidate& right) {
    const int advanced = order.compare(left.value, right.value);
    if (several == course::Several::Highest && advanced != 0) return advanced > 0;
    if (left.rank != right.rank) return left.rank < right.rank;
    if (several == course::Several::HighestOfRank && advanced != 0) return advanced > 0;
    if (left.fact->effective != right.fact->effective)
      return PartialDate::sorts_before(right.fact->effective, left.fact->effective);
    // On one day the larger number, and of codes the less advanced. SOURCE: UICC general rule 4.
    if (left.number && right.number && *left.number != *right.number) return *left.number > *right.number;
    return advanced != 0 ? advanced < 0 : left.fact->id < right.fact->id;
  });
  const Candidate* chosen = &candidates.front();
  // What leaves more open never stands before what it covers: T2a beside T2, G3 beside GX.
  for (const Candidate& other : candidates)
    if (order.narrows(other.value, chosen->value)) chosen = &other;
  int foci = 1;
  if (several == course::Several::LargestOfLesions) chosen = largest_of_lesions(candidates, chosen, foci);
  ChosenInput result{input.name, chosen->value, std::string(axis_of_input(input)), {}, false, false, foci};
  combine_specimens(input, candidates, chosen, result);
  for (const Candidate& candidate : candidates) {
    if (!result.parts.empty() && candidate.rank == chosen->rank && examined_.contains(candidate.fact)) {
      result.facts.push_back(candidate.fact->id);
      result.from_specimen = result.microscopic = true;
      evidence.admitted.push_back(candidate.fact);
      continue;
    }
    const bool coarser = order.narrows(chosen->value, candidate.value);
    if (candidate.value == chosen->value || (coarser && &candidate < chosen && !order.is_open(candidate.value))) {
      result.facts.push_back(candidate.fact->id);
      result.from_specimen |= candidate.specimen;
      result.microscopic |= candidate.microscopic;
      evidence.admitted.push_back(candidate.fact);
      continue;
    }
    using Why = statement::Refusal::Why;
    const Why why = coarser ? Why::SaysLess : candidate.rank != chosen->rank ? Why::Overruled : Why::Replaced;
    evidence.refused.push_back(
        {candidate.fact->id, {why, chosen->fact->id, chosen->value}, axis_of_name(axis_of_input(input))});
  }
  evidence.inputs.push_back(std::move(result));
}

void InputChooser::note_examined(const Fact& positive, const std::vector<const Fact*>& facts) {
  const auto& counted = std::get<Finding>(positive.payload);
  for (const Fact* fact : facts) {
    const auto* finding = std::get_if<Finding>(&fact->payload);
    if (finding == nullptr || finding->name != "nodes_examined" || !finding->number) continue;
    if (fact->effective == positive.effective && finding->specimen == counted.specimen &&
        (fact->source.record == positive.source.record || !examined_.contains(&positive)))
      examined_.insert_or_assign(&positive, *finding->number);
  }
}

void InputChooser::combine_specimens(const rules::InputDeclaration& input, const std::vector<Candidate>& candidates,
                                     const Candidate*& chosen, ChosenInput& result) const {
  if (!chosen->specimen || result.foci > 1 || axis_of_input(input) == "factor") return;
  if (input.name == "nodes_positive") return add_counts(candidates, *chosen, result);
  const rules::ValueOrder order(finder_.pack(), input.name);
  for (const Candidate& other : candidates) {
    if (!other.specimen || other.rank != chosen->rank || other.fact->effective == chosen->fact->effective) continue;
    if (other.lesion != chosen->lesion) continue;
    const bool more = other.number && chosen->number ? *other.number > *chosen->number
                                                     : order.compare(other.value, chosen->value) > 0;
    if (more && !order.narrows(chosen->value, other.value)) chosen = &other;
  }
  result.value = chosen->value;
}

void InputChooser::add_counts(const std::vector<Candidate>& candidates, const Candidate& chosen,
                              ChosenInput& result) const {
  std::vector<std::pair<std::int64_t, std::int64_t>> reports;  // positive, examined: one pair is one report
  std::int64_t positive = 0, examined = 0;
  for (const Candidate& each : candidates) {
    const auto counted = examined_.find(each.fact);
    if (each.rank != chosen.rank || !each.specimen || !each.number || counted == examined_.end()) continue;
    if (!each.number->is_integer() || !counted->second.is_integer()) continue;
    const std::pair report{each.number->digits(), counted->second.digits()};
    if (std::find(reports.begin(), reports.end(), report) != reports.end()) continue;
    reports.push_back(report);
    positive += report.first;
    examined += report.second;
  }
  if (reports.size() < 2) return;
  // A report that gives the sum of the others is the sum.
  for (const auto& [some, of] : reports)
    if (2 * of == examined && 2 * some == positive) {
      result.value = std::to_string(some);
      return;
    }
  result.value = std::to_string(positive);
  std::sort(reports.begin(), reports.end());
  for (const auto& [some, of] : reports) result.parts.push_back(std::to_string(some) + " of " + std::to_string(of));
}

const InputChooser::Candidate* InputChooser::largest_of_lesions(const std::vector<Candidate>& candidates,
                                                                const Candidate* chosen, int& foci) {
  std::set<std::string_view> seen{chosen->lesion};
  for (const Candidate& other : candidates) {
    if (other.rank != candidates.front().rank || other.lesion.empty() || !seen.insert(other.lesion).second) continue;
    if (std::holds_alternative<LesionMeasurement>(other.fact->payload)) ++foci;
    if (other.number && chosen->number && *other.number > *chosen->number) chosen = &other;
  }
  return chosen;
}

void InputChooser::choose_set(const rules::InputDeclaration& input, std::vector<Candidate>& candidates,
                              Evidence& evidence) const {
  // What was found adds up; a negative of higher precedence about the same place overrules a positive.
  const Negatives negatives(candidates, input.name != "mets");
  std::set<std::string> members;
  ChosenInput result{input.name, {}, std::string(axis_of_input(input)), {}, false, false};
  for (const Candidate& candidate : candidates) {
    const Candidate* by = candidate.members.empty() ? nullptr : negatives.refuting(candidate);
    if (by != nullptr) {
      evidence.refused.push_back({candidate.fact->id,
                                  {statement::Refusal::Why::Overruled, by->fact->id, {}},
                                  axis_of_name(axis_of_input(input))});
      continue;
    }
    members.insert(candidate.members.begin(), candidate.members.end());
    result.facts.push_back(candidate.fact->id);
    result.from_specimen |= candidate.specimen;
    result.microscopic |= candidate.microscopic && !candidate.members.empty();
    evidence.admitted.push_back(candidate.fact);
  }
  for (const std::string& value : input.values)
    if (members.contains(value)) result.value += (result.value.empty() ? "" : "+") + value;
  for (const std::string& member : members)
    if (!holds(input.values, member)) result.value += (result.value.empty() ? "" : "+") + member;
  if (members.empty()) result.value = "none";
  if (members.empty() && input.name == "mets" && looks_at_organs_alone(candidates)) {
    // A chest CT without metastasis speaks of the lung and no more.
    for (const Candidate& candidate : candidates) evidence.organs_free.push_back(candidate.organ);
    return;
  }
  if (input.name == "mets") evidence.microscopic_metastasis |= result.microscopic;
  evidence.inputs.push_back(std::move(result));
}

bool InputChooser::looks_at_organs_alone(const std::vector<Candidate>& candidates) {
  return std::all_of(candidates.begin(), candidates.end(), [](const Candidate& candidate) {
    return std::holds_alternative<MetastasisFinding>(candidate.fact->payload) && candidate.members.empty() &&
           !candidate.organ.empty();
  });
}

void InputChooser::finish(Evidence& evidence) {
  if (finder_.pack() == nullptr) return;
  for (const rules::InputDeclaration& input : finder_.pack()->inputs()) {
    const auto found = candidates_.find(input.name);
    if (found == candidates_.end()) continue;
    if (input.type == rules::InputType::Set)
      choose_set(input, found->second, evidence);
    else
      choose_single(input, found->second, evidence);
  }
  const rules::InputDeclaration* category = finder_.input("m");
  if (unmapped_metastases_.empty() || category == nullptr || !holds(category->values, "M1")) return;
  // Metastasis somewhere, but not where: M1 as far as the pack knows a plain one.
  ChosenInput present{"m", {}, "m", {}, false, false};
  for (const Fact* fact : unmapped_metastases_) {
    const auto* metastasis = std::get_if<MetastasisFinding>(&fact->payload);
    if (metastasis != nullptr && !metastasis->present) continue;
    present.value = "M1";
    present.facts.push_back(fact->id);
    evidence.microscopic_metastasis |= metastasis != nullptr && is_microscopic(metastasis->method);
    evidence.admitted.push_back(fact);
  }
  const bool placed = std::any_of(evidence.inputs.begin(), evidence.inputs.end(), [](const ChosenInput& input) {
    return input.name == "mets" && input.value != "none";
  });
  if (!present.value.empty() && !placed) evidence.inputs.push_back(std::move(present));
}

}  // namespace restage::staging
