// SPDX-License-Identifier: Apache-2.0
// Reads criterion folders out of the embedded bundle. The only file of this module that sees toml++.
#include "response/criterion.h"

#include <algorithm>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/sha256.h"
#include "base/text.h"
#include "base/toml_guard.h"
#include "base/tsv.h"
#include "rules/pack/pack_text.h"

namespace restage::response {
namespace {

using Files = std::map<std::string, std::string_view, std::less<>>;

constexpr std::string_view kSharedPolicies = "response/policies.tsv";

struct KindName {
  std::string_view name;
  ResponseKind kind;
};
constexpr KindName kKinds[] = {
    {"complete", ResponseKind::Complete},
    {"partial", ResponseKind::Partial},
    {"minor", ResponseKind::Minor},
    {"stable", ResponseKind::Stable},
    {"non-cr/non-pd", ResponseKind::NonCompleteNonProgressive},
    {"no-disease", ResponseKind::NoDisease},
    {"unconfirmed-progression", ResponseKind::Unconfirmed},
    {"progression", ResponseKind::Progression},
    {"not-evaluable", ResponseKind::NotEvaluable},
};

std::string text_of(const toml::table& table, std::string_view key) { return table[key].value_or(std::string{}); }

std::vector<std::string> texts_of(const toml::table& table, std::string_view key) {
  std::vector<std::string> all;
  if (const toml::array* array = table[key].as_array())
    for (const toml::node& node : *array)
      if (const auto value = node.value<std::string>()) all.push_back(*value);
  return all;
}

Error malformed(const std::string& path, std::string message) {
  return {ErrorCode::Malformed, std::move(message), path};
}

std::vector<PolicyDeclaration> shared_policies(const Files& files) {
  std::vector<PolicyDeclaration> all;
  const auto file = files.find(kSharedPolicies);
  if (file == files.end()) return all;
  for (const auto& [number, cells] : read_tsv(file->second).lines) {
    if (cells.size() < 7) continue;
    PolicyDeclaration policy;
    policy.key = cells[0];
    policy.type = cells[1];
    policy.fallback = cells[2];
    if (cells[3] != "-")
      for (const std::string_view choice : text::split(cells[3], ',')) policy.choices.emplace_back(text::trim(choice));
    policy.ambiguity = cells[4] == "-" ? std::string_view() : cells[4];
    policy.source = cells[5];
    policy.meaning = cells[6];
    all.push_back(std::move(policy));
  }
  return all;
}

Result<void> read_responses(const toml::table& root, Criterion& criterion, const std::string& path) {
  const toml::array* responses = root["response"].as_array();
  if (responses == nullptr) return malformed(path, "no [[response]]; list the responses, best first");
  for (const toml::node& node : *responses) {
    const toml::table* entry = node.as_table();
    if (entry == nullptr) continue;
    ResponseCategory category;
    category.name = text_of(*entry, "name");
    category.aliases = texts_of(*entry, "aliases");
    const std::string kind = text_of(*entry, "kind");
    const auto* found =
        std::find_if(std::begin(kKinds), std::end(kKinds), [&](const KindName& k) { return k.name == kind; });
    if (found == std::end(kKinds))
      return malformed(path, fmt::format("response '{}' has unknown kind '{}'", category.name, kind));
    category.kind = found->kind;
    criterion.responses.push_back(std::move(category));
  }
  return {};
}

Result<void> read_policies(const toml::table& root, const Files& files, Criterion& criterion, const std::string& path) {
  const auto shared = shared_policies(files);
  for (const std::string& key : texts_of(root, "policies")) {
    const auto found =
        std::find_if(shared.begin(), shared.end(), [&](const PolicyDeclaration& p) { return p.key == key; });
    if (found == shared.end())
      return malformed(path, fmt::format("policy '{}' does not stand in {}", key, kSharedPolicies));
    criterion.policies.push_back(*found);
  }
  if (const toml::table* defaults = root["defaults"].as_table())
    for (const auto& [key, node] : *defaults) {
      const auto found = std::find_if(criterion.policies.begin(), criterion.policies.end(),
                                      [&, name = key.str()](const PolicyDeclaration& p) { return p.key == name; });
      if (found == criterion.policies.end())
        return malformed(path, fmt::format("default for '{}', which is not a policy here", key.str()));
      found->fallback = node.value_or(std::string{});
    }
  return {};
}

void read_sources(const toml::table& root, Criterion& criterion) {
  if (const toml::array* sources = root["source"].as_array())
    for (const toml::node& node : *sources)
      if (const toml::table* entry = node.as_table())
        criterion.sources.push_back({text_of(*entry, "id"), text_of(*entry, "citation"), text_of(*entry, "address"),
                                     text_of(*entry, "status") == "verified"});
}

Result<void> read_limits(const toml::table& root, Criterion& criterion, const std::string& path) {
  const toml::table* limits = root["limits"].as_table();
  if (limits == nullptr) return {};
  for (const auto& [key, node] : *limits) {
    const auto number = Decimal::parse(node.value_or(std::string{}));
    if (!number) return malformed(path, fmt::format("limit '{}' is not a decimal in quotes", key.str()));
    criterion.limits.emplace(std::string(key.str()), *number);
  }
  return {};
}

Result<void> read_tables(const Files& files, const std::string& folder, Criterion& criterion) {
  const std::string prefix = folder + "tables/";
  for (auto file = files.lower_bound(prefix); file != files.end() && file->first.starts_with(prefix); ++file) {
    auto table = CombinationTable::parse(file->second, file->first);
    if (!table) return table.error();
    for (const CombinationTable::Row& row : table->rows())
      criterion.rules.push_back({table->name() + "." + row.id, row.note, row.source});
    criterion.tables.emplace(table->name(), std::move(*table));
  }
  if (const auto rules = files.find(folder + "rules.tsv"); rules != files.end()) {
    for (const auto& [number, cells] : read_tsv(rules->second).lines)
      if (cells.size() >= 3)
        criterion.rules.push_back({std::string(cells[0]), std::string(cells[2]), std::string(cells[1])});
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Criterion>> load_criterion(const Files& files, const std::string& folder) {
  const std::string path = folder + "criterion.toml";
  const auto file = files.find(path);
  if (file == files.end()) return malformed(path, "the folder has no criterion.toml");
  if (const auto header = find_keyless_toml_header(file->second))
    return malformed(path, fmt::format("line {}: a table header has no name", header->line));
  toml::table root;
  try {
    root = toml::parse(file->second, path);
  } catch (const toml::parse_error& error) {
    return malformed(path, fmt::format("line {}: {}", error.source().begin.line, error.description()));
  }
  auto criterion = std::make_unique<Criterion>();
  criterion->id = text_of(root, "id");
  criterion->title = text_of(root, "title");
  criterion->version = text_of(root, "version");
  criterion->measure = text_of(root, "measure");
  criterion->axis = text_of(root, "axis");
  criterion->unit = text_of(root, "unit");
  criterion->summary = text_of(root, "summary");
  criterion->notes = texts_of(root, "notes");
  read_sources(root, *criterion);
  if (auto done = read_responses(root, *criterion, path); !done) return done.error();
  if (auto done = read_limits(root, *criterion, path); !done) return done.error();
  if (auto done = read_policies(root, files, *criterion, path); !done) return done.error();
  if (auto done = read_tables(files, folder, *criterion); !done) return done.error();
  std::string content;
  for (auto each = files.lower_bound(folder); each != files.end() && each->first.starts_with(folder); ++each)
    if (each->first.find("/cases/") == std::string::npos) content.append(each->first).append("\n").append(each->second);
  criterion->content_hash = sha256_hex(content);
  return criterion;
}

Result<std::unique_ptr<CriterionLibrary>> CriterionLibrary::embedded() {
  auto library = std::unique_ptr<CriterionLibrary>(new CriterionLibrary());
  std::string_view bundle = rules::embedded_pack_bundle();
  constexpr std::string_view kOpen = "==> ";
  constexpr std::string_view kClose = " <==\n";
  for (std::size_t at = bundle.find(kOpen); at != std::string_view::npos;) {
    const std::size_t name_at = at + kOpen.size();
    const std::size_t name_end = bundle.find(kClose, name_at);
    if (name_end == std::string_view::npos) break;
    const std::size_t body = name_end + kClose.size();
    std::size_t next = bundle.find("\n==> ", body);
    const std::size_t end = next == std::string_view::npos ? bundle.size() : next;
    const std::string_view name = bundle.substr(name_at, name_end - name_at);
    if (name.starts_with("response/")) library->files_.emplace(std::string(name), bundle.substr(body, end - body));
    at = next == std::string_view::npos ? next : next + 1;
  }
  for (const auto& [name, content] : library->files_) {
    if (!name.ends_with("/criterion.toml")) continue;
    const std::size_t at = content.find("id = \"");
    if (at == std::string_view::npos) continue;
    const std::size_t begin = at + 6;
    library->folders_.emplace(std::string(content.substr(begin, content.find('"', begin) - begin)),
                              name.substr(0, name.rfind('/') + 1));
  }
  if (library->folders_.empty())
    return Error{ErrorCode::NotFound, "the program holds no response criteria; it was built without packs/response",
                 ""};
  return library;
}

}  // namespace restage::response
