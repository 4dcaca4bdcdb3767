// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which histologies say less than others: 8000 (neoplasm) and 8010 (carcinoma) than 8500. The table is
// general_histologies.tsv, beside this file. Pure and thread-safe.
#include <string>
#include <string_view>

namespace restage {

/// Both can be true of one tumor, and `specific` leaves less open. Codes of four digits.
bool is_more_specific_histology(std::string_view specific, std::string_view general);

/// Four digits of histology and the behavior digit.
struct Morphology {
  std::string histology;
  std::string behavior;
};

/// Of two morphologies of one tumor: invasive tells more than in situ, the specific more than the general.
bool tells_more(const Morphology& morphology, const Morphology& than);

}  // namespace restage
