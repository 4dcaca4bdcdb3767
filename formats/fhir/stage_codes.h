// SPDX-License-Identifier: Apache-2.0
#pragma once
// Staging values to SNOMED CT codes of the AJCC value hierarchies: the reader's own table, read the other way.
#include <string_view>

namespace restage::fhir {

/// "cT2a", "ypN1", "IIA" -> code; empty when the value set has none. Built once, thread-safe.
std::string_view stage_value_code(std::string_view value);
/// SNOMED CT code of an organ of metastasis ("bone"); empty when there is none.
std::string_view organ_code(std::string_view organ);

}  // namespace restage::fhir
