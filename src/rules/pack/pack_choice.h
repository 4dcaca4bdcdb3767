// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which packs apply to a primary: the head of each pack, read without parsing the whole pack, against a query.
#include <set>
#include <string>
#include <string_view>

#include "rules/pack/pack_model.h"
#include "rules/pack/site_query.h"

namespace restage::rules {

/// The plain keys at the top of pack.toml.
struct PackHead {
  std::string id, title, system, edition, site, kind;
  bool is_risk = false;  ///< lies below risk/: a companion, not a staging schema
  PartialDate diagnosed_from;
  PartialDate diagnosed_until;
};

/// Scans the lines before the first block; a pack that lacks an id takes its folder as id.
PackHead scan_head(std::string_view toml, std::string_view folder);

struct Match {
  bool topography = false;  ///< some block covers the topography
  bool applies = false;
  bool in_force = false;  ///< at the date of diagnosis, or possibly
  std::string reason;
  std::string depends_on;                                       ///< facts not given that must hold; empty: certain
  std::vector<std::pair<std::string, std::string>> conditions;  ///< the same by name, where nothing but facts is open
  bool date_open = false;  ///< the date of diagnosis leaves open whether the pack was in force
  std::string needed;      ///< when nothing applies: facts a block for this primary wants otherwise, "age: <20"
};

/// The [[applies]] blocks of a pack.toml.
std::vector<AppliesModel> applies_of(std::string_view toml);

Match match_pack(const PackHead& head, std::string_view toml, const SiteQuery& query);
Match match_pack(const PackHead& head, const std::vector<AppliesModel>& applies, const SiteQuery& query);

/// Why nothing applies; needed: facts that packs for this primary want otherwise.
Error no_system(const SiteQuery& query, std::string_view edition, bool topography_known,
                const std::set<std::string>& other_editions, const std::set<std::string>& needed);

}  // namespace restage::rules
