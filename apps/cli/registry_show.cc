// SPDX-License-Identifier: Apache-2.0
// `restage registry --schemas | --show ID | --search TEXT`.
#include <fmt/format.h>

#include "apps/cli/registry_run.h"
#include "base/json_writer.h"
#include "registry/show.h"

namespace restage::cli {
namespace {

bool show_one(Console& console, const RegistryOptions& options, const registry::AlgorithmDefinition& algorithm) {
  std::string out;
  JsonWriter writer(out, 2);
  const registry::SchemaDefinition* schema = algorithm.schema(options.show);
  const registry::TableDefinition* table = algorithm.table(options.show);
  if (schema == nullptr && table == nullptr) return false;
  if (schema != nullptr) {
    if (options.json) registry::schema_json(algorithm, *schema, writer);
    else out += registry::schema_text(algorithm, *schema);
  }
  if (table != nullptr && (schema == nullptr || !options.json)) {
    if (options.json) registry::table_json(*table, writer);
    else out += registry::table_text(algorithm, *table, {console.width()});
  }
  console.out(out + (options.json ? "\n" : ""));
  return true;
}

}  // namespace

int run_show(Console& console, const RegistryOptions& options) {
  const auto algorithms = load_algorithms(options);
  if (!algorithms) {
    report_error(console, algorithms.error());
    return kUsage;
  }
  bool found = options.show.empty();
  for (const registry::LoadedAlgorithm& algorithm : *algorithms) {
    const registry::AlgorithmDefinition& definition = *algorithm.program->definition;
    std::string out;
    JsonWriter writer(out, 2);
    if (options.schemas) {
      if (options.json) registry::schema_list_json(definition, writer);
      else out += registry::schema_list_text(definition);
    }
    if (!options.search.empty()) {
      if (options.json) registry::search_json(definition, options.search, writer);
      else out += registry::search_text(definition, options.search);
    }
    if (!out.empty()) console.out(out + (options.json ? "\n" : ""));
    if (!options.show.empty()) found |= show_one(console, options, definition);
  }
  if (found) return kDone;
  console.err(fmt::format("restage: no schema or table '{}'; --schemas lists the schemas, --search finds tables\n", options.show));
  return kUsage;
}

}  // namespace restage::cli
