// SPDX-License-Identifier: Apache-2.0
#pragma once
// Archive: the JSON files of an algorithm archive, from a zip file as published or from a folder with the same
// layout. Limits (10,000 entries, 10 MiB an entry, 100,000,000 bytes in all, compression ratio 50) are those of
// the reference reader; beyond them the archive is refused whole.
#include <string>
#include <vector>

#include "base/result.h"
#include "registry/archive/definition.h"

namespace restage::registry {

struct ArchiveEntry {
  std::string name;  ///< path inside the archive, e.g. tables/size.json
  std::string bytes;
};

struct ArchiveLimits {
  static constexpr std::size_t kEntries = 10'000;
  static constexpr std::size_t kEntryBytes = 10 * 1024 * 1024;
  static constexpr std::size_t kTotalBytes = 100'000'000;
  static constexpr std::size_t kCompressionRatio = 50;
};

/// The .json entries of a zip file or folder; zip order, or names in order for a folder.
Result<std::vector<ArchiveEntry>> read_archive(const std::string& path);

/// Parses entries into a definition; the context of an error names the entry.
Result<AlgorithmDefinition> parse_algorithm(const std::vector<ArchiveEntry>& entries);

/// read_archive + parse_algorithm, with the path in every error.
Result<AlgorithmDefinition> load_definition(const std::string& path);

/// The parts of parse_algorithm that read one entry; they leave references between parts unchecked.
struct PartIdentity {
  std::string algorithm;
  std::string version;
};
class DefinitionReader {
 public:
  DefinitionReader();
  ~DefinitionReader();
  DefinitionReader(const DefinitionReader&) = delete;
  DefinitionReader& operator=(const DefinitionReader&) = delete;
  Result<PartIdentity> read_schema(const ArchiveEntry& entry, SchemaDefinition& schema);
  Result<PartIdentity> read_table(const ArchiveEntry& entry, TableDefinition& table);
  Result<void> read_term(const ArchiveEntry& entry, GlossaryTerm& term);

 private:
  struct State;
  State* state_;
};

}  // namespace restage::registry
