// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which format a file of registry cases has, told by its first bytes.
#include <string>
#include <string_view>

#include "base/byte_source.h"

namespace restage::service {

/// The first bytes of a source, enough to tell its format: few only when there are few.
Result<std::string> read_head(ByteSource& source);
/// ndjson, csv or naaccr: what was asked for, else what the bytes are; an error names what else they seem to be.
Result<std::string> find_format(const std::string& asked, std::string_view head);

}  // namespace restage::service
