// SPDX-License-Identifier: Apache-2.0
#include "report/terminal/listing.h"

#include <fmt/format.h>

#include "base/text.h"

namespace restage::report {
namespace {

/// Breaks a text at blanks; every line after the first begins with the indent.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string out(indent, ' ');
  std::size_t column = indent;
  for (const std::string_view word : text::split(text, ' ')) {
    if (column > indent && column + 1 + word.size() > width) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out + '\n';
}

std::string inputs_of(const statement::PackInputs& pack, std::size_t width) {
  std::string out = fmt::format("{}  {}  ({})\n", pack.pack.title, pack.pack.system_words, pack.pack.id);
  if (!pack.summary.empty()) out += wrapped(pack.summary, 2, width);
  out += fmt::format("  groups for classification: {}\n\n", text::join(pack.classifications, " "));
  for (const statement::InputDescription& input : pack.inputs) {
    std::string line = fmt::format("  {:<22} {:<8} {}", input.name, input.role, input.type);
    if (!input.unit.empty()) line += ", " + input.unit;
    if (!input.when_absent.empty()) line += ", when absent: " + input.when_absent;
    out += line + "\n";
    if (!input.meaning.empty()) out += wrapped(input.meaning, 6, width);
    const bool is_flag = input.type == "flag";
    if (!input.values.empty() && !is_flag) out += wrapped(text::join(input.values, " "), 6, width);
    if (is_flag) out += "      yes no\n";
    if (!input.from_nodes.empty())
      out += wrapped("given as nodes, these count as distant-nodes: " + text::join(input.from_nodes, " "), 6, width);
  }
  return out;
}

/// What the result is when it is not a stage.
std::string_view kind_in_brackets(std::string_view kind) {
  return kind == "risk_group" ? " (risk group)"
         : kind == "category" ? " (category)"
         : kind == "score"    ? " (score)"
                              : "";
}

}  // namespace

std::string sites_text(const std::vector<statement::SiteEditions>& sites) {
  std::string out;
  for (const statement::SiteEditions& site : sites)
    out += fmt::format("{:<34} {}\n", site.site, text::join(site.editions, " "));
  return out;
}

std::string inputs_text(const std::vector<statement::PackInputs>& packs, std::size_t width) {
  std::string out;
  for (const statement::PackInputs& pack : packs) out += (out.empty() ? "" : "\n") + inputs_of(pack, width);
  return out;
}

std::string applying_packs_text(const statement::ApplyingPacks& answer) {
  if (!answer.no_system.empty()) return answer.no_system + "\n";
  std::string out;
  for (const statement::ApplyingPack& each : answer.packs) {
    out += fmt::format("{:<34} {}: {}{}\n", each.pack.id, each.pack.system_words, each.pack.title,
                       kind_in_brackets(each.pack.kind));
    out += "    because: " + each.reason + "\n";
    if (!each.depends_on.empty()) out += "    if " + each.depends_on + "\n";
  }
  return out;
}

}  // namespace restage::report
