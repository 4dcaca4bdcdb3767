// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tumors of a NAACCR file through the algorithms of a run: items to keys, outputs back to items.
//
// One ItemDerivation per thread. Which item feeds which key is said by the archive (naaccr_item of an input or
// output); the exceptions stand in item_derivation.cc with their reasons.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "formats/naaccr/walk.h"
#include "registry/records/run_plan.h"
#include "registry/run/algorithm_runner.h"

namespace restage::service {

/// A derived item of one tumor: what an algorithm gave and where it stands in the file, if it does.
struct DerivedItem {
  const naaccr::ItemDefinition* item = nullptr;
  registry::Slot slot = 0;
  std::string_view value;  ///< blank when the algorithm gives none
  const naaccr::ItemPlace* existing = nullptr;
};

struct StagedTumor {
  std::size_t algorithm = 0;
  const registry::Outcome* outcome = nullptr;
  const registry::CaseInput* input = nullptr;
  std::vector<DerivedItem> derived;  ///< only when staged
};

class ItemDerivation {
 public:
  ItemDerivation(std::shared_ptr<const registry::RunPlan> plan, const naaccr::ItemTable& table,
                 const naaccr::FileHead& head);
  ~ItemDerivation();
  ItemDerivation(const ItemDerivation&) = delete;
  ItemDerivation& operator=(const ItemDerivation&) = delete;

  /// Stages by every algorithm of the tumor's era that the tumor was coded for (it carries at least one item of that
  /// algorithm alone); the callback sees each result while it is valid.
  void stage(std::string_view block, const std::vector<naaccr::ItemPlace>& tumor_items,
             const std::vector<naaccr::ItemPlace>& patient_items, const std::function<void(const StagedTumor&)>& use);
  const registry::RunPlan& plan() const noexcept { return *plan_; }

 private:
  struct Lane;
  void fill(Lane& lane, std::string_view block, const std::vector<naaccr::ItemPlace>& items);
  void fill_substitutes(Lane& lane, std::string_view block, const std::vector<naaccr::ItemPlace>& patient_items);
  void collect(const Lane& lane, const registry::Outcome& outcome, const std::vector<naaccr::ItemPlace>& tumor_items,
               StagedTumor& result) const;

  std::shared_ptr<const registry::RunPlan> plan_;
  const naaccr::ItemTable& table_;
  int version_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::string buffer_;
};

}  // namespace restage::service
