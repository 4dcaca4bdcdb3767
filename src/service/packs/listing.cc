// SPDX-License-Identifier: Apache-2.0
#include "service/packs/listing.h"

#include <algorithm>
#include <set>

#include "base/near_words.h"
#include "base/text.h"
#include "rules/run/pack_library.h"
#include "rules/run/program.h"
#include "service/packs/pack_name.h"

namespace restage::service {
namespace {

std::string_view type_name(rules::InputType type) {
  switch (type) {
    case rules::InputType::Code:
      return "code";
    case rules::InputType::Set:
      return "set";
    case rules::InputType::Decimal:
      return "decimal";
    case rules::InputType::Integer:
      return "integer";
    case rules::InputType::Flag:
      return "flag";
  }
  return "code";
}

std::string_view role_name(rules::InputRole role) {
  return role == rules::InputRole::Category ? "category" : role == rules::InputRole::Finding ? "finding" : "factor";
}

statement::PackInputs describe(const rules::Pack& pack) {
  statement::PackInputs described;
  described.pack = name_of(pack.identity());
  described.summary = pack.identity().summary;
  described.classifications = pack.identity().classifications;
  for (const rules::InputDeclaration& input : pack.inputs())
    described.inputs.push_back({input.name, std::string(role_name(input.role)), std::string(type_name(input.type)),
                                input.unit, input.values, input.absent, input.meaning, input.from_nodes});
  return described;
}

Result<std::vector<statement::PackInputs>> inputs_of_pack(const rules::PackLibrary& library, const std::string& id) {
  const auto pack = library.by_id(id);
  if (!pack) return pack.error();
  return std::vector<statement::PackInputs>{describe(**pack)};
}

/// Editions of a site; those of risk groups and scores where it has no stage.
std::vector<std::string> editions_of(const rules::PackLibrary& library, const std::string& site) {
  std::vector<std::string> editions = library.editions_of(site);
  if (editions.empty())
    for (const std::string& id : library.ids())
      if (const auto pack = library.by_id(id); pack && (*pack)->identity().site == site)
        editions.push_back((*pack)->identity().edition);
  return editions;
}

}  // namespace

Result<std::vector<statement::SiteEditions>> sites(const RulePacks& packs) {
  const auto library = packs_or_embedded(packs);
  if (!library) return library.error();
  std::vector<statement::SiteEditions> all;
  for (const std::string& site : (*library)->sites()) all.push_back({site, (*library)->editions_of(site)});
  return all;
}

Result<std::vector<statement::PackInputs>> inputs(const InputsRequest& request) {
  const auto opened = packs_or_embedded(request.packs);
  if (!opened) return opened.error();
  const rules::PackLibrary& library = **opened;
  if (!request.pack.empty()) return inputs_of_pack(library, request.pack);
  const std::string site = text::to_lower(text::trim(request.site));
  std::vector<std::string> editions = editions_of(library, site);
  if (editions.empty() && library.by_id(request.site)) return inputs_of_pack(library, request.site);
  if (editions.empty())
    return Error{ErrorCode::NotFound,
                 "`" + request.site + "` is no site id; " +
                     text::did_you_mean(site, library.sites(), "`restage stage --sites` lists all"),
                 ""};
  if (!request.edition.empty()) {
    if (std::find(editions.begin(), editions.end(), request.edition) == editions.end())
      return Error{ErrorCode::NotFound,
                   "edition `" + request.edition + "` does not exist for " + site +
                       "; editions of it: " + text::join(editions, " "),
                   ""};
    editions = {request.edition};
  }
  std::vector<statement::PackInputs> described;
  for (const std::string& edition : editions) {
    const auto pack = library.find(edition, site);
    if (!pack) return pack.error();
    if (*pack != nullptr) described.push_back(describe(**pack));
  }
  return described;
}

Result<void> check_edition(const rules::PackLibrary& library, std::string_view what, const std::string& edition) {
  if (edition.empty()) return {};
  std::set<std::string> editions;
  for (const std::string& id : library.ids())
    if (const auto pack = library.by_id(id); pack && (*pack)->identity().kind != "convention")
      editions.insert((*pack)->identity().edition);
  if (editions.contains(edition)) return {};
  const std::string seventh = edition == "7" ? "; edition 7 is derived by `restage registry` from a SEER archive" : "";
  return Error{ErrorCode::NotFound,
               std::string(what) + " `" + edition + "` is the edition of no pack" + seventh +
                   "; there are: " + text::join({editions.begin(), editions.end()}, " "),
               ""};
}

}  // namespace restage::service
