// SPDX-License-Identifier: Apache-2.0
#pragma once
// The members of a study and of each circumstance, listed once: for the text that compares facts, for the course
// format and for the course file, whose keys have the same names.
//
// members_of(io, part) calls io.text, number, date, list or optional_flag with the name and the value of each member,
// in the order in which they are written. `Part` is const where the members are only read.
#include <concepts>
#include <type_traits>

#include "core/circumstance_facts.h"
#include "core/study_facts.h"

namespace restage {

template <class Part, class Wanted>
concept Is = std::same_as<std::remove_const_t<Part>, Wanted>;

template <class Io, Is<Study> Part>
void members_of(Io& io, Part& study) {
  io.text("modality", study.modality).list("coverage", study.coverage).text("quality", study.quality);
  io.text("contrast", study.contrast).list("signs", study.signs).text("uptake", study.uptake);
  io.text("purpose", study.purpose).text("organ", study.organ);
}

template <class Io, Is<Visit> Part>
void members_of(Io& io, Part& visit) {
  io.list("done", visit.done).text("text", visit.text);
}

template <class Io, Is<Risk> Part>
void members_of(Io& io, Part& risk) {
  io.text("text", risk.text);
}

template <class Io, Is<Vital> Part>
void members_of(Io& io, Part& vital) {
  io.text("name", vital.name).number("value", vital.value).number("duration_h", vital.duration_h);
}

template <class Io, Is<Triage> Part>
void members_of(Io& io, Part& triage) {
  io.text("tool", triage.tool).number("amber", triage.amber).number("red", triage.red);
}

template <class Io, Is<Medication> Part>
void members_of(Io& io, Part& medication) {
  io.text("name", medication.name).text("kind", medication.kind).text("time", medication.time);
  io.text("change", medication.change);
}

template <class Io, Is<Condition> Part>
void members_of(Io& io, Part& condition) {
  io.text("name", condition.name).number("charlson", condition.charlson);
}

template <class Io, Is<Exposure> Part>
void members_of(Io& io, Part& exposure) {
  io.text("kind", exposure.kind).text("name", exposure.name).text("site", exposure.site);
  io.number("pack_years", exposure.pack_years).optional_flag("current", exposure.current);
}

template <class Io, Is<Plan> Part>
void members_of(Io& io, Part& plan) {
  io.text("kind", plan.kind).text("modality", plan.modality).text("contrast", plan.contrast);
  io.text("purpose", plan.purpose).text("name", plan.name).date("day", plan.day).text("time", plan.time);
  io.text("generation", plan.generation).number("heart_gy", plan.heart_gy).number("years", plan.years);
}

template <class Io, Is<Allergy> Part>
void members_of(Io& io, Part& allergy) {
  io.text("agent", allergy.agent).text("reaction", allergy.reaction).text("severity", allergy.severity);
}

template <class Io, Is<Implant> Part>
void members_of(Io& io, Part& implant) {
  io.text("kind", implant.kind).text("mr", implant.mr).optional_flag("abandoned_lead", implant.abandoned_lead);
  io.optional_flag("pacing_dependent", implant.pacing_dependent);
}

template <class Io, Is<Pregnancy> Part>
void members_of(Io& io, Part& pregnancy) {
  io.text("state", pregnancy.state).number("weeks", pregnancy.weeks);
}

template <class Io, Is<Access> Part>
void members_of(Io& io, Part& access) {
  io.text("modality", access.modality).optional_flag("available", access.available);
}

}  // namespace restage
