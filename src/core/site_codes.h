// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an ICD-10 code (WHO, CM or GM) says of a cancer in ICD-O-3 terms, and the site id it belongs to. The
// table is icd10_sites.tsv, beside this file; the functions are pure and thread-safe.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/course.h"
#include "core/general_histologies.h"

namespace restage {

struct SiteCode {
  bool secondary = false;
  TumorSite site;
  std::string organ;  ///< of a secondary: liver, bone ...; may be empty
};

/// nullopt for codes that are not cancer. Dots are optional; ICD-10-CM's side digit of breast is read.
std::optional<SiteCode> site_of_icd10(std::string_view code);

/// The site id of an ICD-O-3 topography ("C50.4" -> breast); empty when there is none.
std::string site_category(std::string_view topography);

/// Four digits of histology and the behavior digit from `8500/3`, `80463/3`, `8046`, `85003`.
std::optional<Morphology> read_morphology(std::string_view text);

}  // namespace restage
