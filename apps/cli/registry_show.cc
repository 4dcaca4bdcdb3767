// SPDX-License-Identifier: Apache-2.0
// `restage registry --schemas | --show ID | --search TEXT`.
#include <fmt/format.h>

#include "apps/cli/registry_run.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "registry/explain/show.h"

namespace restage::cli {
namespace {

// Texts of all archives one after another, or one JSON value: that of the only archive, else an array.
class Answers {
 public:
  explicit Answers(bool json) : json_(json) {}
  void text(const std::string& text) { texts_ += text; }
  template <class Write>
  void json(Write write) {
    std::string& value = values_.emplace_back();
    JsonWriter writer(value, 2);
    write(writer);
  }
  std::string result(bool as_array) const {
    if (!json_) return texts_;
    if (!as_array && values_.size() == 1) return values_.front() + "\n";
    return "[" + text::join(values_, ",\n") + "]\n";
  }

 private:
  bool json_;
  std::string texts_;
  std::vector<std::string> values_;
};

bool show_one(Console& console, const RegistryOptions& options, const registry::AlgorithmDefinition& algorithm,
              Answers& answers) {
  const registry::SchemaDefinition* schema = algorithm.schema(options.show);
  const registry::TableDefinition* table = algorithm.table(options.show);
  if (options.json && schema != nullptr)
    answers.json([&](JsonWriter& writer) { registry::schema_json(algorithm, *schema, writer); });
  if (options.json && schema == nullptr && table != nullptr)
    answers.json([&](JsonWriter& writer) { registry::table_json(*table, writer); });
  if (!options.json && schema != nullptr) answers.text(registry::schema_text(algorithm, *schema));
  if (!options.json && table != nullptr) answers.text(registry::table_text(algorithm, *table, {console.width()}));
  return schema != nullptr || table != nullptr;
}

// The code table of an input that is named by its key, its XML id or its NAACCR number.
bool show_input(Console& console, const RegistryOptions& options, const registry::AlgorithmDefinition& algorithm,
                Answers& answers) {
  const std::vector<const registry::TableDefinition*> tables = registry::tables_of_input(algorithm, options.show);
  for (const registry::TableDefinition* table : tables) {
    if (options.json)
      answers.json([&](JsonWriter& writer) { registry::table_json(*table, writer); });
    else
      answers.text((table == tables.front() ? "" : "\n") + registry::table_text(algorithm, *table, {console.width()}));
  }
  return !tables.empty();
}

}  // namespace

int run_show(Console& console, const RegistryOptions& options) {
  const auto algorithms = load_algorithms(options, options.algorithms);
  if (!algorithms) {
    report_error(console, algorithms.error());
    return kUsage;
  }
  bool found = options.show.empty();
  Answers answers(options.json);
  for (const registry::LoadedAlgorithm& algorithm : *algorithms) {
    const registry::AlgorithmDefinition& definition = *algorithm.program->definition;
    if (options.schemas && options.json)
      answers.json([&](JsonWriter& writer) { registry::schema_list_json(definition, writer); });
    if (options.schemas && !options.json) answers.text(registry::schema_list_text(definition));
    if (!options.search.empty() && options.json)
      answers.json([&](JsonWriter& writer) { registry::search_json(definition, options.search, writer); });
    if (!options.search.empty() && !options.json) answers.text(registry::search_text(definition, options.search));
    if (!options.show.empty()) found |= show_one(console, options, definition, answers);
  }
  for (const registry::LoadedAlgorithm& algorithm : *algorithms)
    if (!options.show.empty() && !found) found |= show_input(console, options, *algorithm.program->definition, answers);
  if (!found) {
    console.err(fmt::format(
        "restage: no schema, table or input '{}'; --schemas lists the schemas, --search finds tables and inputs\n",
        options.show));
    return kUsage;
  }
  console.out(answers.result(algorithms->size() > 1));
  return kDone;
}

}  // namespace restage::cli
