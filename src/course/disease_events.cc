// SPDX-License-Identifier: Apache-2.0
#include "course/disease_events.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "core/node_regions.h"

namespace restage::course {
namespace {

template <class T>
const T* as(const Fact& fact) {
  return std::get_if<T>(&fact.payload);
}

bool by_tissue(Method method) {
  return method == Method::Biopsy || method == Method::Pathology || method == Method::Surgery;
}

const Treatment* definitive_treatment(const Fact& fact) {
  const auto* treatment = as<Treatment>(fact);
  const bool counts = treatment != nullptr && treatment->definitive && treatment->kind != Treatment::Kind::Other &&
                      treatment->intent != "diagnostic" && treatment->intent != "supportive";
  return counts ? treatment : nullptr;
}

bool ends_freedom(StateEvent kind) {
  return kind == StateEvent::Recurrence || kind == StateEvent::Progression || kind == StateEvent::NewDisease ||
         kind == StateEvent::Proven || kind == StateEvent::ProvenAfterTreatment ||
         kind == StateEvent::PersistentByDefinition;
}

/// Walks the facts of one tumor once.
class EventBuilder {
 public:
  EventBuilder(const DiseaseFacts& course, const DiseaseRules& rules)
      : course_(course), rules_(rules), treatments_(*course.facts) {}

  std::vector<DiseaseEvent> build() {
    for (const Fact* fact : *course_.facts) {
      if (!fact->effective.is_known() ||
          (course_.diagnosed.is_known() && fact->effective.surely_before(course_.diagnosed)))
        continue;
      DiseaseEvent event = event_of(*fact);
      event.fact = fact;
      if (event.kind == StateEvent::DiseaseFree) settle_order(event);
      if (event.kind == StateEvent::DiseaseFree) {
        free_ = true;
        organs_.clear();
      } else if (ends_freedom(event.kind)) {
        free_ = false;
      }
      if (event.shows_disease && (!event.organ.empty() || as<MetastasisFinding>(*fact) != nullptr))
        organs_.insert(event.organ);
      if (event.kind != StateEvent::None || event.shows_disease || event.words_unknown || event.unordered != nullptr)
        events_.push_back(std::move(event));
    }
    apply_persistence_window();
    return std::move(events_);
  }

 private:
  DiseaseEvent event_of(const Fact& fact) {
    if (as<Treatment>(fact) != nullptr) {
      DiseaseEvent event;
      if (definitive_treatment(fact) != nullptr) event.kind = StateEvent::Treatment;
      return event;
    }
    if (const auto* metastasis = as<MetastasisFinding>(fact)) return of_metastasis(fact, *metastasis);
    if (const auto* lesion = as<LesionMeasurement>(fact)) return of_lesion(*lesion);
    if (const auto* finding = as<Finding>(fact)) return of_finding(fact, *finding);
    if (const auto* event = as<Event>(fact)) return of_document(fact, *event);
    return {};
  }

  bool treated_before(const Fact& fact) const {
    return course_.first_treatment != nullptr && fact.effective.surely_after(course_.first_treatment->effective);
  }

  DiseaseEvent of_metastasis(const Fact& fact, const MetastasisFinding& metastasis) const {
    DiseaseEvent event;
    event.shows_disease = metastasis.present;
    event.organ = metastasis.organ;
    event.tissue = by_tissue(metastasis.method);
    if (metastasis.present && !organs_.contains(metastasis.organ) && treated_before(fact))
      event.kind = StateEvent::NewDisease;
    const std::string extent = metastasis.organ == kUnplacedNodes ? "" : "distant";
    event.parts = rules_.parts_of(course_.primary, extent, metastasis.organ);
    return event;
  }

  /// A node that its reader knows to be regional for this primary.
  DiseaseEvent of_regional_node(const Fact& fact, const Finding& finding) const {
    DiseaseEvent event;
    event.shows_disease = true;
    event.organ = finding.organ;
    event.tissue = by_tissue(finding.method);
    if (!organs_.contains(finding.organ) && treated_before(fact)) event.kind = StateEvent::NewDisease;
    event.parts = rules_.parts_of(course_.primary, "regional", finding.organ);
    return event;
  }

  /// Disease where its reader says that it is new; without a role where it is measured, for the first time, in a
  /// disease-free state.
  DiseaseEvent of_lesion(const LesionMeasurement& lesion) {
    using State = LesionMeasurement::State;
    DiseaseEvent event;
    const bool seen = !lesion.lesion.empty() && !lesions_.insert(lesion.lesion).second;
    const bool there = lesion.state == State::Measured || lesion.state == State::TooSmall ||
                       lesion.state == State::Present || lesion.state == State::Unequivocal;
    const bool named_new = lesion.role == "new" && there;
    const bool measured_new = lesion.role.empty() && free_ && !seen && rules_.is_disease(lesion);
    if (!named_new && !measured_new) return event;
    event.kind = StateEvent::NewDisease;
    event.shows_disease = true;
    event.organ = lesion.organ;
    event.parts = rules_.parts_of(course_.primary, {}, lesion.organ + (lesion.node ? " node" : ""));
    return event;
  }

  DiseaseEvent of_finding(const Fact& fact, const Finding& finding) const {
    DiseaseEvent event;
    if (finding.name == kRegionalNodes) return of_regional_node(fact, finding);
    if (!by_tissue(finding.method) || !treated_before(fact)) return event;
    const bool metastatic = finding.name == "histology" && finding.text.ends_with("/6");
    std::string organ = finding.organ;
    if (finding.name == "result" || finding.name == "cytology") {
      const Tissue tissue = rules_.tissue(finding.text);
      if (tissue == Tissue::Nothing) return event;
      event.in_situ = tissue == Tissue::InSitu;
    } else if (finding.name == "nodes" && free_ && !finding.members.empty()) {
      organ = text::join(finding.members, " node, ") + " node";
    } else if (!metastatic && !(finding.name == "histology" && free_)) {
      return event;
    } else {
      event.in_situ = finding.text.ends_with("/2");
    }
    if (finding.method != Method::Biopsy && (!free_ || of_last_operation(fact))) return event;
    event.organ = organ;
    event.parts = rules_.parts_of(course_.primary, metastatic && organ.empty() ? "distant" : "", organ);
    event.tissue = true;
    event.shows_disease = true;
    const bool elsewhere = widest_extent(event.parts) == "distant" && !organs_.contains(organ);
    event.kind = elsewhere                             ? StateEvent::NewDisease
                 : treatments_.over_by(fact.effective) ? StateEvent::ProvenAfterTreatment
                                                       : StateEvent::Proven;
    return event;
  }

  /// A specimen that is still being reported on.
  bool of_last_operation(const Fact& specimen) const {
    return std::any_of(course_.facts->begin(), course_.facts->end(), [&](const Fact* fact) {
      const Treatment* treatment = definitive_treatment(*fact);
      return treatment != nullptr && treatment->kind == Treatment::Kind::Surgery && fact->effective.is_known() &&
             fact->effective.earliest() <= specimen.effective.latest() &&
             add_months(fact->effective.latest(), course_.report_months) >= specimen.effective.earliest();
    });
  }

  DiseaseEvent of_document(const Fact& fact, const Event& document) const {
    DiseaseEvent event;
    switch (document.kind) {
      case Event::Kind::NoEvidenceOfDisease:
        event.kind = StateEvent::DiseaseFree;
        break;
      case Event::Kind::Recurrence:
      case Event::Kind::Progression: {
        const auto meaning = meaning_of_response(document.text);
        if (meaning == ResponseMeaning::NotEvaluable) return event;  // progression that is not confirmed
        const bool recurrence = document.kind == Event::Kind::Recurrence;
        event.kind = recurrence ? StateEvent::Recurrence : StateEvent::Progression;
        const bool seen = !document.organ.empty() || width_of(document.extent) > 0 || document.tissue_proven;
        if (!seen && (rules_.is_biochemical(document.extent) || rules_.is_biochemical(document.text))) {
          event.kind = StateEvent::Biochemical;
          return event;
        }
        event.shows_disease = true;
        event.tissue = document.tissue_proven;
        event.in_situ = document.behavior == "2";
        event.organ = document.organ;
        event.parts = rules_.parts_of(course_.primary, document.extent, document.organ);
        break;
      }
      case Event::Kind::Response:
      case Event::Kind::Stable:
        return of_response(fact, document);
      case Event::Kind::Diagnosis:
      case Event::Kind::Suspicion:
      case Event::Kind::Death:
      case Event::Kind::LastContact:
        break;
    }
    return event;
  }

  DiseaseEvent of_response(const Fact& fact, const Event& document) const {
    DiseaseEvent event;
    std::optional<ResponseMeaning> meaning = ResponseMeaning::Stable;
    if (document.kind != Event::Kind::Stable && !document.text.empty()) meaning = meaning_of_response(document.text);
    if (!meaning) {
      event.words_unknown = true;
      return event;
    }
    event.kind = rules_.event_of_response(course_.primary, *meaning, treatments_.over_by(fact.effective));
    event.shows_disease = event.kind == StateEvent::Progression;
    if (event.kind == StateEvent::DiseaseFree) event.remission = document.text;
    return event;
  }

  /// Freedom from disease whose date may lie before or after the date of disease proves nothing of either.
  void settle_order(DiseaseEvent& event) const {
    for (const Fact* fact : *course_.facts) {
      if (!fact->effective.is_known() || fact->effective.compared_to(event.fact->effective) != Ordering::Unknown)
        continue;
      const auto* document = as<Event>(*fact);
      const auto* metastasis = as<MetastasisFinding>(*fact);
      const bool disease = document != nullptr
                               ? document->kind == Event::Kind::Recurrence || document->kind == Event::Kind::Progression
                               : metastasis != nullptr && metastasis->present && treated_before(*fact);
      if (!disease) continue;
      event.kind = StateEvent::None;
      event.unordered = fact;
      return;
    }
  }

  /// Sites that define it so: disease found within days of treatment was never gone.
  void apply_persistence_window() {
    const int days = rules_.persistence_days(course_.primary);
    if (days == 0) return;
    for (DiseaseEvent& event : events_) {
      if (!ends_freedom(event.kind)) continue;
      const PartialDate ended = treatment_end_before(*course_.facts, event.fact->effective);
      if (!ended.is_known() || event.fact->effective.latest() - ended.earliest() > days) continue;
      event.kind = StateEvent::PersistentByDefinition;
      for (DiseaseEvent& other : events_)
        if (other.kind == StateEvent::DiseaseFree && other.fact->effective.earliest() >= ended.earliest() &&
            other.fact->effective.latest() <= event.fact->effective.latest())
          other.kind = StateEvent::None;
    }
  }

  const DiseaseFacts& course_;
  const DiseaseRules& rules_;
  TreatmentSpans treatments_;
  std::vector<DiseaseEvent> events_;
  std::set<std::string> organs_;   ///< known to hold disease
  std::set<std::string> lesions_;  ///< measured before
  bool free_ = false;
};

}  // namespace

TreatmentSpans::TreatmentSpans(const std::vector<const Fact*>& facts) {
  for (const Fact* fact : facts) {
    const auto* treatment = as<Treatment>(*fact);
    if (treatment == nullptr || treatment->kind == Treatment::Kind::Surgery ||
        treatment->kind == Treatment::Kind::Other || !fact->effective.is_known())
      continue;
    spans_.emplace_back(fact->effective.earliest(), treatment->end.is_known() ? treatment->end.earliest() : kOpen);
  }
  std::sort(spans_.begin(), spans_.end());
  for (std::size_t i = 1; i < spans_.size(); ++i) spans_[i].second = std::max(spans_[i].second, spans_[i - 1].second);
}

bool TreatmentSpans::over_by(const PartialDate& date) const {
  const auto after = std::upper_bound(spans_.begin(), spans_.end(), date.latest(),
                                      [](Day day, const auto& span) { return day < span.first; });
  return after == spans_.begin() || std::prev(after)->second <= date.latest();
}

std::vector<DiseaseEvent> disease_events(const DiseaseFacts& course, const DiseaseRules& rules) {
  return EventBuilder(course, rules).build();
}

PartialDate treatment_end_before(const std::vector<const Fact*>& facts, const PartialDate& date) {
  PartialDate latest;
  for (const Fact* fact : facts) {
    const auto* treatment = as<Treatment>(*fact);
    if (treatment == nullptr || !treatment->definitive || treatment->kind == Treatment::Kind::Other) continue;
    const PartialDate end =
        treatment->kind == Treatment::Kind::Surgery && !treatment->end.is_known() ? fact->effective : treatment->end;
    if (end.is_known() && end.surely_before(date) && (!latest.is_known() || end.latest() > latest.latest()))
      latest = end;
  }
  return latest;
}

}  // namespace restage::course
