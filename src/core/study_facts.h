// SPDX-License-Identifier: Apache-2.0
#pragma once
// Study: one imaging study as a whole: what was imaged, how, and what was said in words. What was measured, counted
// or answered in it are Findings whose `study` is the id of the study's fact. Part of the fact model (fact.h).
#include <string>
#include <vector>

namespace restage {

struct Study {
  std::string modality;               ///< "CT", "MRI", "FDG-PET-CT" ...; may be empty
  std::vector<std::string> coverage;  ///< body parts seen; empty: not said
  std::string quality;
  std::string contrast;            ///< kind or agent, "yes", "no"; empty: not said
  std::vector<std::string> signs;  ///< what was seen, in words
  std::string uptake;              ///< where tracer was taken up, in words
  std::string purpose;
  std::string organ;  ///< of the study as a whole
};

}  // namespace restage
