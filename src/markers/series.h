// SPDX-License-Identifier: Apache-2.0
#pragma once
// The marker series of a course: laboratory values of one analyte, one assay and one unit, in the order of their days.
// A value goes over into the unit in which the packs name the analyte where that is exact; otherwise it stays a series
// of its own. A value without a unit, with an unknown one or without a day is an issue and is not used.
#include <map>
#include <string>
#include <vector>

#include "course/fact_index.h"
#include "statement/markers.h"

namespace restage::markers {

/// The unit of each analyte, by its term with underscores.
using AnalyteUnits = std::map<std::string, std::string, std::less<>>;

/// "CA 19-9" is ca19_9.
std::string analyte_name(std::string_view written);

/// Sorted by analyte, assay and unit; only points, nothing computed. Of facts that count at the moment.
std::vector<statement::MarkerSeries> collect_series(const course::FactIndex& index, const course::Moment& moment,
                                                    const AnalyteUnits& units, std::vector<DataIssue>& issues);

/// Adds doubling times and half-life.
void measure(statement::MarkerSeries& series);

}  // namespace restage::markers
