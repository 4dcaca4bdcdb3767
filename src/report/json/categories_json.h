// SPDX-License-Identifier: Apache-2.0
#pragma once
// The members `categories` and `assumed` of a statement: why T, N, M and the group are what they are, each by itself.
#include <span>

#include "base/json_writer.h"
#include "statement/staging.h"

namespace restage::report {

/// The member `assumed`, into an open object.
void write_assumed(JsonWriter& json, std::span<const statement::Assumption> list);

/// Into an open object.
void write_category_reasons(JsonWriter& json, const statement::Statement& statement);

}  // namespace restage::report
