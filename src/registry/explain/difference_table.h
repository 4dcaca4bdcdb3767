// SPDX-License-Identifier: Apache-2.0
#pragma once
// DifferenceTable: what differs in many cases, grouped: each difference once, how often it occurs, and what is known of
// the first case of it. Tables of blocks that ran side by side add up to the same whatever their order. Not
// thread-safe.
#include <cstdint>
#include <map>
#include <utility>

namespace restage::registry {

template <class Difference, class First>
class DifferenceTable {
 public:
  struct Group {
    std::uint64_t count = 0;
    std::uint64_t place = 0;  ///< of the first case; places grow with the order of the input
    First first{};
  };

  /// `make_first` is called only when no earlier case of the difference is known.
  template <class MakeFirst>
  void add(Difference difference, std::uint64_t place, MakeFirst make_first) {
    Group& group = groups_[std::move(difference)];
    if (group.count++ > 0 && group.place <= place) return;
    group.place = place;
    group.first = make_first();
  }
  void add(const DifferenceTable& other) {
    for (const auto& [difference, group] : other.groups_) {
      Group& mine = groups_[difference];
      if (mine.count == 0 || group.place < mine.place) {
        mine.place = group.place;
        mine.first = group.first;
      }
      mine.count += group.count;
    }
  }

  bool empty() const noexcept { return groups_.empty(); }
  std::size_t size() const noexcept { return groups_.size(); }
  auto begin() const noexcept { return groups_.begin(); }
  auto end() const noexcept { return groups_.end(); }

 private:
  std::map<Difference, Group> groups_;
};

}  // namespace restage::registry
