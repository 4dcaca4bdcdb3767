// SPDX-License-Identifier: Apache-2.0
#include "service/cases/table_header.h"

#include <algorithm>

#include "base/near_words.h"
#include "base/text.h"

namespace restage::service {
namespace {

bool has_lone_return(std::string_view cell) {
  const std::size_t at = cell.find('\r');
  return at != std::string_view::npos && cell.substr(at + 1, 1) != "\n";
}

std::string remedy_for(std::string_view first_cell, const std::vector<std::string>& names) {
  if (first_cell.starts_with("\xFF\xFE") || first_cell.starts_with("\xFE\xFF"))
    return "the file is UTF-16; save it as UTF-8";
  for (const auto& [separator, name] : {std::pair{';', "semicolons"}, std::pair{'\t', "tabs"}, std::pair{'|', "bars"}})
    if (first_cell.find(separator) != std::string_view::npos)
      return std::string("the columns seem to be separated by ") + name + "; separate them by commas";
  if (const std::vector<std::string> near = text::near_words("site", names); !near.empty())
    return "if the column " + text::excerpt(near.front()) + " is meant, name it site";
  const std::string columns = text::excerpt(text::join(names, " "), 200);
  return "name it in the first line, or give one pack for all rows with --pack; the columns are: " + columns;
}

}  // namespace

Result<std::vector<std::string>> read_table_header(const std::vector<std::string_view>& cells, bool needs_site) {
  if (std::any_of(cells.begin(), cells.end(), has_lone_return))
    return Error{ErrorCode::Malformed, "line 1: the lines end with a carriage return alone",
                 "save the table with LF or CRLF"};
  std::vector<std::string> names;
  for (const std::string_view cell : cells) names.emplace_back(text::trim(cell));
  std::vector<std::string> lowered;
  for (const std::string& name : names) {
    std::string lower = text::to_lower(name);
    const bool taken = lower != name && std::find(names.begin(), names.end(), lower) != names.end();
    lowered.push_back(taken ? name : std::move(lower));
  }
  if (needs_site && std::find(lowered.begin(), lowered.end(), "site") == lowered.end())
    return Error{ErrorCode::InvalidArgument, "line 1: there is no column site", remedy_for(cells.front(), names)};
  for (auto at = lowered.begin(); at != lowered.end(); ++at)
    if (!at->empty() && std::find(lowered.begin(), at, *at) != at)
      return Error{ErrorCode::InvalidArgument, "line 1: the column " + text::excerpt(*at) + " stands twice",
                   "remove or rename one of them"};
  return lowered;
}

}  // namespace restage::service
