// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads one written TNM category or stage group: `ypT2(m)`, `pN1mi(sn)`, `M0(i+)`, `IIIC1`, `Stage 3C`, `1mi`.
//
// Strict: prefixes are lower case and axes upper case (Pn1 is perineural invasion, not pN1), nothing is
// guessed or repaired, and text that cannot be read comes back with the reason. Spelling variants of one value
// become one: 3C is IIIC, T2A is T2a. Positive of examined nodes after N (`pN1b(2/17)`) are a suffix. MX and pM0 are
// their own outcome, because they do not exist. SOURCE: UICC 8 and AJCC 8 general rules on prefixes and additional
// descriptors.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/classification.h"

namespace restage {

enum class TnmOutcome {
  Read,
  NotInSystem,  ///< well written, but no such category exists: MX, pM0
  Unreadable,
};

struct TnmText {
  TnmOutcome outcome = TnmOutcome::Unreadable;
  Axis axis = Axis::Group;
  std::optional<Classification> classification;  ///< from the prefix; absent without one
  std::string prefix;                            ///< as written: "yp", "rc", "c"
  std::string category;                          ///< "T2a", "N1mi", "M0(i+)", "IIIC1", "0is", "Occult"
  std::string suffixes;                          ///< "(m)", "(sn)(i-)", "bulky"; joined in the order written
  std::string reason;                            ///< why it was not read

  bool is_read() const noexcept { return outcome == TnmOutcome::Read; }
};

/// Reads the whole text. `axis` tells what bare values such as `2a` or `is` belong to.
TnmText read_tnm(std::string_view text, std::optional<Axis> axis = std::nullopt);

/// Reads several in one text: `pT2(m) pN1a(sn) cM0`, `ypT1ypN0`, `T2 N0 M0, stage IIA`.
std::vector<TnmText> read_tnm_list(std::string_view text);

}  // namespace restage
