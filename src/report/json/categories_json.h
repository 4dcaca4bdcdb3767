// SPDX-License-Identifier: Apache-2.0
#pragma once
// The members `categories` and `assumed` of a statement: why T, N, M and the group are what they are, each by itself.
#include "base/json_writer.h"
#include "statement/staging.h"

namespace restage::report {

/// Into an open object.
void write_category_reasons(JsonWriter& json, const statement::Statement& statement);

}  // namespace restage::report
