// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words of the course file: what its texts mean in terms of a course. Pure functions.
#include <optional>
#include <string>
#include <string_view>

#include "core/course.h"

namespace restage::course_file {

std::optional<Event::Kind> event_kind(std::string_view word);
std::optional<Treatment::Kind> treatment_kind(std::string_view word);
/// An ICD-O-3 topography, an ICD-10 code, or a site id such as breast; fills what the text says.
TumorSite site_from_words(const std::string& words, TumorSite site);
/// "M0" and "M1" say whether there is one; an organ says where.
MetastasisFinding metastasis_from_word(const std::string& word, Method method);
/// A laboratory value written as a text: "<0.05" is a number with a comparator, other words stay words.
void read_worded_value(const std::string& words, LabValue& lab);
/// True when the first line that says anything is a TOML header or a key.
bool looks_like_course(std::string_view bytes);

}  // namespace restage::course_file
