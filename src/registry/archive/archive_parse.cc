// SPDX-License-Identifier: Apache-2.0
// Entries to one definition: kinds by name, one algorithm and version, later tables win.
#include "registry/archive/archive.h"

#include <fmt/format.h>

#include "base/sha256.h"
#include "base/text.h"
#include "registry/archive/cell.h"

namespace restage::registry {
namespace {

class Assembly {
 public:
  Result<void> add(const ArchiveEntry& entry) {
    if (entry.name.starts_with("tables")) return add_table(entry);
    if (entry.name.starts_with("schemas")) return add_schema(entry);
    if (entry.name.starts_with("glossary")) {
      GlossaryTerm term;
      if (auto read = reader_.read_term(entry, term); !read) return read;
      algorithm_.glossary.push_back(std::move(term));
    }
    return {};
  }

  Result<AlgorithmDefinition> finish() && {
    if (algorithm_.schemas.empty())
      return Error{ErrorCode::Malformed,
                   "no schemas found; this is not a SEER staging algorithm archive (folders schemas/ and tables/ with "
                   "JSON files)",
                   ""};
    for (const char* id : {"primary_site", "histology"}) {
      const TableDefinition* table = algorithm_.table(id);
      std::size_t inputs = 0;
      if (table != nullptr)
        for (const ColumnDefinition& column : table->columns) inputs += column.type == ColumnType::Input;
      if (inputs != 1)
        return Error{ErrorCode::Malformed,
                     fmt::format("the table '{}' is missing or has not exactly one input column", id), ""};
    }
    algorithm_.name = text::to_lower(identity_.algorithm);
    algorithm_.version = identity_.version;
    return std::move(algorithm_);
  }

 private:
  Result<void> same_identity(const PartIdentity& part, const std::string& name) {
    if (!known_) {
      identity_ = part;
      known_ = true;
    }
    if (part.algorithm == identity_.algorithm && part.version == identity_.version) return {};
    return Error{ErrorCode::Malformed,
                 fmt::format("belongs to '{}' version '{}', the rest to '{}' version '{}'; an archive holds one "
                             "algorithm in one version",
                             part.algorithm, part.version, identity_.algorithm, identity_.version),
                 name};
  }

  Result<void> add_schema(const ArchiveEntry& entry) {
    SchemaDefinition schema;
    auto identity = reader_.read_schema(entry, schema);
    if (!identity) return std::move(identity).error();
    if (auto same = same_identity(*identity, entry.name); !same) return same;
    for (SchemaDefinition& earlier : algorithm_.schemas)
      if (earlier.id == schema.id) {
        earlier = std::move(schema);
        return {};
      }
    algorithm_.schemas.push_back(std::move(schema));
    return {};
  }

  Result<void> add_table(const ArchiveEntry& entry) {
    TableDefinition table;
    auto identity = reader_.read_table(entry, table);
    if (!identity) return std::move(identity).error();
    if (auto same = same_identity(*identity, entry.name); !same) return same;
    if (auto checked = check_endpoints(table, entry.name); !checked) return checked;
    const auto [place, is_new] = algorithm_.table_index.emplace(table.id, algorithm_.tables.size());
    if (is_new)
      algorithm_.tables.push_back(std::move(table));
    else
      algorithm_.tables[place->second] = std::move(table);
    return {};
  }

  static Result<void> check_endpoints(const TableDefinition& table, const std::string& name) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      if (table.columns[column].type != ColumnType::Endpoint) continue;
      for (std::size_t row = 0; row < table.row_count(); ++row) {
        const std::string where = fmt::format("{}: row {}, column '{}'", name, row + 1, table.columns[column].key);
        if (table.is_null(row, column)) return Error{ErrorCode::Malformed, "an endpoint cell is null", where};
        if (!parse_endpoint(table.cell(row, column)))
          return Error{
              ErrorCode::Malformed,
              fmt::format("'{}' is not an endpoint (VALUE, JUMP, MATCH, STOP, ERROR)", table.cell(row, column)), where};
      }
    }
    return {};
  }

  DefinitionReader reader_;
  AlgorithmDefinition algorithm_;
  PartIdentity identity_;
  bool known_ = false;
};

}  // namespace

Result<AlgorithmDefinition> parse_algorithm(const std::vector<ArchiveEntry>& entries) {
  Assembly assembly;
  std::string all;
  for (const ArchiveEntry& entry : entries) {
    if (auto added = assembly.add(entry); !added) return std::move(added).error();
    all += entry.name;
    all += '\0';
    all += sha256_hex(entry.bytes);
  }
  auto algorithm = std::move(assembly).finish();
  if (algorithm) algorithm->hash = sha256_hex(all);
  return algorithm;
}

Result<AlgorithmDefinition> load_definition(const std::string& path) {
  auto entries = read_archive(path);
  if (!entries) return std::move(entries).error();
  auto algorithm = parse_algorithm(*entries);
  if (algorithm) return algorithm;
  Error error = std::move(algorithm).error();
  error.context = error.context.empty() ? path : path + ": " + error.context;
  return error;
}

}  // namespace restage::registry
