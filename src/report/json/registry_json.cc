// SPDX-License-Identifier: Apache-2.0
#include "report/json/registry_json.h"

#include "base/text.h"
#include "report/words/registry_words.h"

namespace restage::report {
namespace {

void number(JsonWriter& writer, std::string_view name, std::uint64_t value) {
  writer.member(name, static_cast<std::int64_t>(value));
}

}  // namespace

void changes_json(const registry::AlgorithmDefinition& before, const registry::AlgorithmDefinition& after,
                  const std::vector<registry::Change>& changes, JsonWriter& writer) {
  writer.begin_object()
      .member("algorithm", after.name)
      .member("from", before.version)
      .member("to", after.version)
      .key("changes")
      .begin_array();
  for (const registry::Change& change : changes)
    writer.begin_object()
        .member("kind", registry::to_string(change.kind))
        .member("schema", text::join(change.schemas, ", "))
        .member("subject", change.subject)
        .member("text", change_sentence(change))
        .end_object();
  writer.end_array().end_object();
}

void impact_json(const registry::Impact& impact, JsonWriter& writer) {
  writer.begin_object();
  number(writer, "cases", impact.cases);
  number(writer, "moved", impact.moved);
  number(writer, "unreadable", impact.unreadable);
  writer.key("moves").begin_array();
  for (const auto& [move, group] : impact.moves) {
    writer.begin_object()
        .member("schema", moved_schema(move))
        .member("year", move.year)
        .member("key", move.key)
        .member("before", moved_value(move, move.before))
        .member("after", moved_value(move, move.after));
    writer.member("cause", cause_of(move))
        .member("rows_before", words_of_rows(move, group.first.rows_before, " (gone)"))
        .member("rows_after", words_of_rows(move, group.first.rows_after, " (new)"));
    number(writer, "count", group.count);
    writer.member("first", group.first.name).end_object();
  }
  writer.end_array().end_object();
}

void agreement_json(const registry::Agreement& agreement, JsonWriter& writer) {
  writer.begin_object();
  number(writer, "tumors", agreement.tumors);
  number(writer, "staged", agreement.staged);
  number(writer, "refused", agreement.refused);
  number(writer, "compared", agreement.compared);
  number(writer, "equal", agreement.equal);
  number(writer, "items_the_file_lacks", agreement.lacking());
  writer.key("items").begin_array();
  for (const auto& [item, counts] : agreement.by_item) {
    writer.begin_object().member("item", item);
    number(writer, "equal", counts.equal);
    number(writer, "compared", counts.compared);
    number(writer, "the_file_lacks", counts.lacking);
    writer.end_object();
  }
  writer.end_array().key("differences").begin_array();
  for (const auto& [difference, group] : agreement.differences) {
    writer.begin_object()
        .member("algorithm", difference.algorithm)
        .member("schema", difference.schema)
        .member("key", difference.key)
        .member("item", difference.item);
    writer.member("number", difference.number)
        .member("file", difference.theirs)
        .member("algorithm_gives", difference.ours)
        .member("rows", words_of_rows(difference.rows));
    number(writer, "count", group.count);
    writer.member("first", group.first.file + ": " + group.first.place).end_object();
  }
  writer.end_array().end_object();
}

}  // namespace restage::report
