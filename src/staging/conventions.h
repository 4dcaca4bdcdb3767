// SPDX-License-Identifier: Apache-2.0
#pragma once
// Conventions: what a registrar may write where a report says nothing. The rows are packs/course/conventions; each
// names what must have been looked at and a source. Never presence, never what the look could not have shown.
//
// Answers are remembered, so each is computed once a process. Not thread-safe: one a thread. The library must outlive
// it.
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "core/classification.h"
#include "rules/run/pack_library.h"
#include "statement/staging.h"

namespace restage::staging {

/// What is asked of the conventions.
struct Silence {
  Classification classification = Classification::Clinical;
  std::string_view site;    ///< of the pack
  std::string_view input;   ///< nobody gave it
  std::string_view tumor;   ///< main class of T: in-situ, noninvasive, T1 ... or unknown
  std::string_view looked;  ///< "t-imaging+n-specimen", as the pack declares them; "none"
};

class Conventions {
 public:
  static Result<Conventions> load(const rules::PackLibrary& library);

  /// The value that counts, with its row; nullptr: it stays open.
  const statement::Assumption* answer(const Silence& silence) const;
  /// The main class of a T that rows may ask for: "T2a" is of T2, "Tis(DCIS)" in situ, "Ta" not invasive; "unknown"
  /// where no row asks for it.
  std::string tumor_class(std::string_view t) const;
  /// The inputs that rows answer.
  std::span<const std::string> input_names() const;

 private:
  bool lists(std::string_view input, std::string_view value) const;
  const rules::Pack* pack_ = nullptr;
  mutable std::map<std::string, std::optional<statement::Assumption>, std::less<>> answers_;
};

}  // namespace restage::staging
