// SPDX-License-Identifier: Apache-2.0
#include "core/node_regions.h"

#include <map>
#include <string>
#include <utility>

#include "base/text.h"
#include "base/tsv.h"

extern "C" const char restage_node_regions_begin[];
extern "C" const char restage_node_regions_end[];

namespace restage {
namespace {

using Roles = std::map<std::pair<std::string_view, std::string_view>, std::string_view>;

/// Role by nodes and primary.
const Roles& roles() {
  static const Roles table = [] {
    Roles result;
    const std::string_view text(restage_node_regions_begin,
                                static_cast<std::size_t>(restage_node_regions_end - restage_node_regions_begin));
    for (const TsvLine& line : read_tsv(text).lines)
      if (line.cells.size() > 2)
        for (const std::string_view primary : text::split(line.cells[2], ','))
          result.emplace(std::pair(line.cells[0], primary), line.cells[1]);
    return result;
  }();
  return table;
}

bool is_other_side(std::string_view left, std::string_view right) {
  return (left == "left" && right == "right") || (left == "right" && right == "left");
}

}  // namespace

bool is_node_region(std::string_view organ) {
  return organ == "nodes" || (organ.ends_with("-nodes") && organ != "distant-nodes");
}

NodeRole role_of_nodes(std::string_view region, std::string_view laterality, const TumorSite& primary) {
  for (std::size_t length = primary.topography.size(); length >= 3; --length) {
    const auto found = roles().find({region, std::string_view(primary.topography).substr(0, length)});
    if (found == roles().end()) continue;
    if (found->second == "distant") return NodeRole::Distant;
    const bool other = found->second == "same-side" && is_other_side(laterality, primary.laterality);
    return other ? NodeRole::Unclear : NodeRole::Regional;
  }
  return NodeRole::Unclear;
}

}  // namespace restage
