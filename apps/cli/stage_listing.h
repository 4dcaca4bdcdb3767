// SPDX-License-Identifier: Apache-2.0
#pragma once
// What `restage stage` prints beside staged rows: inputs of a site, packs that apply, sites, one case as JSON.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "apps/cli/command.h"
#include "base/json_writer.h"
#include "cases/case_plan.h"
#include "rules/run/pack_library.h"

namespace restage::cli {

int list_sites(Console& console, const rules::PackLibrary& library, bool json);
int list_inputs(Console& console, const rules::PackLibrary& library, const std::string& site,
                const std::string& edition, bool json);
int list_inputs_of_pack(Console& console, const rules::PackLibrary& library, const std::string& id, bool json);

struct WhichQuestion {
  std::string topography;
  std::string histology;  ///< 8140 or 8140/3
  std::string diagnosed;
  std::string edition;
  std::vector<std::string> facts;  ///< name=value
};
int list_packs_for(Console& console, const rules::PackLibrary& library, const WhichQuestion& question, bool json);

/// Why an edition given with an option cannot be meant; empty when some pack has it or none is given.
std::string problem_of_edition(const rules::PackLibrary& library, std::string_view option, const std::string& edition);

/// Members of an open JSON object: the result of one case with its rules and what would decide.
void write_case_json(JsonWriter& json, const rules::Pack& pack,
                     const std::vector<std::pair<std::string, std::string>>& inputs, rules::Pack::Start start,
                     const cases::CaseResult& result);

}  // namespace restage::cli
