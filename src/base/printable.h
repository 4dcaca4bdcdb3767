// SPDX-License-Identifier: Apache-2.0
#pragma once
// Text of a record on a terminal: what it holds must not move the cursor or change the screen.
#include <string>
#include <string_view>

namespace restage::text {

/// Control characters, escape sequences among them, become `?`; line ends and tabs stay. With `keep_color` the color
/// sequences of our own (ESC [ digits ; m) stay.
std::string printable(std::string_view text, bool keep_color);

}  // namespace restage::text
