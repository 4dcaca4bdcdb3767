// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which keys can influence the outputs somebody asks for, so that errors beside the question can be left out.
#include <vector>

#include "registry/run/case.h"

namespace restage::registry {

/// Slots of a schema whose value can reach one of the wanted slots: what tables read, what conditions read,
/// what writes feed further tables. An over-estimate, never an under-estimate.
std::vector<bool> relevant_slots(const AlgorithmProgram& program, const SchemaProgram& schema,
                                 const std::vector<bool>& wanted);

/// Does the error touch one of the relevant slots?
bool error_matters(const ErrorRecord& error, const AlgorithmProgram& program, const std::vector<bool>& relevant);

}  // namespace restage::registry
