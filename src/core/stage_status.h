// SPDX-License-Identifier: Apache-2.0
#pragma once
// StageStatus: what staging by one table came to. One enum and one spelling for packs, cases and statements.
#include <cstdint>
#include <string_view>

namespace restage {

enum class StageStatus : std::uint8_t {
  Determined,     ///< one group
  Ambiguous,      ///< several groups possible
  Conditional,    ///< a fact nobody recorded decides whether this is the right table
  NoGroup,        ///< the table says there is none for this
  NotApplicable,  ///< no table for this classification, or another system applies
  NoSystem        ///< no staging system applies; stated values alone
};

/// determined, ambiguous, conditional, no_group, not_applicable, no_system.
std::string_view to_string(StageStatus status) noexcept;

}  // namespace restage
