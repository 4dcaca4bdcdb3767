// SPDX-License-Identifier: Apache-2.0
#include "rules/check/pack_docs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "rules/check/coverage_page.h"
#include "rules/pack/pack_choice.h"
#include "rules/pack/pack_reader.h"

namespace restage::rules {
namespace {

std::string in_cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string_view type_name(InputType type) {
  static constexpr std::string_view kNames[] = {"code", "set", "decimal", "integer", "flag"};
  return kNames[static_cast<std::size_t>(type)];
}
std::string_view role_name(InputRole role) {
  static constexpr std::string_view kNames[] = {"category", "factor", "finding"};
  return kNames[static_cast<std::size_t>(role)];
}

std::string inputs_section(const PackModel& model) {
  std::string out = "## Inputs\n\n| name | role | type | values | meaning |\n|---|---|---|---|---|\n";
  for (const InputModel& input : model.inputs) {
    const InputDeclaration& declaration = input.declaration;
    std::string values = declaration.type == InputType::Flag ? "yes no" : text::join(declaration.values, " ");
    if (!declaration.unit.empty()) values += (values.empty() ? "" : " ") + declaration.unit;
    if (input.round_to) values += ", rounded to " + input.round_to->text();
    if (input.keep_exact_below) values += ", exact below " + input.keep_exact_below->text();
    for (const auto& [pattern, value] : declaration.from_morphology)
      if (!value.empty()) values += ", " + value + " by morphology " + pattern;
    for (const auto& [pattern, value] : declaration.from_topography)
      values += ", " + value + " by topography " + pattern;
    if (!declaration.from_nodes.empty())
      values += ", distant-nodes by the stations " + text::join(declaration.from_nodes, " ");
    if (!input.absent.empty()) values += ", when absent " + input.absent;
    out += fmt::format("| `{}` | {} | {} | {} | {} |\n", declaration.name, role_name(declaration.role),
                       type_name(declaration.type), in_cell(values), in_cell(declaration.meaning));
  }
  return out + "\n";
}

std::string condition_text(const std::vector<Condition>& when) {
  std::string text;
  for (const Condition& condition : when)
    text += (text.empty() ? "" : " and ") + condition.input + " is " + text::join(condition.values, " or ");
  return text;
}

std::string table_section(const TableModel& table) {
  std::string out = "### " + table.id + "\n\n";
  if (!table.when.empty()) out += "When " + condition_text(table.when) + ".\n\n";
  if (table.collect) out += "Every row that accepts is a hit.\n\n";
  if (table.sum) out += "The points of every matching row are added.\n\n";
  std::string rule = "|---|";
  out += "| row |";
  for (const std::string& column : table.columns) {
    out += " " + column + " |";
    rule += "---|";
  }
  for (const std::string& result : table.results) {
    out += " **" + result + "** |";
    rule += "---|";
  }
  out += " source | note |\n" + rule + "---|---|\n";
  for (const RowModel& row : table.rows) {
    out += "| " + row.id + " |";
    for (const Cell& cell : row.cells) out += " " + in_cell(cell.text) + " |";
    for (const std::string& result : row.results) out += " " + in_cell(result) + " |";
    out += " " + in_cell(row.source) + (row.verified ? "" : " (unverified)") + " | " + in_cell(row.note) + " |\n";
  }
  return out + "\n";
}

std::set<std::string> results_of(const PackModel& model, std::string_view name) {
  std::set<std::string> values;
  for (const TableModel& table : model.tables)
    for (std::size_t k = 0; k < table.results.size(); ++k)
      if (table.results[k] == name)
        for (const RowModel& row : table.rows)
          if (!row.results[k].empty() && row.results[k] != "-") values.insert(row.results[k]);
  return values;
}

void add_difference(std::string& out, std::string_view what, const std::set<std::string>& here,
                    const std::set<std::string>& there) {
  std::vector<std::string> only_here, only_there;
  std::set_difference(here.begin(), here.end(), there.begin(), there.end(), std::back_inserter(only_here));
  std::set_difference(there.begin(), there.end(), here.begin(), here.end(), std::back_inserter(only_there));
  if (!only_here.empty()) out += fmt::format("- {} only here: {}\n", what, text::join(only_here, " "));
  if (!only_there.empty()) out += fmt::format("- {} only there: {}\n", what, text::join(only_there, " "));
}

std::string differences_section(const PackModel& model, const std::vector<PackFiles>& others) {
  std::string out;
  for (const PackFiles& files : others) {
    const PackModel other = read_pack(files);
    std::string lines;
    for (const std::string_view name : {"t", "n", "m"}) {
      const InputModel *here = model.input(name), *there = other.input(name);
      if (here == nullptr || there == nullptr) continue;
      add_difference(lines, name, {here->declaration.values.begin(), here->declaration.values.end()},
                     {there->declaration.values.begin(), there->declaration.values.end()});
    }
    add_difference(lines, "groups", results_of(model, "group"), results_of(other, "group"));
    std::set<std::string> here, there;
    for (const InputModel& input : model.inputs) here.insert(input.declaration.name);
    for (const InputModel& input : other.inputs) there.insert(input.declaration.name);
    add_difference(lines, "inputs", here, there);
    if (lines.empty()) lines = "- the same names throughout; what they mean stands in the tables\n";
    out += fmt::format("Compared with {} {} (`{}`):\n\n{}\n", other.identity.system, other.identity.edition,
                       other.identity.id, lines);
  }
  return out.empty() ? out : "## Edition differences\n\n" + out;
}

std::string cases_section(const PackFiles& files, const PackModel& model) {
  std::vector<PackProblem> ignored;
  std::string out = "## Cases\n\n| case | given | wanted | source |\n|---|---|---|---|\n";
  for (const PackCase& each : read_cases(files, model, ignored)) {
    std::string given, wanted;
    for (const auto& [name, value] : each.inputs) given += (given.empty() ? "" : ", ") + name + " " + value;
    for (const auto& [name, value] : each.wanted) wanted += (wanted.empty() ? "" : ", ") + name + " " + value;
    out +=
        fmt::format("| {} | {} | {} | {} |\n", in_cell(each.id), in_cell(given), in_cell(wanted), in_cell(each.source));
  }
  return out + "\n";
}

std::string page_of(const PackFiles& files, const PackModel& model, const std::vector<PackFiles>& others) {
  const PackIdentity& identity = model.identity;
  std::string out = fmt::format("# {}, {} {}\n\nGenerated from `packs/{}`; change the pack, not this page.\n\n{}\n\n",
                                identity.title, identity.system, identity.edition, files.folder, identity.summary);
  out += fmt::format("- id `{}`, version {}, kind {}\n- site id `{}`, edition `{}`\n- groups for classification {}\n",
                     identity.id, identity.version, identity.kind, identity.site, identity.edition,
                     text::join(identity.classifications, ", "));
  if (identity.diagnosed_from.is_known())
    out += "- diagnosed from " + identity.diagnosed_from.text() +
           (identity.diagnosed_until.is_known() ? " until " + identity.diagnosed_until.text() : "") + "\n";
  if (!identity.provisional.empty())
    out += fmt::format("- provisional for classification {}: {}\n", text::join(identity.provisional, ", "),
                       identity.provisional_because);
  for (const AppliesModel& applies : model.applies) {
    out += fmt::format("- applies to topography {}; histology {}; behavior {}", text::join(applies.topography, ", "),
                       text::join(applies.histology, ", "), text::join(applies.behavior, ", "));
    if (!applies.when.empty()) out += "; when " + condition_text(applies.when);
    if (applies.diagnosed_from.is_known()) out += "; diagnosed from " + applies.diagnosed_from.text();
    if (applies.diagnosed_until.is_known()) out += "; diagnosed until " + applies.diagnosed_until.text();
    out += applies.reason.empty() ? "\n" : ": " + applies.reason + "\n";
  }
  const std::string unverified = unverified_rows(model);
  out += "- verified: " + verified_text(model) + (unverified.empty() ? "" : "; not " + unverified) + "\n\n";
  if (!identity.notes.empty()) {
    out += "## Decisions\n\n";
    for (const std::string& note : identity.notes) out += "- " + note + "\n";
    out += "\n";
  }
  out += inputs_section(model) + "## Tables\n\n";
  for (const TableModel& table : model.tables) out += table_section(table);
  for (const MeasureModel& measure : model.measures)
    out += fmt::format("`{}` = {}, rounded to {} decimals\n\n", measure.name, measure.text, measure.decimals);
  out += "## Sources\n\n";
  for (const SourceDeclaration& source : model.sources)
    out += fmt::format("- `{}`: {}{} ({})\n", source.id, source.citation,
                       source.address.empty() ? "" : ", <" + source.address + ">",
                       source.verified ? "verified" : "unverified");
  return out + "\n" + differences_section(model, others) + cases_section(files, model);
}

}  // namespace

std::string document_pack(const PackFiles& files, const std::vector<PackFiles>& others) {
  return page_of(files, read_pack(files), others);
}

std::vector<DocumentPage> document_packs(const std::vector<PackFiles>& packs) {
  std::vector<DocumentPage> pages;
  std::vector<const PackFiles*> wanted;
  std::vector<PackHead> heads;
  for (const PackFiles& files : packs)
    if (const std::string_view* toml = files.find("pack.toml")) {
      wanted.push_back(&files);
      heads.push_back(scan_head(*toml, files.folder));
    }
  std::vector<CoveredPack> covered;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    std::vector<PackFiles> others;
    for (std::size_t k = 0; k < wanted.size(); ++k)
      if (k != i && !heads[i].site.empty() && heads[k].site == heads[i].site && heads[k].is_risk == heads[i].is_risk)
        others.push_back(*wanted[k]);
    std::vector<PackProblem> ignored;
    CoveredPack& pack = covered.emplace_back(CoveredPack{read_pack(*wanted[i]), heads[i], 0});
    pack.cases = read_cases(*wanted[i], pack.model, ignored).size();
    pages.push_back({pack.model.identity.id + ".md", page_of(*wanted[i], pack.model, others)});
  }
  pages.push_back({"coverage.md", coverage_page(covered)});
  return pages;
}

}  // namespace restage::rules
