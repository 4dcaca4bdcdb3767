// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads oBDS 3 XML, the message format of the German cancer registries: one message an event. Messages of one
// patient are joined, within a file and across files. What is read and what is lost: docs/formats.md.
#include "core/reader.h"

namespace restage::obds {

const Reader& reader();

}  // namespace restage::obds
