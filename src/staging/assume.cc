// SPDX-License-Identifier: Apache-2.0
#include "staging/assume.h"

#include <algorithm>
#include <set>

#include "staging/conventions.h"

namespace restage::staging {
namespace {

/// Found something where it looked: a node, a metastasis. A finding of none is no such thing.
bool is_positive(const Fact& fact) {
  if (const auto* finding = std::get_if<Finding>(&fact.payload)) {
    if (!finding->members.empty()) return true;
    if (finding->is_set) return false;
    if (finding->number) return *finding->number > Decimal();
    return finding->text != "no" && finding->text != "none" && !finding->text.empty();
  }
  if (const auto* metastasis = std::get_if<MetastasisFinding>(&fact.payload)) return metastasis->present;
  if (const auto* stated = std::get_if<StatedCategory>(&fact.payload))
    return !stated->value.starts_with(stated->axis == Axis::M ? "M0" : "N0");
  return true;
}

std::string token_of(const Looked& look) {
  if (look.axis == "m") return is_positive(*look.fact) ? std::string() : "m";
  if (look.axis != "t" && look.axis != "n") return {};
  std::string token = std::string(look.axis) + "-";
  return token.append(look.specimen ? "specimen" : to_string(look.method));
}

/// A look at the nodes before any specimen found none, and no such look found one.
bool nodes_are_clear(const Evidence& evidence) {
  bool any = false;
  for (const Looked& look : evidence.looked) {
    if (look.axis != "n" || look.specimen) continue;
    if (is_positive(*look.fact)) return false;
    any = true;
  }
  return any;
}

/// A look at the nodes before any specimen found some.
bool nodes_are_detected(const Evidence& evidence) {
  return std::any_of(evidence.looked.begin(), evidence.looked.end(), [](const Looked& look) {
    return look.axis == "n" && !look.specimen && look.method != Method::Biopsy && is_positive(*look.fact);
  });
}

constexpr std::string_view kUnknown = "unknown";

class Assumer {
 public:
  Assumer(const StagingContext& context, const TimePoint& point, const rules::Pack& pack, const Evidence& evidence,
          GivenToTables& given)
      : context_(context), point_(point), pack_(pack), evidence_(evidence), given_(given) {
    std::set<std::string> tokens;
    for (const Looked& look : evidence.looked)
      if (std::string token = token_of(look); !token.empty()) tokens.insert(std::move(token));
    if (nodes_are_clear(evidence)) tokens.insert("n-clear");
    if (nodes_are_detected(evidence)) tokens.insert("n-detected");
    for (const std::string& token : tokens) looked_ += (looked_.empty() ? "" : "+") + token;
    if (looked_.empty()) looked_ = "none";
  }

  void run() {
    for (const rules::InputDeclaration& input : pack_.inputs()) {
      const std::string_view axis = axis_of_input(input);
      if (input.role != rules::InputRole::Finding || !input.absent.empty() || (axis != "t" && axis != "n")) continue;
      if (evidence_.stated_on(axis_of_name(axis)) == nullptr && !is_given(input.name)) ask(input.name, axis);
    }
    if (is_silent("t")) ask("t", "t");
    if (has_input("n") && is_silent("n") && !nodes_are_suspect()) {
      tumor_ = tumor_class();
      ask("n", "n");
    }
    if (is_silent("m") && !metastasis_is_on_record()) ask(has_input("m") ? "m" : "mets", "m");
  }

 private:
  bool is_given(std::string_view name) const {
    return std::any_of(given_.values.begin(), given_.values.end(),
                       [&](const auto& each) { return each.first == name; });
  }

  bool has_input(std::string_view name) const {
    const auto inputs = pack_.inputs();
    return std::any_of(inputs.begin(), inputs.end(),
                       [&](const rules::InputDeclaration& input) { return input.name == name; });
  }

  /// Neither found nor stated.
  bool is_silent(std::string_view axis) const {
    const bool found = std::any_of(evidence_.inputs.begin(), evidence_.inputs.end(),
                                   [&](const ChosenInput& input) { return input.axis == axis; });
    return !found && !is_given(axis) && evidence_.stated_on(axis_of_name(axis)) == nullptr;
  }

  void ask(std::string_view input, std::string_view axis) {
    if (!has_input(input) || evidence_.contradicted.contains(std::string(axis))) return;
    const statement::Assumption* answer =
        context_.conventions->answer({point_.classification, pack_.identity().site, input, tumor_, looked_});
    if (answer == nullptr) return;
    statement::Assumption& assumption = given_.assumed.emplace_back(*answer);
    for (const Looked& look : evidence_.looked)
      if (look.axis == axis || (axis == "n" && look.axis == "t")) assumption.evidence.push_back(look.fact->id);
    std::sort(assumption.evidence.begin(), assumption.evidence.end());
    if (axis == "m") assumption.covered = evidence_.organs_free;
    given_.values.emplace_back(std::string(input), assumption.value);
  }

  /// The main class of T as far as it is known by now.
  std::string tumor_class() const {
    std::set<std::string> classes;
    if (const StatedCategory* stated = evidence_.stated_on(Axis::T)) {
      classes.insert(context_.conventions->tumor_class(stated->value));
    } else {
      std::vector<rules::GivenInput> given;
      for (const auto& [name, value] : given_.values) given.push_back({name, value});
      const auto evaluation =
          context_.memory->evaluate(pack_, to_string(point_.classification), given, rules::Pack::Start::Findings);
      if (const rules::OutputValue* t = evaluation->output("t"))
        for (const std::string_view value : t->possible) classes.insert(context_.conventions->tumor_class(value));
    }
    return classes.size() == 1 ? *classes.begin() : std::string(kUnknown);
  }

  /// A node found by any look of the work-up, also one this classification does not use.
  bool nodes_are_suspect() const {
    for (const Fact* fact : context_.calendar->facts) {
      if (!is_of_diagnosis(*fact) || !is_positive(*fact)) continue;
      if (const auto* lesion = std::get_if<LesionMeasurement>(&fact->payload); lesion != nullptr && lesion->node)
        return true;
      if (const auto* stated = std::get_if<StatedCategory>(&fact->payload);
          stated != nullptr && stated->axis == Axis::N && !stated->value.starts_with("NX"))
        return true;
      const auto* finding = std::get_if<Finding>(&fact->payload);
      if (finding != nullptr && finding->name.starts_with("node") && finding->name != "nodes_examined") return true;
    }
    return false;
  }

  /// Metastasis that somebody recorded of the time of diagnosis, and that no window could use.
  bool metastasis_is_on_record() const {
    const std::string stated_group =
        evidence_.stated_on(Axis::Group) == nullptr ? std::string() : evidence_.stated_on(Axis::Group)->value;
    if (stated_group.starts_with("IV")) return true;
    return std::any_of(context_.course->facts.begin(), context_.course->facts.end(), [&](const Fact& fact) {
      if ((!fact.tumor.empty() && fact.tumor != context_.calendar->tumor->id) || !is_of_diagnosis(fact)) return false;
      if (const auto* lesion = std::get_if<LesionMeasurement>(&fact.payload))
        return !lesion->primary && !lesion->node && !lesion->organ.empty() &&
               lesion->organ != context_.calendar->tumor->site.category &&
               lesion->state != LesionMeasurement::State::Absent;
      const auto* stated = std::get_if<StatedCategory>(&fact.payload);
      if (stated != nullptr && stated->axis == Axis::M) return is_positive(fact);
      const auto* metastasis = std::get_if<MetastasisFinding>(&fact.payload);
      return metastasis != nullptr && metastasis->present;
    });
  }

  /// Up to the end of the clinical window, or without a date; what follows a progression or a disease-free state is
  /// later.
  bool is_of_diagnosis(const Fact& fact) const {
    const course::Calendar& calendar = *context_.calendar;
    if (!fact.effective.is_known() || !calendar.diagnosed.is_known()) return true;
    const auto reaches = [&](const PartialDate& date) {
      return date.is_known() && date.latest() <= fact.effective.earliest();
    };
    if (calendar.progression != nullptr && reaches(calendar.progression->effective)) return false;
    if (!calendar.spells.empty() && calendar.spells.front().start != nullptr &&
        reaches(calendar.spells.front().start->effective))
      return false;
    return fact.effective.earliest() <=
           add_months(calendar.diagnosed.latest(), context_.rules->months("clinical-window"));
  }

  const StagingContext& context_;
  const TimePoint& point_;
  const rules::Pack& pack_;
  const Evidence& evidence_;
  GivenToTables& given_;
  std::string looked_;
  std::string tumor_{kUnknown};
};

}  // namespace

void assume(const StagingContext& context, const TimePoint& point, const rules::Pack& pack, const Evidence& evidence,
            GivenToTables& given) {
  if (context.conventions == nullptr || point.classification == Classification::Recurrence ||
      point.classification == Classification::Autopsy)
    return;
  Assumer(context, point, pack, evidence, given).run();
}

}  // namespace restage::staging
