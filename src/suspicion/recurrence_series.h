// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the series of one name shows and no single fact says: a change of assay, two assays that disagree, the days
// between the last two values. Packs of the suspicion declare such inputs without a query; the end of their name says
// what is asked: psa_assay_changed, hcg_normal_elsewhere, target_sum_mm_gap_days. Pure functions.
#include <optional>
#include <string>
#include <string_view>

#include "course/fact_index.h"

namespace restage::suspicion {

/// Is the name of an input one that is answered here?
bool is_series_question(std::string_view input) noexcept;

/// yes, no or a number; empty: the series does not say.
std::string answer_of_series(std::string_view input, const course::FactIndex& index, const course::Moment& moment);

}  // namespace restage::suspicion
