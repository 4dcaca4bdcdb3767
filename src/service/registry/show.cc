// SPDX-License-Identifier: Apache-2.0
// Schemas, tables and inputs of algorithms to read, and the search for them.
#include "service/registry/registry.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/text.h"
#include "registry/explain/look_up.h"
#include "report/json/algorithm_json.h"
#include "report/terminal/algorithm_text.h"
#include "service/registry/run.h"

namespace restage::service {
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

bool show_one(const AlgorithmQuestion& question, bool json, const registry::AlgorithmDefinition& algorithm,
              Answers& answers) {
  const registry::SchemaDefinition* schema = algorithm.schema(question.show);
  const registry::TableDefinition* table = algorithm.table(question.show);
  if (json && schema != nullptr)
    answers.json([&](JsonWriter& writer) { report::schema_json(algorithm, *schema, writer); });
  if (json && schema == nullptr && table != nullptr)
    answers.json([&](JsonWriter& writer) { report::table_json(*table, writer); });
  if (!json && schema != nullptr) answers.text(report::schema_text(algorithm, *schema));
  if (!json && table != nullptr) answers.text(report::table_text(algorithm, *table, question.width));
  return schema != nullptr || table != nullptr;
}

// The code table of an input that is named by its key, its XML id or its NAACCR number.
bool show_input(const AlgorithmQuestion& question, bool json, const registry::AlgorithmDefinition& algorithm,
                Answers& answers) {
  const std::vector<const registry::TableDefinition*> tables = registry::tables_of_input(algorithm, question.show);
  for (const registry::TableDefinition* table : tables) {
    if (json)
      answers.json([&](JsonWriter& writer) { report::table_json(*table, writer); });
    else
      answers.text((table == tables.front() ? "" : "\n") + report::table_text(algorithm, *table, question.width));
  }
  return !tables.empty();
}

}  // namespace

Result<std::string> show_algorithms(const RegistryRequest& request, const AlgorithmQuestion& question) {
  const auto algorithms = load_algorithms(request);
  if (!algorithms) return algorithms.error();
  const bool json = request.json;
  bool found = question.show.empty();
  Answers answers(json);
  for (const registry::LoadedAlgorithm& algorithm : *algorithms) {
    const registry::AlgorithmDefinition& definition = *algorithm.program->definition;
    if (question.schemas && json)
      answers.json([&](JsonWriter& writer) { report::schema_list_json(definition, writer); });
    if (question.schemas && !json) answers.text(report::schema_list_text(definition));
    if (!question.search.empty() && json)
      answers.json([&](JsonWriter& writer) { report::search_json(definition, question.search, writer); });
    if (!question.search.empty() && !json) answers.text(report::search_text(definition, question.search));
    if (!question.show.empty()) found |= show_one(question, json, definition, answers);
  }
  for (const registry::LoadedAlgorithm& algorithm : *algorithms)
    if (!question.show.empty() && !found) found |= show_input(question, json, *algorithm.program->definition, answers);
  if (!found) return Error{ErrorCode::NotFound, fmt::format("no schema, table or input '{}'", question.show), ""};
  return answers.result(algorithms->size() > 1);
}

}  // namespace restage::service
