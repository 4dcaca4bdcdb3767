// SPDX-License-Identifier: Apache-2.0
#include "rules/pack/distant_stations.h"

#include <algorithm>

#include "base/text.h"

namespace restage::rules {

const InputDeclaration* distant_places(std::span<const InputDeclaration> inputs) {
  const auto found = std::find_if(inputs.begin(), inputs.end(),
                                  [](const InputDeclaration& input) { return !input.from_nodes.empty(); });
  return found == inputs.end() ? nullptr : &*found;
}

bool is_distant_station(const InputDeclaration& places, std::string_view station) {
  return std::any_of(places.from_nodes.begin(), places.from_nodes.end(),
                     [&](const std::string& each) { return text::equal_ignoring_case(each, station); });
}

DividedStations divide_stations(const InputDeclaration& places, std::span<const std::string_view> stations) {
  DividedStations divided;
  for (const std::string_view station : stations) {
    const bool is_distant = is_distant_station(places, station);
    divided.has_distant |= is_distant;
    if (!is_distant) divided.regional.emplace_back(station);
  }
  return divided;
}

}  // namespace restage::rules
