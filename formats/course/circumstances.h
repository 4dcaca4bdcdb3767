// SPDX-License-Identifier: Apache-2.0
#pragma once
// The tables of a course file whose keys are the members of one payload: [[visit]], [[risk]], [[vital]] ... and the
// study that an [[imaging]] table is. Which table is which payload, and what it must say, stands in one list.
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/fact.h"
#include "formats/course/entry.h"

namespace restage::course_file {

/// What is known of such a table before any is read.
struct CircumstanceTable {
  std::string_view name;
  Payload (*payload)();
  std::array<std::string_view, 4> says;  ///< it must say one of these; the first that it says is part of its id
  bool of_patient = false;               ///< and of no tumor unless it names one
};

std::span<const CircumstanceTable> circumstance_tables();
/// nullptr when the table of this name is of another sort.
const CircumstanceTable* circumstance_table(std::string_view name);

struct Circumstance {
  Payload payload;
  std::string id_part;
};

/// Reads all keys; nullopt, with a complaint, where it says nothing.
std::optional<Circumstance> read_circumstance(Entry& entry, const CircumstanceTable& table);

/// The keys of a study; the others of the table are findings.
Study read_study(Entry& entry);

/// Studies of one kind on one day get ids of their own, by what they say and not by their order; equal ones become one.
void settle_studies(std::vector<Fact>& facts);

}  // namespace restage::course_file
