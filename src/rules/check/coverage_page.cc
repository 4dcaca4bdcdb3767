// SPDX-License-Identifier: Apache-2.0
#include "rules/check/coverage_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/text.h"

namespace restage::rules {
namespace {

/// The site ids that the program promises; the page names those without a pack.
constexpr std::string_view kPromisedSites =
    "adrenal-cortical ampulla anus appendix-carcinoma bile-duct-distal bile-duct-intrahepatic bile-duct-perihilar "
    "bladder "
    "bone-appendicular-trunk-skull bone-pelvis bone-spine breast cervix colon endometrium esophagus-adeno "
    "esophagus-scc eyelid-carcinoma "
    "gallbladder gist-gastric-omental gist-small-bowel-other hypopharynx kidney larynx-glottis larynx-subglottis "
    "larynx-supraglottis "
    "liver-hcc lung melanoma-skin merkel-cell mesothelioma-pleura mycosis-fungoides-sezary "
    "nasal-cavity-paranasal-sinus nasopharynx "
    "net-appendix net-colorectal net-duodenum-ampulla net-jejunum-ileum net-pancreas net-stomach oral-cavity "
    "oropharynx-p16neg "
    "oropharynx-p16pos ovary-tube-peritoneum pancreas penis pheochromocytoma-paraganglioma prostate rectum "
    "renal-pelvis-ureter "
    "salivary-major skin-scc-head-neck small-intestine soft-tissue-head-neck soft-tissue-retroperitoneum "
    "soft-tissue-trunk-extremity "
    "stomach testis thymus thyroid-anaplastic thyroid-differentiated thyroid-medullary unknown-primary-head-neck "
    "urethra "
    "uterine-adenosarcoma uterine-sarcoma-lms-ess uveal-melanoma-posterior vagina vulva";

struct Counted {
  std::size_t packs = 0, rows = 0, verified = 0, cases = 0;

  void add(const PackModel& model, std::size_t its_cases) {
    ++packs;
    cases += its_cases;
    for (const TableModel& table : model.tables)
      for (const RowModel& row : table.rows) {
        ++rows;
        verified += row.verified ? 1 : 0;
      }
  }
  std::string verified_text() const {
    return verified == rows ? "every row" : fmt::format("{} of {} rows", verified, rows);
  }
};

Counted counted(const PackModel& model) {
  Counted count;
  count.add(model, 0);
  return count;
}

bool is_convention(const CoveredPack& pack) { return pack.model.identity.kind == "convention"; }
bool is_tnm(const CoveredPack& pack) {
  const std::string& system = pack.model.identity.system;
  return !pack.head.is_risk && (system == "AJCC" || system == "UICC" || system == "FIGO");
}

std::string classifications_text(const PackModel& model) {
  return model.identity.classifications.size() == 6 ? "all" : text::join(model.identity.classifications, " ");
}

/// UICC9 and FIGO2018 hold the name of their system; 8 and 9 do not.
std::string edition_name(const PackModel& model) {
  const auto& [system, edition] = std::pair(model.identity.system, model.identity.edition);
  if (edition.empty() || edition == system) return system;
  return edition.starts_with(system) ? system + " " + edition.substr(system.size()) : system + " " + edition;
}

std::string systems_section(const std::vector<const CoveredPack*>& packs) {
  std::map<std::string, std::map<std::string, Counted>> editions;
  std::map<std::string, std::map<std::string, std::set<std::string>>> classifications;
  static constexpr std::string_view kOrder[] = {"c", "p", "yc", "yp", "r", "a"};
  for (const CoveredPack* pack : packs) {
    if (is_convention(*pack)) continue;
    const PackIdentity& identity = pack->model.identity;
    editions[identity.system][identity.edition].add(pack->model, pack->cases);
    classifications[identity.system][identity.edition].insert(identity.classifications.begin(),
                                                              identity.classifications.end());
  }
  std::string out =
      "## Systems and editions\n\n| system | edition | packs | groups for classification | rows | cases | verified "
      "|\n|---|---|---|---|---|---|---|\n";
  for (const auto& [system, by_edition] : editions)
    for (const auto& [edition, count] : by_edition) {
      std::vector<std::string> names;
      for (const std::string_view name : kOrder)
        if (classifications[system][edition].contains(std::string(name))) names.emplace_back(name);
      out += fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", system, edition, count.packs, text::join(names, " "),
                         count.rows, count.cases, count.verified_text());
    }
  return out + "\n";
}

/// One line a site, one column an edition of AJCC, UICC and FIGO; a cell tells the classifications and leads to the
/// page.
std::string sites_section(const std::vector<const CoveredPack*>& packs) {
  const std::vector<std::string> columns = {"AJCC 8", "AJCC 9", "UICC 9", "FIGO"};
  std::map<std::string, std::map<std::string, std::string>> sites;
  for (const CoveredPack* pack : packs) {
    if (!is_tnm(*pack)) continue;
    const PackIdentity& identity = pack->model.identity;
    const bool figo = identity.system == "FIGO";
    const std::string edition = edition_name(pack->model);
    std::string& cell = sites[identity.site][figo ? "FIGO" : edition];
    cell += fmt::format("{}[{}{}]({}.md)", cell.empty() ? "" : ", ", figo ? edition.substr(5) + ": " : "",
                        classifications_text(pack->model), identity.id);
  }
  std::string out =
      "## AJCC, UICC and FIGO by site\n\nA cell names the classifications for which the pack has groups.\n\n| site |";
  for (const std::string& column : columns) out += " " + column + " |";
  out += "\n|---|---|---|---|---|\n";
  for (const auto& [site, cells] : sites) {
    out += "| " + site + " |";
    for (const std::string& column : columns) out += " " + (cells.contains(column) ? cells.at(column) : "") + " |";
    out += "\n";
  }
  return out + "\n";
}

std::string unverified_section(const std::vector<const CoveredPack*>& packs) {
  std::string lines;
  for (const CoveredPack* pack : packs) {
    const std::string rows = unverified_rows(pack->model);
    if (rows.empty()) continue;
    std::set<std::string> named;
    for (const TableModel& table : pack->model.tables)
      for (const RowModel& row : table.rows)
        if (!row.verified) named.insert(row.source);
    std::vector<std::string> sources;
    for (const SourceDeclaration& source : pack->model.sources)
      if (named.contains(source.id)) sources.push_back(source.citation);
    std::string cited = text::join(sources, "; ");
    for (std::size_t at = cited.find('|'); at != std::string::npos; at = cited.find('|', at + 2))
      cited.insert(at, "\\");
    lines += fmt::format("| [{0}]({0}.md) | {1} | {2} | {3} |\n", pack->model.identity.id, verified_text(pack->model),
                         rows, cited);
  }
  if (lines.empty()) return "";
  return "## Rows that could not be confirmed\n\nThe source of these rows is named and was not read. Every stage and "
         "risk group that rests on one of them says so: "
         "in the terminal, on the page, in JSON, FHIR and CSV. The conventions of the timeline decide which fact "
         "belongs to which stage; their rows are marked one by one in the rules of a statement.\n\n"
         "| pack | verified | rows not verified | source named |\n|---|---|---|---|\n" +
         lines + "\n";
}

std::string packs_section(std::string_view title, const std::vector<const CoveredPack*>& packs,
                          bool (*wanted)(const CoveredPack&)) {
  std::string out = fmt::format(
      "## {}\n\n| pack | system | edition | site | groups for classification | rows | cases | verified | sources read "
      "|\n|---|---|---|---|---|---|---|---|---|\n",
      title);
  for (const CoveredPack* pack : packs) {
    if (!wanted(*pack)) continue;
    const PackIdentity& identity = pack->model.identity;
    const auto read = std::count_if(pack->model.sources.begin(), pack->model.sources.end(),
                                    [](const SourceDeclaration& source) { return source.verified; });
    out += fmt::format("| [{0}]({0}.md) | {1} | {2} | {3} | {4} | {5} | {6} | {7} | {8} of {9} |\n", identity.id,
                       identity.system, identity.edition, identity.site, classifications_text(pack->model),
                       counted(pack->model).rows, pack->cases, verified_text(pack->model), read,
                       pack->model.sources.size());
  }
  return out + "\n";
}

}  // namespace

std::string verified_text(const PackModel& model) { return counted(model).verified_text(); }

std::string unverified_rows(const PackModel& model) {
  std::string out;
  for (const TableModel& table : model.tables) {
    std::vector<std::string> rows;
    for (const RowModel& row : table.rows)
      if (!row.verified) rows.push_back(row.id);
    if (!rows.empty())
      out += fmt::format("{}{}: {}", out.empty() ? "" : "; ", table.id,
                         rows.size() == table.rows.size() ? "all" : text::join(rows, " "));
  }
  return out;
}

std::string coverage_page(const std::vector<CoveredPack>& packs) {
  std::vector<const CoveredPack*> sorted;
  Counted all;
  std::set<std::string> sites;
  std::size_t whole = 0;
  for (const CoveredPack& pack : packs) {
    sorted.push_back(&pack);
    all.add(pack.model, pack.cases);
    const Counted count = counted(pack.model);
    whole += count.verified == count.rows ? 1 : 0;
    if (!pack.head.is_risk) sites.insert(pack.model.identity.site);
  }
  const auto key = [](const CoveredPack* pack) {
    return std::tie(pack->model.identity.system, pack->model.identity.edition, pack->model.identity.id);
  };
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const CoveredPack* a, const CoveredPack* b) { return key(a) < key(b); });
  std::vector<std::string> missing;
  for (const std::string_view site : text::split(kPromisedSites, ' '))
    if (!sites.contains(std::string(site))) missing.emplace_back(site);
  std::string out = "# Coverage\n\nGenerated from the packs by `restage pack docs`; change a pack, not this page.\n\n";
  out += fmt::format(
      "{} packs, {} rows, {} cases. {} rows rest on a source that was read, {} on one that was named and not read; {} "
      "packs are verified in every row. Site ids without a pack: {}.\n\n",
      all.packs, all.rows, all.cases, all.verified, all.rows - all.verified, whole,
      missing.empty() ? "none" : text::join(missing, " "));
  out +=
      "`restage pack check` refuses a pack with a row that no case reaches, a cut without a case below, at and above "
      "it, or a group without a case. Every case names its source. "
      "The group tables of the commonest sites were read a second time from another source: [second "
      "readings](../../second-reading.md). Response criteria are told in [response](../../response.md).\n\n";
  out += systems_section(sorted) + sites_section(sorted) + unverified_section(sorted);
  out += packs_section("Staging packs", sorted,
                       [](const CoveredPack& pack) { return !pack.head.is_risk && !is_convention(pack); });
  out += packs_section("Risk packs and scores", sorted, [](const CoveredPack& pack) { return pack.head.is_risk; });
  out += packs_section("Conventions of the timeline", sorted, is_convention);
  out.pop_back();
  return out;
}

}  // namespace restage::rules
