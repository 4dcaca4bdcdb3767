// SPDX-License-Identifier: Apache-2.0
#pragma once
// The JSON form of what is suspected, as `suspect` and the timeline write it.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "statement/suspicion.h"

namespace restage::report {

/// A member that is a list of texts.
void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts);
/// The members source, trust and where.
void write_rule_source(JsonWriter& json, const statement::RuleSource& source);
/// The member "suspicion"; null where nobody asked.
void write_suspicion(JsonWriter& json, const std::optional<statement::RecurrenceSuspicion>& asked);

}  // namespace restage::report
