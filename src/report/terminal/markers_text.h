// SPDX-License-Identifier: Apache-2.0
#pragma once
// Marker series and the rules on them for the terminal.
#include <string>

#include "statement/markers.h"

namespace restage::report {

std::string markers_text(const statement::PatientMarkers& patient);
std::string formula_text(const statement::FormulaResult& result);

}  // namespace restage::report
