// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether lymph nodes with metastasis are regional for a primary. The table is node_regions.tsv, beside this file. A
// regional node says something of N and never makes M1. Pure and thread-safe.
#include <string_view>

#include "core/course.h"

namespace restage {

/// Organ of a metastasis of which nobody knows whether it is distant: nodes, not said which.
inline constexpr std::string_view kUnplacedNodes = "nodes-unplaced";

/// Name of the finding that a regional node is involved, with the part of the body as its organ.
inline constexpr std::string_view kRegionalNodes = "regional_nodes";

enum class NodeRole { Regional, Distant, Unclear };

/// "axillary-nodes", "nodes": lymph nodes by the part of the body, not yet told apart for any primary.
bool is_node_region(std::string_view organ);

/// `laterality` is that of the nodes and may be empty.
NodeRole role_of_nodes(std::string_view region, std::string_view laterality, const TumorSite& primary);

}  // namespace restage
