// SPDX-License-Identifier: Apache-2.0
#pragma once
// One NAACCR file through a run. For the files of this folder.
#include <memory>
#include <string>

#include "service/registry/run.h"

namespace restage::service {

/// Without a plan the file is only checked, without an output nothing is written.
RegistryStatus run_naaccr(RegistryRun& run, std::shared_ptr<const registry::RunPlan> plan, const std::string& file,
                          std::unique_ptr<ByteSource> source, std::string first_bytes, RunOutput* output);

}  // namespace restage::service
