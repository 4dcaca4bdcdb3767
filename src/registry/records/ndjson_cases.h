// SPDX-License-Identifier: Apache-2.0
#pragma once
// Cases as NDJSON: a worker that reads lines and writes result lines, and a line by itself.
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "registry/records/block.h"
#include "registry/records/run_plan.h"
#include "registry/run/result.h"

namespace restage::registry {

/// NDJSON blocks: a line {"id":…,"input":{…}} to a result line.
std::unique_ptr<BlockWorker> make_ndjson_worker(std::shared_ptr<const RunPlan> plan);

/// Reads {"id":…,"input":{…}}; the id as JSON text, `null` when there is none.
Result<std::pair<std::string, CaseText>> parse_case_line(std::string_view line);

}  // namespace restage::registry
