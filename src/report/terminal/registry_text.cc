// SPDX-License-Identifier: Apache-2.0
#include "report/terminal/registry_text.h"

#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "report/words/registry_words.h"

namespace restage::report {
namespace {

std::string value_line(const registry::ExplainedValue& told) {
  return fmt::format("    {:<10} {}{}{}{}\n", told.value.empty() ? "blank" : told.value,
                     registry::field_name(*told.field), told.is_default ? " by default" : "",
                     told.meaning.empty() ? "" : ": ", told.meaning);
}

std::string quoted(const std::string& value, const char* if_empty) {
  return value.empty() ? std::string(if_empty) : "'" + value + "'";
}

}  // namespace

std::string explanation_text(std::string_view name, const registry::CaseExplanation& told) {
  std::string out = fmt::format("{}: {} by {} {}", name, registry::to_string(told.result), told.algorithm->name,
                                told.algorithm->version);
  if (const registry::SchemaDefinition* schema = told.schema; schema != nullptr)
    out += fmt::format(", schema {} ({})", schema->id, schema->title.empty() ? schema->name : schema->title);
  out += '\n';
  if (told.refusal) return out + fmt::format("  {}\n  remedy: {}\n\n", told.refusal->message, told.refusal->remedy);
  out += "  inputs used for staging\n";
  for (const registry::ExplainedValue& input : told.inputs) out += value_line(input);
  out += "  derived\n";
  for (const registry::ExplainedValue& output : told.derived)
    out += value_line(output) + fmt::format("               by {}\n", words_of_rows(output.rows));
  if (!told.errors.empty()) out += "  errors\n";
  for (const registry::ExplainedError& error : told.errors)
    out += fmt::format("    {}: {}{}{}\n", registry::to_string(error.error.type), error.error.message,
                       error.item.empty() ? "" : "; ", error.item);
  return out + "\n";
}

std::string unreadable_case_text(const DataIssue& issue) {
  return fmt::format("{}: unreadable\n  {}\n  remedy: {}\n\n", issue.path, issue.message, issue.remedy);
}

std::string uncoded_tumor_text(std::string_view name) {
  return fmt::format("{}: carries no item of the algorithms for its year\n\n", name);
}

std::string changes_text(const registry::AlgorithmDefinition& before, const registry::AlgorithmDefinition& after,
                         const std::vector<registry::Change>& changes) {
  std::string out = fmt::format("{} {} to {} {}: {} changes\n", before.name, before.version, after.name, after.version,
                                changes.size());
  std::map<std::string_view, std::size_t> kinds;
  for (const registry::Change& change : changes) ++kinds[registry::to_string(change.kind)];
  for (const auto& [kind, count] : kinds) out += fmt::format("  {:<20} {}\n", kind, count);
  for (const registry::Change& change : changes) {
    out += change_sentence(change);
    if (change.schemas.size() > 12)
      out += fmt::format(" Used by {} schemas.", change.schemas.size());
    else if (!names_its_schema(change) && !change.schemas.empty())
      out += " Used by " + text::join(change.schemas, ", ") + ".";
    out += '\n';
  }
  return out;
}

std::string impact_text(const registry::Impact& impact) {
  std::string out = fmt::format("{} cases staged under both versions: {} move, {} unreadable\n", impact.cases,
                                impact.moved, impact.unreadable);
  const registry::Move* before = nullptr;
  for (const auto& [move, group] : impact.moves) {
    if (before == nullptr || before->schema != move.schema || before->year != move.year)
      out +=
          fmt::format("\n{}, diagnosed {}\n", moved_schema(move), move.year.empty() ? "in an unknown year" : move.year);
    before = &move;
    out += fmt::format("  {}: {} becomes {} in {} case{} (first: {})\n", move.key,
                       quoted(moved_value(move, move.before), "blank"), quoted(moved_value(move, move.after), "blank"),
                       group.count, group.count == 1 ? "" : "s", group.first.name);
    if (const std::string cause = cause_of(move); !cause.empty()) out += fmt::format("    moved by {}\n", cause);
    if (move.thing == registry::MovedThing::Output)
      out += fmt::format("    first was by {}\n    first is by  {}\n",
                         words_of_rows(move, group.first.rows_before, " (gone)"),
                         words_of_rows(move, group.first.rows_after, " (new)"));
  }
  return out;
}

std::string agreement_text(const registry::Agreement& agreement) {
  std::string out =
      fmt::format("{} tumors: {} staged, {} refused by the algorithm, {} without items of it\n", agreement.tumors,
                  agreement.staged, agreement.refused, agreement.tumors - agreement.staged - agreement.refused);
  out += fmt::format("{} derived items compared: {} equal, {} different; {} more values that the file lacks\n",
                     agreement.compared, agreement.equal, agreement.compared - agreement.equal, agreement.lacking());
  for (const auto& [id, item] : agreement.by_item) {
    out += fmt::format("  {:<28} {}/{} equal", id, item.equal, item.compared);
    if (item.lacking > 0) out += fmt::format(", {} lacking", item.lacking);
    out += '\n';
  }
  for (const auto& [difference, group] : agreement.differences)
    out += fmt::format(
        "\n{} (NAACCR {}) in {} ({}): the file has {}, the algorithm gives {}; {} times, first in {}: {}\n  by {}\n",
        difference.item, difference.number, difference.schema, difference.algorithm,
        quoted(difference.theirs, "nothing"), quoted(difference.ours, "nothing"), group.count, group.first.file,
        group.first.place, words_of_rows(difference.rows));
  return out;
}

}  // namespace restage::report
