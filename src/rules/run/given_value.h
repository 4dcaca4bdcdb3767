// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the text of a given input as a value of its node, strictly: what is not exactly a value is refused
// with what would be accepted.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/run/run.h"

namespace restage::rules {

/// On refusal the Error's message says what is wrong and its context what to write instead.
Result<KnownValue> read_value(const Node& node, std::string_view text);

/// Everything given, as the values a run starts from; what the pack names for absence stands for what is not given.
/// Texts that are refused are added to `problems` and left unknown.
RunInput read_inputs(const Program& program, std::string_view classification, std::span<const GivenInput> given,
                     Pack::Start start, std::vector<InputProblem>& problems);

/// The members of a set as people join them, with + or ; or a comma, trimmed.
std::vector<std::string_view> members_as_written(std::string_view text);

/// A value in words: "T2a", "> 20 and <= 30", "chest-wall+diaphragm".
std::string describe_value(const Node& node, Value value);
/// A run of values in words; numbers join to ranges, codes are listed.
std::string describe_values(const Node& node, const std::vector<Value>& values);

}  // namespace restage::rules
