// SPDX-License-Identifier: Apache-2.0
#pragma once
// Words of SDTM tables in the vocabulary of facts (docs/facts.md). Pure functions over fixed tables.
#include <optional>
#include <string>
#include <string_view>

#include "core/fact.h"

namespace restage::sdtm {

/// male, female, other or empty, from SEX.
std::string_view sex_of(std::string_view word) noexcept;

/// What an overall response says of the disease; empty where the word is not known.
std::optional<Event::Kind> response_kind(std::string_view word) noexcept;
/// NE, ND ...: an answer that could not be given.
bool is_no_answer(std::string_view word) noexcept;

/// Analyte of LBTESTCD: canonical where there is a canonical name, else the code in lower case.
std::string analyte_of(std::string_view test);

/// Kind, intent and timing of a row of CM or PR from its category and subcategory. A medication that no word calls a
/// treatment of cancer is supportive.
Treatment treatment_of(std::string_view category, std::string_view subcategory, bool is_medication);

}  // namespace restage::sdtm
