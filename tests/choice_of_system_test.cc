// SPDX-License-Identifier: Apache-2.0
// The choice of TNM chapter against the schema choice of the public SEER EOD archive, for every topography and every
// kind of histology it knows. The archive's notes name the AJCC chapter of each schema; tests/choice/schemas.tsv says
// which site id that chapter has here, tests/choice/worlds.tsv how its discriminators read as facts. A difference must
// stand in tests/choice/differences.tsv with its reason, and every row there must be needed.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>

#include "base/byte_source.h"
#include "base/text.h"
#include "base/tsv.h"
#include "registry/archive/archive.h"
#include "rules/pack/pack_choice.h"
#include "rules/pack/pack_folders.h"

namespace restage {
namespace {

const std::string kArchive = RESTAGE_SOURCE_DIR "/../shared/data/seer/archives/eod_public-3.3.zip";
const std::string kTables = RESTAGE_SOURCE_DIR "/tests/choice/";

using Row = std::map<std::string, std::string>;
using Codes = std::vector<std::pair<std::string, std::string>>;

std::vector<Row> read_rows(const std::string& name) {
  const std::string text = read_file(kTables + name).value();
  const Tsv table = read_tsv(text);
  std::vector<Row> rows;
  for (const TsvLine& line : table.lines) {
    Row& row = rows.emplace_back();
    for (std::size_t i = 0; i < table.header.size(); ++i)
      row[std::string(table.header[i])] = i < line.cells.size() ? std::string(text::trim(line.cells[i])) : "";
  }
  return rows;
}

/// "C340-C343,C349": codes and ranges; "*", "-" and null accept anything, as no element does.
Codes parse_codes(std::string_view cell) {
  Codes codes;
  if (cell == "*" || cell == "-") return codes;
  for (const std::string_view part : text::split(cell, ',')) {
    const std::string_view code = text::trim(part);
    const std::size_t dash = code.find('-');
    const std::string low(text::trim(code.substr(0, dash)));
    codes.emplace_back(low, dash == std::string_view::npos ? low : std::string(text::trim(code.substr(dash + 1))));
  }
  return codes;
}

bool accepts(const Codes& codes, std::string_view value) {
  return codes.empty() || std::any_of(codes.begin(), codes.end(), [&](const auto& range) {
           const auto& [low, high] = range;
           // Numbers of unequal length are compared as numbers, as the archive does: ages 0-39.
           if (low.size() != high.size() && text::is_all_digits(low) && text::is_all_digits(high) &&
               text::is_all_digits(value))
             return std::stoi(low) <= std::stoi(std::string(value)) && std::stoi(std::string(value)) <= std::stoi(high);
           return low.size() == value.size() && low <= value && value <= high;
         });
}

std::vector<std::string> expand(const Codes& codes) {
  std::vector<std::string> all;
  for (const auto& [low, high] : codes)
    for (int code = std::stoi(low.substr(low.front() == 'C')); code <= std::stoi(high.substr(high.front() == 'C'));
         ++code)
      all.push_back(low.front() == 'C' ? fmt::format("C{:03}", code) : fmt::format("{:04}", code));
  return all;
}

/// One row of a selection table, by column.
struct Selection {
  std::size_t schema = 0;
  std::map<std::string, Codes> columns;
};

struct Archive {
  std::vector<const registry::SchemaDefinition*> schemas;
  std::vector<Selection> rows;
  std::vector<std::string> topographies, histologies;

  explicit Archive(const registry::AlgorithmDefinition& definition) {
    const auto table = [&](const std::string& id) -> const registry::TableDefinition& {
      return definition.tables[definition.table_index.at(id)];
    };
    for (const registry::SchemaDefinition& schema : definition.schemas) {
      const registry::TableDefinition& selection = table(schema.selection_table);
      for (std::size_t row = 0; row < selection.row_count(); ++row) {
        Selection& next = rows.emplace_back();
        next.schema = schemas.size();
        for (std::size_t column = 0; column < selection.columns.size(); ++column)
          if (selection.columns[column].type == registry::ColumnType::Input && !selection.is_null(row, column))
            next.columns[selection.columns[column].key] = parse_codes(selection.cell(row, column));
      }
      schemas.push_back(&schema);
    }
    for (std::size_t row = 0; row < table("primary_site").row_count(); ++row)
      topographies.push_back(table("primary_site").cell(row, 0));
    for (std::size_t row = 0; row < table("histology").row_count(); ++row)
      for (const std::string& code : expand(parse_codes(table("histology").cell(row, 0)))) histologies.push_back(code);
  }
};

/// The staging packs of one system, with their applies blocks.
struct Packs {
  std::vector<rules::PackHead> heads;
  std::vector<std::vector<rules::AppliesModel>> applies;

  explicit Packs(std::string_view system) {
    const rules::PackFolders folders = rules::PackFolders::embedded();
    for (const rules::PackFiles& files : folders.all()) {
      if (files.find("pack.toml") == nullptr) continue;
      const std::string_view toml = *files.find("pack.toml");
      rules::PackHead head = rules::scan_head(toml, files.folder);
      if (head.system != system || (head.kind != "stage" && head.kind != "category")) continue;
      heads.push_back(std::move(head));
      applies.push_back(rules::applies_of(toml));
    }
  }
};

/// Histologies that no table tells apart, by the first of each kind.
std::vector<std::vector<std::string>> kinds_of(const Archive& archive, const Packs& packs) {
  std::set<std::pair<std::string, std::string>> ranges;
  for (const Selection& row : archive.rows)
    if (const auto found = row.columns.find("hist"); found != row.columns.end())
      ranges.insert(found->second.begin(), found->second.end());
  for (const auto& blocks : packs.applies)
    for (const rules::AppliesModel& block : blocks)
      for (const std::string& cell : block.histology)
        for (const auto& range : parse_codes(cell)) ranges.insert(range);
  std::map<std::vector<bool>, std::vector<std::string>> kinds;
  for (const std::string& code : archive.histologies) {
    std::vector<bool> inside;
    for (const auto& [low, high] : ranges) inside.push_back(low <= code && code <= high);
    kinds[inside].push_back(code);
  }
  std::vector<std::vector<std::string>> result;
  for (auto& [inside, codes] : kinds) result.push_back(std::move(codes));
  return result;
}

/// One way the discriminators of the archive may stand, and the facts that say the same to the packs.
struct World {
  std::map<std::string, std::string> archive;
  std::vector<std::pair<std::string, std::string>> facts;
};

std::vector<std::pair<std::string, std::string>> parse_pairs(std::string_view cell) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string_view part : text::split(cell, ' '))
    if (const std::size_t equals = part.find('='); equals != std::string_view::npos)
      pairs.emplace_back(part.substr(0, equals), part.substr(equals + 1));
  return pairs;
}

class ChoiceOfSystem : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kArchive))
      GTEST_SKIP() << "the SEER EOD archive is not beside the repository: " << kArchive;
    auto definition = registry::load_definition(kArchive);
    ASSERT_TRUE(definition) << definition.error().text();
    definition_ = std::move(*definition);
    archive_ = std::make_unique<Archive>(definition_);
    schemas_ = read_rows("schemas.tsv");
    worlds_ = read_rows("worlds.tsv");
    differences_ = read_rows("differences.tsv");
    needed_.resize(differences_.size());
  }

  std::vector<World> worlds(const std::string& topography, const std::string& histology,
                            const std::string& year) const {
    std::vector<World> result;
    for (const Row& row : worlds_) {
      if (!accepts(parse_codes(row.at("topography")), topography) ||
          !accepts(parse_codes(row.at("histology")), histology) || !accepts(parse_codes(row.at("years")), year))
        continue;
      World& world = result.emplace_back();
      for (const auto& [name, value] : parse_pairs(row.at("archive"))) world.archive[name] = value;
      world.facts = parse_pairs(row.at("facts"));
    }
    if (result.empty()) result.emplace_back();
    return result;
  }

  /// The schema the archive chooses, or nullptr; more than one ends the test.
  const registry::SchemaDefinition* schema_of(std::map<std::string, std::string> question,
                                              const std::vector<const Selection*>& rows) const {
    const registry::SchemaDefinition* found = nullptr;
    for (const Selection* row : rows) {
      const bool fits = std::all_of(row->columns.begin(), row->columns.end(),
                                    [&](const auto& column) { return accepts(column.second, question[column.first]); });
      if (!fits || archive_->schemas[row->schema] == found) continue;
      EXPECT_EQ(found, nullptr) << "two schemas for " << question["site"] << " " << question["hist"];
      found = archive_->schemas[row->schema];
    }
    return found;
  }

  /// "lung/9", or "none" where the archive names no chapter for it.
  std::string chapter_of(const registry::SchemaDefinition* schema, const std::string& topography,
                         const std::string& histology) const {
    if (schema == nullptr) return "none";
    for (const Row& row : schemas_)
      if (row.at("schema") == schema->id && accepts(parse_codes(row.at("topography")), topography) &&
          accepts(parse_codes(row.at("histology")), histology))
        return row.at("site") == "none"
                   ? "none"
                   : row.at("site") + (schema->title.find("[V9") != std::string::npos ? "/9" : "/8");
    return "not in schemas.tsv: " + schema->id;
  }

  bool explained(const std::string& schema, const std::string& year, const std::string& topography,
                 const std::string& histology, const std::string& wanted, const std::string& chosen) {
    bool found = false;
    for (std::size_t i = 0; i < differences_.size(); ++i) {
      const Row& row = differences_[i];
      const auto is = [&](const char* column, const std::string& value) {
        return row.at(column) == "*" || row.at(column) == value;
      };
      if (!is("schema", schema) || !accepts(parse_codes(row.at("years")), year) || !is("archive", wanted) ||
          !is("restage", chosen) || !accepts(parse_codes(row.at("topography")), topography) ||
          !accepts(parse_codes(row.at("histology")), histology))
        continue;
      found = needed_[i] = true;
    }
    return found;
  }

  registry::AlgorithmDefinition definition_;
  std::unique_ptr<Archive> archive_;
  std::vector<Row> schemas_, worlds_, differences_;
  std::vector<bool> needed_;
};

std::string chosen_by(const Packs& packs, const std::vector<std::size_t>& candidates, const rules::SiteQuery& query) {
  std::vector<std::string> names;
  for (const std::size_t i : candidates) {
    const rules::Match match = rules::match_pack(packs.heads[i], packs.applies[i], query);
    if (match.applies && match.in_force)
      names.push_back(packs.heads[i].site + "/" + packs.heads[i].edition + (match.depends_on.empty() ? "" : "?"));
  }
  std::sort(names.begin(), names.end());
  return names.empty() ? "none" : text::join(names, "+");
}

TEST_F(ChoiceOfSystem, TheArchiveNamesTheChapterOfEverySchema) {
  std::set<std::string> ids;
  for (const Row& row : schemas_) {
    ids.insert(row.at("schema"));
    const auto found = std::find_if(definition_.schemas.begin(), definition_.schemas.end(),
                                    [&](const auto& schema) { return schema.id == row.at("schema"); });
    ASSERT_NE(found, definition_.schemas.end()) << row.at("schema") << " is no schema of the archive";
    EXPECT_NE(found->notes.find(row.at("named")), std::string::npos)
        << row.at("schema") << ": its notes do not name " << row.at("named");
  }
  for (const registry::SchemaDefinition& schema : definition_.schemas)
    EXPECT_TRUE(ids.contains(schema.id)) << schema.id << " is not in schemas.tsv";
}

/// The packs that take a topography in a year, by number.
std::vector<std::size_t> candidates_of(const Packs& packs, const std::string& topography, const char* year) {
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < packs.heads.size(); ++i)
    if (rules::match_pack(packs.heads[i], packs.applies[i], {topography, "", "", PartialDate::parse(year).value(), {}})
            .topography)
      candidates.push_back(i);
  return candidates;
}

TEST_F(ChoiceOfSystem, IsTheOneOfTheArchiveOrTheDifferenceHasAReason) {
  const Packs packs("AJCC");
  const auto kinds = kinds_of(*archive_, packs);
  std::size_t agreed = 0, with_reason = 0, asked = 0;
  std::map<std::string, std::map<std::string, std::set<std::string>>> unexplained;
  for (const char* year : {"2018", "2020", "2021", "2022", "2023", "2024", "2025", "2026"})
    for (const std::string& topography : archive_->topographies) {
      std::vector<const Selection*> rows;
      for (const Selection& row : archive_->rows)
        if (const auto site = row.columns.find("site"); site == row.columns.end() || accepts(site->second, topography))
          rows.push_back(&row);
      const std::vector<std::size_t> candidates = candidates_of(packs, topography, year);
      for (const auto& kind : kinds)
        for (const World& world : worlds(topography, kind.front(), year)) {
          std::map<std::string, std::string> question = {
              {"site", topography},    {"hist", kind.front()},  {"year_dx", year},    {"behavior", "3"},
              {"discriminator_1", ""}, {"discriminator_2", ""}, {"sex_at_birth", "2"}};
          for (const auto& [name, value] : world.archive) question[name] = value;
          rules::SiteQuery query{topography, kind.front(), "3", PartialDate::parse(year).value(), {}};
          for (const auto& [name, value] : world.facts) query.facts.push_back({name, value});
          const registry::SchemaDefinition* schema = schema_of(question, rows);
          const std::string wanted = chapter_of(schema, topography, kind.front());
          const std::string chosen = chosen_by(packs, candidates, query);
          asked += kind.size();
          const std::string id = schema == nullptr ? "none" : schema->id;
          if (wanted == chosen)
            agreed += kind.size();
          else if (explained(id, year, topography, kind.front(), wanted, chosen))
            with_reason += kind.size();
          else
            unexplained[fmt::format("{}\t{} {}\t{}\t{}", id, year, kind.front() + ".." + kind.back(), wanted, chosen)]
                       [topography]
                           .insert(kind.front());
        }
    }
  for (const auto& [what, where] : unexplained) {
    std::vector<std::string> names;
    for (const auto& [name, codes] : where) names.push_back(name);
    ADD_FAILURE() << what << "\t" << text::join(names, ",");
  }
  for (std::size_t i = 0; i < differences_.size(); ++i)
    EXPECT_TRUE(needed_[i]) << "differences.tsv: no case needs " << differences_[i].at("schema") << ", "
                            << differences_[i].at("reason");
  std::cout << fmt::format(
      "{} questions of topography, histology, year and facts: {} agree, {} differ with a reason, {} without\n", asked,
      agreed, with_reason, asked - agreed - with_reason);
}

/// What the pediatric archive chooses at ten years of age, as a site id of ours.
std::string site_for_child(const Archive& archive, const std::string& topography, const std::string& histology,
                           const std::map<std::string, std::string>& sites) {
  const std::map<std::string, std::string> question = {
      {"site", topography}, {"hist", histology}, {"behavior", "3"}, {"age_dx", "10"}};
  std::string wanted = "none";
  for (const Selection& row : archive.rows) {
    const bool fits = std::all_of(row.columns.begin(), row.columns.end(), [&](const auto& column) {
      return !question.contains(column.first) || accepts(column.second, question.at(column.first));
    });
    if (!fits) continue;
    const std::string& schema = archive.schemas[row.schema]->id;
    wanted = sites.contains(schema) ? sites.at(schema) : "not in pediatric.tsv: " + schema;
  }
  return wanted;
}

/// The sites of the packs that apply to a child of ten, joined by "+".
std::string chosen_for_child(const Packs& packs, const std::string& topography, const std::string& histology) {
  std::set<std::string> chosen;
  for (std::size_t i = 0; i < packs.heads.size(); ++i)
    if (rules::match_pack(packs.heads[i], packs.applies[i],
                          {topography, histology, "3", PartialDate::parse("2024").value(), {{"age", "10"}}})
            .applies)
      chosen.insert(packs.heads[i].site);
  return chosen.empty() ? "none" : text::join(std::vector<std::string>(chosen.begin(), chosen.end()), "+");
}

// The Toronto stage of children against the schema choice of the SEER pediatric archive 1.3, at ten years of age.
TEST(ChoiceForChildren, IsTheOneOfThePediatricArchive) {
  const std::string path = RESTAGE_SOURCE_DIR "/../shared/data/seer/archives/pediatric-1.3.zip";
  if (!std::filesystem::exists(path))
    GTEST_SKIP() << "the SEER pediatric archive is not beside the repository: " << path;
  const auto definition = registry::load_definition(path);
  ASSERT_TRUE(definition) << definition.error().text();
  const Archive archive(*definition);
  const Packs packs("Toronto");
  std::map<std::string, std::string> sites;
  for (const Row& row : read_rows("pediatric.tsv")) sites[row.at("schema")] = row.at("site");
  const std::vector<Row> differences = read_rows("pediatric_differences.tsv");
  std::vector<bool> needed(differences.size());
  std::size_t agreed = 0, with_reason = 0;
  std::map<std::string, std::set<std::string>> unexplained;
  for (const std::string& topography : archive.topographies)
    for (const auto& kind : kinds_of(archive, packs)) {
      const std::string wanted = site_for_child(archive, topography, kind.front(), sites);
      const std::string ours = chosen_for_child(packs, topography, kind.front());
      bool reason = false;
      for (std::size_t i = 0; i < differences.size(); ++i) {
        const Row& row = differences[i];
        if (row.at("archive") == wanted && row.at("restage") == ours &&
            accepts(parse_codes(row.at("topography")), topography) &&
            accepts(parse_codes(row.at("histology")), kind.front()))
          reason = needed[i] = true;
      }
      if (wanted == ours)
        agreed += kind.size();
      else if (reason)
        with_reason += kind.size();
      else
        unexplained[wanted + "\t" + ours + "\t" + kind.front() + ".." + kind.back()].insert(topography);
    }
  for (const auto& [what, where] : unexplained)
    ADD_FAILURE() << what << "\t" << text::join(std::vector<std::string>(where.begin(), where.end()), ",");
  for (std::size_t i = 0; i < differences.size(); ++i)
    EXPECT_TRUE(needed[i]) << "pediatric_differences.tsv: no case needs " << differences[i].at("reason");
  std::cout << fmt::format("{} pairs of topography and histology at ten years: {} agree, {} differ with a reason\n",
                           agreed + with_reason, agreed, with_reason);
}

}  // namespace
}  // namespace restage
