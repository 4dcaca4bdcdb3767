// SPDX-License-Identifier: Apache-2.0
#pragma once
// Node stations that are not regional for a tumor: a supraclavicular node is none of the regional nodes of the colon,
// so that it counts among the distant places. The pack lists them (InputDeclaration::from_nodes); this is the one place
// that knows what the list means, for facts and for tables of cases.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/pack/pack.h"

namespace restage::rules {

/// The member of the places that such stations count as.
inline constexpr std::string_view kDistantNodes = "distant-nodes";

/// The input that holds the distant places; nullptr where every station is regional.
const InputDeclaration* distant_places(std::span<const InputDeclaration> inputs);

/// In any letter case.
bool is_distant_station(const InputDeclaration& places, std::string_view station);

/// What is left of the stations for the input of the regional nodes.
struct DividedStations {
  std::vector<std::string> regional;  ///< as written, in their order
  bool has_distant = false;
};
DividedStations divide_stations(const InputDeclaration& places, std::span<const std::string_view> stations);

}  // namespace restage::rules
