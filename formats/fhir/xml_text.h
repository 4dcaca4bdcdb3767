// SPDX-License-Identifier: Apache-2.0
#pragma once
// FHIR XML as JSON text, so that one reader serves both. Values stay texts, single elements stay single: the
// reader takes numbers and flags from texts, and one value where a list is due. Narrative is left out.
#include <optional>
#include <string>
#include <string_view>

#include "core/data_issue.h"

namespace restage::fhir {

struct XmlConversion {
  std::string json;     ///< empty when nothing could be converted
  std::string problem;  ///< why the text as a whole is not well-formed; empty when it is
  unsigned long line = 0;
  unsigned long column = 0;
};

/// True when the root element declares the FHIR namespace.
bool is_fhir_xml(std::string_view text);
/// A text that breaks off gives the entries that were complete.
XmlConversion convert_xml(std::string_view xml, int depth_limit);
/// What is to be said of the problem, if there is one.
std::optional<DataIssue> problem_of(const XmlConversion& xml, const std::string& file);

}  // namespace restage::fhir
