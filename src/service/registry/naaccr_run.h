// SPDX-License-Identifier: Apache-2.0
#pragma once
// NAACCR XML in, NAACCR XML out with derived items set. For the files of this folder.
#include <memory>

#include "formats/naaccr/walk.h"
#include "registry/records/run_plan.h"

namespace restage::service {

/// Without a plan a block is only checked. Table and head must outlive the worker.
std::unique_ptr<registry::BlockWorker> make_naaccr_worker(std::shared_ptr<const registry::RunPlan> plan,
                                                          const naaccr::ItemTable& table, const naaccr::FileHead& head);
/// Does the block have issues that are more than information?
bool has_wrong(const registry::Block& block);

}  // namespace restage::service
