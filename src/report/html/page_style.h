// SPDX-License-Identifier: Apache-2.0
#pragma once
// The style sheet of the report page: light, dark, narrow and A4 print, all inline.
#include <string_view>

namespace restage::report {

std::string_view page_style() noexcept;

}  // namespace restage::report
