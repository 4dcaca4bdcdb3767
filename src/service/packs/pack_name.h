// SPDX-License-Identifier: Apache-2.0
#pragma once
// The identity of a pack as a plain value, for results.
#include "rules/pack/pack.h"
#include "statement/listing.h"

namespace restage::service {

statement::PackName name_of(const rules::PackIdentity& identity);

}  // namespace restage::service
