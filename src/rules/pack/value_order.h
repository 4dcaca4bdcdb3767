// SPDX-License-Identifier: Apache-2.0
#pragma once
// ValueOrder: which of two values of one input says more, and which is less advanced. The order is the one the pack
// declares its values in; a coarse value (GX, T2 beside T2a) is as advanced as the least of the values it covers.
// Values that a pack does not list are compared as TNM writes them. Cheap to make; the pack must outlive it.
#include <cstdint>
#include <string_view>
#include <vector>

#include "rules/pack/pack.h"
#include "rules/pack/pack_model.h"

namespace restage::rules {

class ValueOrder {
 public:
  /// pack may be null, and may not have the input: values are then compared as written.
  ValueOrder(const Pack* pack, std::string_view input);

  /// Both can be true, and `finer` leaves less open: T2a of T2, G3 of GX.
  bool narrows(std::string_view finer, std::string_view coarser) const;
  /// Leaves every value open: GX, TX.
  bool is_open(std::string_view value) const;
  /// Below 0 when `left` is less advanced than `right`, above 0 when it is more advanced; a coarse value comes before
  /// the least advanced value it covers.
  int compare(std::string_view left, std::string_view right) const;

 private:
  /// Numbers of the leaves a value covers, ascending; empty when the pack does not list it.
  std::vector<std::uint32_t> leaves_of(std::string_view value) const;
  const InputModel* input_ = nullptr;
  const PackModel* model_ = nullptr;
  bool is_group_ = false;
};

/// Whether a computed category or group and a stated one can both be true: equal, or one a coarser form of the other.
bool is_compatible(std::string_view computed, std::string_view stated);

/// Result texts in the order people expect: as declared, else stage groups by rank.
void sort_results(const PackModel& model, std::string_view output, std::vector<std::string_view>& values);

}  // namespace restage::rules
