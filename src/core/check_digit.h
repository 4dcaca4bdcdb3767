// SPDX-License-Identifier: Apache-2.0
#pragma once
// Check digits of code systems, which catch mistyped and truncated codes cheaply.
#include <string_view>

namespace restage {

/// SNOMED CT identifier: 6 to 18 digits, no leading zero, Verhoeff check digit. SOURCE: SNOMED CT Release File
/// Specification, SCTID; J. Verhoeff, Error Detecting Decimal Codes, 1969.
bool is_snomed_code(std::string_view code) noexcept;

/// LOINC code: digits, hyphen, mod-10 check digit (Luhn). SOURCE: LOINC Users' Guide.
bool is_loinc_code(std::string_view code) noexcept;

}  // namespace restage
