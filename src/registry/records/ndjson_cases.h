// SPDX-License-Identifier: Apache-2.0
#pragma once
// Cases as NDJSON: a worker that reads lines and writes result lines.
#include <memory>

#include "registry/records/block.h"
#include "registry/records/run_plan.h"

namespace restage::registry {

/// NDJSON blocks: a line {"id":…,"input":{…}} to a result line.
std::unique_ptr<BlockWorker> make_ndjson_worker(std::shared_ptr<const RunPlan> plan);

}  // namespace restage::registry
