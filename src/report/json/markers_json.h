// SPDX-License-Identifier: Apache-2.0
#pragma once
// Marker series, the rules on them, and single formulas, each as JSON that ends with a line end.
#include <string>
#include <vector>

#include "statement/markers.h"

namespace restage::report {

/// {"patients": [...]}; of one patient the members stand at the top level too.
std::string markers_json(const std::vector<statement::PatientMarkers>& patients);
std::string formula_json(const statement::FormulaResult& result);

}  // namespace restage::report
