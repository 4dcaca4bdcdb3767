// SPDX-License-Identifier: Apache-2.0
#include "core/fact_attributes.h"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

namespace restage {
namespace {

using Type = FactAttribute::Type;

template <class Owner, class Member>
Owner owner_of(Member Owner::*);

template <auto Member>
using OwnerOf = decltype(owner_of(Member));
template <auto Member>
using ValueOf = std::remove_cvref_t<decltype(std::declval<OwnerOf<Member>>().*Member)>;

std::string_view words_of(Method method) { return method == Method::Unknown ? "" : to_string(method); }

std::string_view words_of(Treatment::Kind kind) {
  static constexpr std::string_view kWords[] = {"surgery", "radiation", "systemic", "other"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string_view words_of(Event::Kind kind) {
  static constexpr std::string_view kWords[] = {"ned",   "recurrence",   "progression", "response", "stable",
                                                "death", "last contact", "diagnosis",   "suspicion"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string_view words_of(LesionMeasurement::State state) {
  static constexpr std::string_view kWords[] = {"measured", "absent",  "too small",   "not assessed", "not evaluable",
                                                "merged",   "present", "unequivocal", "equivocal"};
  return kWords[static_cast<std::size_t>(state)];
}

std::string_view words_of(Axis axis) { return to_string(axis); }

template <class Value>
constexpr Type type_of() {
  if constexpr (std::is_same_v<Value, std::optional<Decimal>> || std::is_same_v<Value, std::optional<int>>)
    return Type::Number;
  else if constexpr (std::is_same_v<Value, std::vector<std::string>>)
    return Type::List;
  else if constexpr (std::is_same_v<Value, bool> || std::is_same_v<Value, std::optional<bool>>)
    return Type::Flag;
  else if constexpr (std::is_same_v<Value, PartialDate>)
    return Type::Date;
  else
    return Type::Text;
}

template <auto Member>
AttributeValue read_member(const Payload& payload) {
  using Value = ValueOf<Member>;
  const Value& value = std::get<OwnerOf<Member>>(payload).*Member;
  AttributeValue read;
  if constexpr (std::is_same_v<Value, std::string>)
    read.text = value;
  else if constexpr (std::is_same_v<Value, std::optional<Decimal>>)
    read.number = value;
  else if constexpr (std::is_same_v<Value, std::optional<int>>)
    read.number = value ? std::optional(Decimal::of(*value)) : std::nullopt;
  else if constexpr (type_of<Value>() == Type::Flag)
    read.flag = value;
  else if constexpr (type_of<Value>() == Type::List)
    read.list = value.empty() ? nullptr : &value;
  else if constexpr (type_of<Value>() == Type::Date)
    read.date = value.is_known() ? &value : nullptr;
  else if constexpr (std::is_same_v<Value, std::optional<Classification>>)
    read.text = value ? to_string(*value) : std::string_view{};
  else
    read.text = words_of(value);
  return read;
}

/// "07:30" as minutes after midnight.
template <auto Member>
AttributeValue read_minutes(const Payload& payload) {
  const std::string& time = std::get<OwnerOf<Member>>(payload).*Member;
  const std::size_t colon = time.find(':');
  AttributeValue read;
  if (colon == std::string::npos) return read;
  const auto hours = Decimal::parse(time.substr(0, colon)), minutes = Decimal::parse(time.substr(colon + 1, 2));
  const auto of_hours = hours ? hours->times(Decimal::of(60)) : std::nullopt;
  if (of_hours && minutes) read.number = of_hours->plus(*minutes);
  return read;
}

template <auto Member>
constexpr FactAttribute attribute(std::string_view name) {
  return {name, type_of<ValueOf<Member>>(), &read_member<Member>};
}

constexpr FactAttribute kFinding[] = {
    attribute<&Finding::name>("name"),     attribute<&Finding::number>("value"),
    attribute<&Finding::text>("text"),     attribute<&Finding::members>("members"),
    attribute<&Finding::method>("method"), attribute<&Finding::modality>("modality"),
    attribute<&Finding::lesion>("lesion"), attribute<&Finding::specimen>("specimen"),
    attribute<&Finding::organ>("site"),    attribute<&Finding::study>("study"),
};

constexpr FactAttribute kLesion[] = {
    attribute<&LesionMeasurement::lesion>("name"),       attribute<&LesionMeasurement::organ>("site"),
    attribute<&LesionMeasurement::node>("node"),         attribute<&LesionMeasurement::primary>("primary"),
    attribute<&LesionMeasurement::state>("state"),       attribute<&LesionMeasurement::long_mm>("long_mm"),
    attribute<&LesionMeasurement::short_mm>("short_mm"), attribute<&LesionMeasurement::modality>("modality"),
    attribute<&LesionMeasurement::role>("role"),
};

constexpr FactAttribute kLab[] = {
    attribute<&LabValue::analyte>("name"),
    attribute<&LabValue::value>("value"),
    attribute<&LabValue::unit>("unit"),
    attribute<&LabValue::upper_limit>("upper_limit"),
    attribute<&LabValue::text>("text"),
    attribute<&LabValue::comparator>("comparator"),
    attribute<&LabValue::lower_limit>("lower_limit"),
    attribute<&LabValue::assay>("assay"),
    attribute<&LabValue::method>("method"),
};

constexpr FactAttribute kTreatment[] = {
    attribute<&Treatment::name>("name"),
    attribute<&Treatment::kind>("kind"),
    attribute<&Treatment::intent>("intent"),
    attribute<&Treatment::site>("site"),
    attribute<&Treatment::end>("end"),
    attribute<&Treatment::definitive>("definitive"),
    attribute<&Treatment::stopped_early>("stopped_early"),
    attribute<&Treatment::timing>("timing"),
    attribute<&Treatment::dose_gy>("dose_gy"),
    attribute<&Treatment::technique>("technique"),
    attribute<&Treatment::organ>("organ"),
};

constexpr FactAttribute kStated[] = {
    attribute<&StatedCategory::axis>("name"),
    attribute<&StatedCategory::value>("text"),
    attribute<&StatedCategory::classification>("classification"),
    attribute<&StatedCategory::system>("system"),
    attribute<&StatedCategory::edition>("edition"),
};

constexpr FactAttribute kEvent[] = {
    attribute<&Event::kind>("name"),
    attribute<&Event::extent>("extent"),
    attribute<&Event::organ>("site"),
    attribute<&Event::text>("text"),
    attribute<&Event::tissue_proven>("tissue_proven"),
    attribute<&Event::behavior>("behavior"),
};

constexpr FactAttribute kSymptom[] = {
    attribute<&Symptom::name>("name"),
    attribute<&Symptom::site>("site"),
    attribute<&Symptom::severity>("severity"),
    attribute<&Symptom::patient_reported>("patient_reported"),
    attribute<&Symptom::severity_score>("severity_score"),
    attribute<&Symptom::duration_days>("duration_days"),
    attribute<&Symptom::features>("features"),
    attribute<&Symptom::trend>("trend"),
    attribute<&Symptom::size_cm>("size_cm"),
    attribute<&Symptom::volume_ml_24h>("volume_ml_24h"),
    attribute<&Symptom::stools_over_baseline>("stools_over_baseline"),
};

constexpr FactAttribute kMetastasis[] = {
    attribute<&MetastasisFinding::organ>("name"),
    attribute<&MetastasisFinding::present>("present"),
    attribute<&MetastasisFinding::method>("method"),
    attribute<&MetastasisFinding::study>("study"),
};

constexpr FactAttribute kLesionIdentification[] = {
    attribute<&LesionIdentification::lesion>("name"),
    attribute<&LesionIdentification::role>("role"),
    attribute<&LesionIdentification::organ>("site"),
    attribute<&LesionIdentification::parent>("parent"),
    attribute<&LesionIdentification::kind>("kind"),
    attribute<&LesionIdentification::method>("method"),
    attribute<&LesionIdentification::slice_mm>("slice_mm"),
    attribute<&LesionIdentification::irradiated>("irradiated"),
    attribute<&LesionIdentification::grown_since_irradiation>("grown_since_irradiation"),
    attribute<&LesionIdentification::reproducible>("reproducible"),
};

constexpr FactAttribute kResponseAssessment[] = {
    attribute<&ResponseAssessment::visit>("name"),
    attribute<&ResponseAssessment::reader>("reader"),
    attribute<&ResponseAssessment::evaluator>("evaluator"),
    attribute<&ResponseAssessment::first_scan>("first_scan"),
    attribute<&ResponseAssessment::last_scan>("last_scan"),
    attribute<&ResponseAssessment::target>("target"),
    attribute<&ResponseAssessment::non_target>("non_target"),
    attribute<&ResponseAssessment::new_lesion>("new_lesion"),
    attribute<&ResponseAssessment::overall>("overall"),
    attribute<&ResponseAssessment::sum_mm>("sum_mm"),
    attribute<&ResponseAssessment::accepted>("accepted"),
    attribute<&ResponseAssessment::stored>("stored"),
};

constexpr FactAttribute kStudy[] = {
    attribute<&Study::modality>("name"),   attribute<&Study::coverage>("coverage"),
    attribute<&Study::quality>("quality"), attribute<&Study::contrast>("contrast"),
    attribute<&Study::signs>("signs"),     attribute<&Study::uptake>("uptake"),
    attribute<&Study::purpose>("purpose"), attribute<&Study::organ>("site"),
};

constexpr FactAttribute kVisit[] = {
    attribute<&Visit::done>("done"),
    attribute<&Visit::text>("text"),
};

constexpr FactAttribute kRisk[] = {
    attribute<&Risk::text>("text"),
};

constexpr FactAttribute kVital[] = {
    attribute<&Vital::name>("name"),
    attribute<&Vital::value>("value"),
    attribute<&Vital::duration_h>("duration_h"),
};

constexpr FactAttribute kTriage[] = {
    attribute<&Triage::tool>("name"),
    attribute<&Triage::amber>("amber"),
    attribute<&Triage::red>("red"),
};

constexpr FactAttribute kMedication[] = {
    attribute<&Medication::name>("name"),     attribute<&Medication::kind>("kind"),
    attribute<&Medication::time>("time"),     {"time_minutes", Type::Number, &read_minutes<&Medication::time>},
    attribute<&Medication::change>("change"),
};

constexpr FactAttribute kCondition[] = {
    attribute<&Condition::name>("name"),
    attribute<&Condition::charlson>("charlson"),
};

constexpr FactAttribute kExposure[] = {
    attribute<&Exposure::kind>("kind"),       attribute<&Exposure::name>("name"),
    attribute<&Exposure::site>("site"),       attribute<&Exposure::pack_years>("pack_years"),
    attribute<&Exposure::current>("current"),
};

constexpr FactAttribute kPlan[] = {
    attribute<&Plan::kind>("kind"),
    attribute<&Plan::modality>("modality"),
    attribute<&Plan::contrast>("contrast"),
    attribute<&Plan::purpose>("purpose"),
    attribute<&Plan::name>("name"),
    attribute<&Plan::day>("day"),
    attribute<&Plan::time>("time"),
    attribute<&Plan::generation>("generation"),
    attribute<&Plan::heart_gy>("heart_gy"),
    attribute<&Plan::years>("years"),
    {"time_minutes", Type::Number, &read_minutes<&Plan::time>},
};

constexpr FactAttribute kAllergy[] = {
    attribute<&Allergy::agent>("name"),
    attribute<&Allergy::reaction>("reaction"),
    attribute<&Allergy::severity>("severity"),
};

constexpr FactAttribute kImplant[] = {
    attribute<&Implant::kind>("name"),
    attribute<&Implant::mr>("mr"),
    attribute<&Implant::abandoned_lead>("abandoned_lead"),
    attribute<&Implant::pacing_dependent>("pacing_dependent"),
};

constexpr FactAttribute kPregnancy[] = {
    attribute<&Pregnancy::state>("name"),
    attribute<&Pregnancy::weeks>("weeks"),
};

constexpr FactAttribute kAccess[] = {
    attribute<&Access::modality>("name"),
    attribute<&Access::available>("available"),
};

bool is_no(std::string_view text) { return text == "no" || text == "absent" || text == "none"; }

bool finding_is_absence(const Payload& payload) {
  const auto& finding = std::get<Finding>(payload);
  return is_no(finding.text) || (finding.is_set && finding.members.empty());
}
bool lesion_is_absence(const Payload& payload) {
  return std::get<LesionMeasurement>(payload).state == LesionMeasurement::State::Absent;
}
bool metastasis_is_absence(const Payload& payload) { return !std::get<MetastasisFinding>(payload).present; }

bool symptom_is_absence(const Payload& payload) {
  const auto& symptom = std::get<Symptom>(payload);
  return is_no(symptom.severity) || (symptom.severity_score && symptom.severity_score->is_zero());
}

bool access_is_absence(const Payload& payload) { return std::get<Access>(payload).available == false; }

constexpr std::array<FactKind, std::variant_size_v<Payload>> kKinds = {{
    {"finding", "name", "finding", "value", "text", finding_is_absence, kFinding},
    {"lesion", "name", "lesion", "long_mm", "state", lesion_is_absence, kLesion},
    {"lab", "name", "lab", "value", "text", nullptr, kLab},
    {"treatment", "name", "treatment", "", "name", nullptr, kTreatment},
    {"stated", "name", "stated", "", "text", nullptr, kStated},
    {"event", "name", "event", "", "text", nullptr, kEvent},
    {"symptom", "name", "symptom", "severity_score", "name", symptom_is_absence, kSymptom},
    {"metastasis", "name", "site", "", "name", metastasis_is_absence, kMetastasis},
    {"identification", "name", "identification", "slice_mm", "role", nullptr, kLesionIdentification},
    {"assessment", "name", "assessment", "sum_mm", "overall", nullptr, kResponseAssessment},
    {"study", "name", "study", "", "uptake", nullptr, kStudy},
    {"visit", "done", "visit", "", "text", nullptr, kVisit},
    {"risk", "text", "risk", "", "text", nullptr, kRisk},
    {"vital", "name", "vital", "value", "name", nullptr, kVital},
    {"triage", "name", "triage", "red", "name", nullptr, kTriage},
    {"medication", "name", "medication", "", "kind", nullptr, kMedication},
    {"condition", "name", "condition", "charlson", "name", nullptr, kCondition},
    {"exposure", "name", "exposure", "pack_years", "name", nullptr, kExposure},
    {"plan", "name", "plan", "", "name", nullptr, kPlan},
    {"allergy", "name", "allergy", "", "reaction", nullptr, kAllergy},
    {"implant", "name", "implant", "", "mr", nullptr, kImplant},
    {"pregnancy", "name", "pregnancy", "weeks", "name", nullptr, kPregnancy},
    {"access", "name", "access", "", "name", access_is_absence, kAccess},
}};

}  // namespace

const FactAttribute* FactKind::attribute(std::string_view wanted) const noexcept {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const FactAttribute& each) { return each.name == wanted; });
  return found == attributes.end() ? nullptr : &*found;
}

std::span<const FactKind> fact_kinds() noexcept { return kKinds; }

const FactKind& kind_of(const Fact& fact) noexcept { return kKinds[fact.payload.index()]; }

const FactKind* find_fact_kind(std::string_view name) noexcept {
  const auto found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const FactKind& each) { return each.name == name; });
  return found == kKinds.end() ? nullptr : &*found;
}

}  // namespace restage
