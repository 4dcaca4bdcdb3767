// SPDX-License-Identifier: Apache-2.0
#pragma once
// system_name: how a classification and its edition are written together.
#include <string>
#include <string_view>

namespace restage::rules {

/// "AJCC 8", "FIGO 2018", "UICC 9"; a system without editions once: "D'Amico", "COG-Wilms", "R-ISS".
std::string system_name(std::string_view system, std::string_view edition);

}  // namespace restage::rules
