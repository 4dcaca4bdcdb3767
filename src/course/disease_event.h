// SPDX-License-Identifier: Apache-2.0
#pragma once
// DiseaseEvent: what one fact means for the state of the disease. The calendar draws spells from these events, the
// recurrence engine states. Plain values; a fact they point at belongs to the course.
#include <cstdint>
#include <string>
#include <vector>

#include "core/fact.h"

namespace restage::course {

/// What may change a state; spelled as in the pack timeline-status.
enum class StateEvent : std::uint8_t {
  Treatment,
  DiseaseFree,
  CompleteResponse,  ///< while treatment goes on
  Remaining,
  RemainingAfterTreatment,
  Recurrence,
  Progression,
  NewDisease,
  Proven,                  ///< tissue of disease that is not known to be new
  ProvenAfterTreatment,    ///< the same after every known treatment has ended
  PersistentByDefinition,  ///< inside the window of the site after treatment
  Biochemical,             ///< a marker rule that is met
  None
};

/// One part of disease found at one time.
struct DiseasePart {
  std::string extent;    ///< local, regional, distant, or as recorded; empty when it cannot be said
  std::string category;  ///< kind of site as in the pack timeline-spread; empty: no site was named
  std::string place;     ///< as in the pack timeline-places, or as recorded
};

struct DiseaseEvent {
  const Fact* fact = nullptr;
  StateEvent kind = StateEvent::None;
  bool shows_disease = false;  ///< it says or shows that disease is present, new or not
  bool tissue = false;         ///< proven by microscopy
  bool in_situ = false;
  std::string organ;  ///< as recorded
  std::vector<DiseasePart> parts;
  std::string remission;            ///< the words that documented freedom, where it was a response
  bool words_unknown = false;       ///< a response in words that mean nothing
  const Fact* unordered = nullptr;  ///< disease that may lie before or after this freedom from it
};

/// local, regional, distant: wider is greater; 0 for anything else.
int width_of(std::string_view extent) noexcept;
/// The widest extent of the parts; empty when none is known.
std::string widest_extent(const std::vector<DiseasePart>& parts);

}  // namespace restage::course
