// SPDX-License-Identifier: Apache-2.0
#pragma once
// Words of SDTM tables in the vocabulary of facts (docs/facts.md). Pure functions over fixed tables.
#include <string>
#include <string_view>

#include "core/fact.h"

namespace restage::sdtm {

/// male, female, other or empty, from SEX.
std::string_view sex_of(std::string_view word) noexcept;

/// What an overall response says of the disease. Words that are not known, or say nothing of it (NE), are a response
/// whose text tells.
Event::Kind response_kind(std::string_view words);

/// Analyte of LBTESTCD: canonical where there is a canonical name, else the code in lower case.
std::string analyte_of(std::string_view test);

/// Kind, intent and timing of a row of CM or PR from its category and subcategory. A medication that no word calls a
/// treatment of cancer is supportive.
Treatment treatment_of(std::string_view category, std::string_view subcategory, bool is_medication);

}  // namespace restage::sdtm
