// SPDX-License-Identifier: Apache-2.0
#pragma once
// Two spellings, one word: the American form of what was written in British English (tumour, haemoptysis, behaviour),
// by the table spellings.tsv. Pure function; ASCII letters are compared without case, a capital first letter stays one.
#include <string>
#include <string_view>

namespace restage {

std::string american_spelling(std::string_view words);

}  // namespace restage
