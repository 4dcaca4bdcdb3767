// SPDX-License-Identifier: Apache-2.0
#pragma once
// The style sheet of pages: light, dark, narrow and A4 print, all inline.
#include <string>

#include "report/html/page_kit.h"

namespace restage::report {

std::string page_style(PageKind kind);

}  // namespace restage::report
