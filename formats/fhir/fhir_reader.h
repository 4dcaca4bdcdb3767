// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads FHIR R4 JSON: a Bundle of any type, a list of resources, one resource, or one resource a line; mCODE
// STU1 to STU4 and the dialects listed in docs/formats.md. FHIR XML is read by way of JSON.
#include "core/reader.h"

namespace restage::fhir {

const Reader& reader();

}  // namespace restage::fhir
