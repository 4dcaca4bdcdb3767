// SPDX-License-Identifier: Apache-2.0
#include "response/subject_view.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace restage::response {
namespace {

using Facts = std::vector<const Fact*>;

ResponseLesion::Role role_of(std::string_view role) noexcept {
  if (same_name(role, "target")) return ResponseLesion::Role::Target;
  if (same_name(role, "non-target")) return ResponseLesion::Role::NonTarget;
  if (same_name(role, "new")) return ResponseLesion::Role::New;
  return ResponseLesion::Role::Unstated;
}

// A response that the source wrote down, as far as its wording is a category.
std::string stated_response(const Event& event) {
  const std::string text = text::to_upper(text::trim(event.text));
  for (const std::string_view word : {"CR", "PR", "SD", "PD", "NE"})
    if (text == word) return text;
  if (event.kind == Event::Kind::Progression) return "PD";
  if (event.kind == Event::Kind::Stable) return "SD";
  return {};
}

std::string place_of(const Source& source) {
  return source.record.empty() ? source.file : source.file + ": " + source.record;
}

// The reader and lesion, visit or call of a fact that belongs to an assessment; nullptr for other facts.
const std::string* reader_of(const Fact& fact) {
  if (const auto* measured = std::get_if<LesionMeasurement>(&fact.payload))
    return measured->lesion.empty() ? nullptr : &measured->reader;
  if (const auto* assessment = std::get_if<ResponseAssessment>(&fact.payload)) return &assessment->reader;
  if (const auto* event = std::get_if<Event>(&fact.payload))
    if (!event->reader.empty() && !stated_response(*event).empty()) return &event->reader;
  return nullptr;
}

bool is_content(const Fact& fact) {
  if (reader_of(fact) != nullptr) return true;
  if (const auto* event = std::get_if<Event>(&fact.payload)) return !stated_response(*event).empty();
  const auto* lab = std::get_if<LabValue>(&fact.payload);
  return lab != nullptr && !lab->visit.empty();
}

class SubjectBuilder {
 public:
  SubjectBuilder(const Course& course, const Facts& facts, const std::string& reader, StoredUse use)
      : course_(course), facts_(facts), use_(use) {
    subject_.id = course.patient;
    subject_.reader = reader;
  }

  ResponseSubject build() {
    // Lesions and assessments first: they give the order and the dates that the rest refers to.
    each_of<LesionIdentification>([this](const Fact&, const LesionIdentification& one) { add_lesion(one); });
    each_of<LesionMeasurement>([this](const Fact&, const LesionMeasurement&) { is_measured_ = true; });
    for (const auto& [fact, assessment] : assessments_in_order()) add_assessment(*fact, *assessment);
    each_of<LesionMeasurement>([this](const Fact& fact, const LesionMeasurement& one) { add_measurement(fact, one); });
    for (const Fact* fact : facts_) {
      if (const auto* lab = std::get_if<LabValue>(&fact->payload)) add_lab(*fact, *lab);
      if (const auto* event = std::get_if<Event>(&fact->payload)) add_event(*fact, *event);
    }
    add_study();
    if (!is_ordered_)
      std::stable_sort(subject_.visits.begin(), subject_.visits.end(),
                       [](const auto& a, const auto& b) { return PartialDate::sorts_before(a.date, b.date); });
    return std::move(subject_);
  }

 private:
  using Assessment = std::pair<const Fact*, const ResponseAssessment*>;

  template <class Part, class Each>
  void each_of(Each each) {
    for (const Fact* fact : facts_)
      if (const auto* part = std::get_if<Part>(&fact->payload); part != nullptr && part->reader == subject_.reader)
        each(*fact, *part);
  }

  std::vector<Assessment> assessments_in_order() {
    std::vector<Assessment> all;
    each_of<ResponseAssessment>(
        [&](const Fact& fact, const ResponseAssessment& assessment) { all.emplace_back(&fact, &assessment); });
    is_ordered_ = !all.empty() &&
                  std::all_of(all.begin(), all.end(), [](const Assessment& one) { return one.second->sequence > 0; });
    if (is_ordered_)
      std::stable_sort(all.begin(), all.end(), [](const Assessment& left, const Assessment& right) {
        return left.second->sequence < right.second->sequence;
      });
    return all;
  }

  void add_lesion(const LesionIdentification& identified) {
    ResponseLesion& lesion = subject_.lesions.emplace_back();
    lesion.id = identified.lesion;
    lesion.role = role_of(identified.role);
    lesion.organ = identified.organ;
    lesion.node = identified.node;
    lesion.parent = identified.parent;
    lesion.kind = identified.kind;
    lesion.method = identified.method;
    lesion.slice_mm = identified.slice_mm;
    lesion.irradiated = identified.irradiated;
    lesion.grown_since_irradiation = identified.grown_since_irradiation;
    lesion.reproducible = identified.reproducible;
  }

  void add_assessment(const Fact& fact, const ResponseAssessment& stated) {
    ResponseVisit& visit = subject_.visits.emplace_back();
    visit.id = stated.visit.empty() ? fact.effective.text() : stated.visit;
    visit.date = fact.effective;
    assessed_.insert(stated.visit);
    visit.date_first = stated.first_scan;
    visit.date_last = stated.last_scan;
    visit.components = stated.components;
    visit.accepted = stated.accepted;
    if (!stated.evaluator.empty()) {
      subject_.evaluator.role = stated.evaluator;
      if (subject_.reader.starts_with(stated.evaluator + "/"))
        subject_.evaluator.id = subject_.reader.substr(stated.evaluator.size() + 1);
    }
    if (!stated.stored) {
      visit.sum_mm = stated.sum_mm;
      use_calls(visit, stated);
      visit.overall = stated.overall;
      return;
    }
    visit.stored = {stated.target,  stated.non_target, stated.new_lesion,
                    stated.overall, stated.sum_mm,     place_of(fact.source)};
    if (is_measured_ || has_parts(visit)) return;
    use_calls(visit, stated);
    if (use_ == StoredUse::WhereNothingElseIs || (stated.target.empty() && stated.non_target.empty()))
      visit.overall = stated.overall;
  }

  static void use_calls(ResponseVisit& visit, const ResponseAssessment& stated) {
    visit.target = stated.target;
    visit.non_target = stated.non_target;
    visit.new_lesion = stated.new_lesion;
  }

  static bool has_parts(const ResponseVisit& visit) {
    for (const std::string_view part : {"soft_tissue", "bone", "pet", "ct", "ca125", "recist"})
      if (find_value(visit.components, part) != nullptr) return true;
    return false;
  }

  // The visit of that name; without a name the visit of that day. An exact date wins over a partial one of one visit.
  // Where two assessments have one name, the one of that day.
  ResponseVisit& visit_of(const std::string& name, const PartialDate& date) {
    ResponseVisit* found = nullptr;
    for (ResponseVisit& visit : subject_.visits) {
      if (name.empty() ? visit.date != date : visit.id != name) continue;
      if (found == nullptr || visit.date == date) found = &visit;
      if (visit.date == date) break;
    }
    if (found == nullptr) {
      found = &subject_.visits.emplace_back();
      found->date = date;
      found->id = name.empty() ? date.text() : name;
    }
    if (!found->date.is_known() || (!found->date.is_exact() && date.is_exact())) found->date = date;
    return *found;
  }

  // A measured lesion that nobody identified is known by its role, or, where the source names no assessments, by being
  // measured.
  void note_lesion(const LesionMeasurement& measured) {
    const auto lesion = std::find_if(subject_.lesions.begin(), subject_.lesions.end(),
                                     [&](const ResponseLesion& known) { return known.id == measured.lesion; });
    if (lesion != subject_.lesions.end()) {
      if (lesion->role == ResponseLesion::Role::Unstated) lesion->role = role_of(measured.role);
      return;
    }
    if (measured.role.empty() && is_ordered_) return;
    ResponseLesion& added = subject_.lesions.emplace_back();
    added.id = measured.lesion;
    added.organ = measured.organ;
    if (measured.node) added.node = true;
    added.role = role_of(measured.role);
  }

  void add_measurement(const Fact& fact, const LesionMeasurement& measured) {
    if (measured.lesion.empty() && !is_ordered_) return;
    if (!measured.lesion.empty()) note_lesion(measured);
    ResponseVisit& visit = visit_of(measured.visit, fact.effective);
    visit.evidence.push_back(fact.id);
    visit.measurements.push_back({measured.lesion, measured.state, measured.long_mm, measured.short_mm,
                                  measured.enhancing_mm, measured.density_hu, measured.sul_peak, measured.tlg,
                                  measured.organ_at_visit});
  }

  void add_lab(const Fact& fact, const LabValue& lab) {
    if (lab.visit.empty() && lab.analyte != "psa" && lab.analyte != "ca125") return;
    visit_of(lab.visit, fact.effective).labs.push_back({lab.analyte, lab.value, lab.unit, lab.upper_limit, lab.text});
  }

  void add_event(const Fact& fact, const Event& event) {
    if (!event.reader.empty() && event.reader != subject_.reader) return;
    const std::string word = stated_response(event);
    if (!word.empty() && !assessed_.contains(event.visit)) {
      ResponseVisit& visit = visit_of(event.visit, fact.effective);
      // What readers answered beside their own measurements is compared, never used.
      (is_measured_ && !event.reader.empty() ? visit.stored.overall : visit.overall) = word;
    }
    if (event.kind == Event::Kind::Death && !subject_.death.is_known()) subject_.death = fact.effective;
    if (event.kind == Event::Kind::LastContact) subject_.last_alive = fact.effective;
  }

  void add_study() {
    const StudyTerms& study = course_.study;
    if (course_.death.is_known()) subject_.death = course_.death;
    subject_.reference_date = study.reference_date;
    subject_.treatment_start = study.treatment_start;
    subject_.data_cut = study.data_cut;
    subject_.therapy_starts = study.therapy_starts;
    subject_.policy = study.policy;
    subject_.facts = study.facts;
    // Where no study says when its treatment started, the first systemic one counts.
    if (!(study == StudyTerms{})) return;
    for (const Fact* fact : facts_) {
      const auto* treatment = std::get_if<Treatment>(&fact->payload);
      if (treatment == nullptr || treatment->kind != Treatment::Kind::Systemic || treatment->timing == "prior")
        continue;
      if (!fact->effective.is_known()) continue;
      PartialDate& start = subject_.treatment_start;
      if (!start.is_known() || PartialDate::sorts_before(fact->effective, start)) start = fact->effective;
    }
  }

  const Course& course_;
  const Facts& facts_;
  StoredUse use_;
  ResponseSubject subject_;
  bool is_measured_ = false;
  std::set<std::string, std::less<>> assessed_;  ///< visits whose assessment says what an event would repeat
  bool is_ordered_ = false;                      ///< the source names its assessments, in order
};

Facts facts_of(const Course& course, std::string_view tumor) {
  Facts facts;
  for (const Fact& fact : course.facts)
    if (tumor.empty() || fact.tumor.empty() || fact.tumor == tumor) facts.push_back(&fact);
  return facts;
}

}  // namespace

std::vector<ResponseSubject> subjects_of(const Course& course, std::string_view tumor, StoredUse use) {
  const Facts facts = facts_of(course, tumor);
  if (std::none_of(facts.begin(), facts.end(), [](const Fact* fact) { return is_content(*fact); })) return {};
  std::set<std::string> readers;
  for (const Fact* fact : facts)
    if (const std::string* reader = reader_of(*fact)) readers.insert(*reader);
  if (readers.empty()) readers.insert("");
  std::vector<ResponseSubject> subjects;
  for (const std::string& reader : readers) subjects.push_back(SubjectBuilder(course, facts, reader, use).build());
  return subjects;
}

ResponseSubject subject_of(const Course& course, std::string_view tumor, const std::string& reader, StoredUse use) {
  const Facts facts = facts_of(course, tumor);
  return SubjectBuilder(course, facts, reader, use).build();
}

}  // namespace restage::response
