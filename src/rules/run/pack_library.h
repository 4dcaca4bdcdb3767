// SPDX-License-Identifier: Apache-2.0
#pragma once
// PackLibrary: the packs of a run by edition and site, by id, and by the primary they apply to. Folders are parsed and
// compiled on first use. Safe to share between threads.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/pack/pack.h"
#include "rules/pack/site_query.h"

namespace restage::rules {

class PackLibrary {
 public:
  virtual ~PackLibrary() = default;
  /// The packs compiled into the program. Folders are parsed on first use; safe to share between threads.
  static Result<std::unique_ptr<PackLibrary>> embedded();
  /// Packs of a folder tree (--packs DIR), each overriding an embedded one with the same id.
  static Result<std::unique_ptr<PackLibrary>> with_folder(const std::string& directory);

  /// edition: "8", "9", "UICC9", "FIGO2018" ...; nullptr when there is none.
  virtual Result<const Pack*> find(std::string_view edition, std::string_view site) const = 0;
  /// The TNM pack of a site (else another staging pack) in force at a date of diagnosis; an Error says why none is.
  virtual Result<const Pack*> in_force(std::string_view site, const PartialDate& diagnosed) const {
    static_cast<void>(diagnosed);
    return Error{ErrorCode::NotSupported, "this library does not know which edition is in force", std::string(site)};
  }
  virtual Result<const Pack*> by_id(std::string_view id) const = 0;
  /// All packs whose id begins so ("red-flags-"), by id: those an engine takes its rules from. With a primary, those
  /// that apply to it or say nothing of where they apply.
  virtual Result<std::vector<const Pack*>> with_prefix(std::string_view prefix,
                                                       const SiteQuery* primary = nullptr) const = 0;
  virtual std::vector<std::string> sites() const = 0;
  virtual std::vector<std::string> editions_of(std::string_view site) const = 0;
  virtual std::vector<std::string> ids() const = 0;
  /// Packs that apply to a primary, the edition in force first. When there is no system the result is an
  /// Error with code NotFound whose message is the reason.
  virtual Result<std::vector<PackChoice>> choose(const SiteQuery& query, std::string_view edition) const = 0;
};

}  // namespace restage::rules
