// SPDX-License-Identifier: Apache-2.0
// Whole histories against what the rules say of them: tests/histories/NAME.toml (or .json, .ndjson, .xml) and beside it
// NAME.expect. A line of that file is one that the history must give; `not LINE` is one that it must not give;
// `strict LINE` is one that it gives without conventions; a line that begins with # is a comment, which names the rule.
// The lines: see `lines_of`.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "formats/any/any_reader.h"
#include "report/words/remarks.h"
#include "rules/run/pack_library.h"
#include "timeline/timeline.h"

namespace restage::timeline {
namespace {

std::string category(const statement::Category& category, std::string_view nothing) {
  if (!category.value.empty()) return category.prefix + category.value + category.suffixes;
  return category.possible.empty() ? std::string(nothing) : category.prefix + text::join(category.possible, "|");
}

/// "c cT2 cN1 cM0 IIB"; breast has "c/anatomic". Several groups: "IIB|IV"; none: "-".
std::string stage_line(const statement::Statement& statement) {
  std::string name(to_string(statement.classification));
  for (const auto& [factor, value] : statement.factors)
    if (factor == "table") name += "/" + value;
  const std::string group = !statement.group.empty()     ? statement.group
                            : statement.possible.empty() ? "-"
                                                         : text::join(statement.possible, "|");
  return name + " " + category(statement.t, "?") + " " + category(statement.n, "?") + " " + category(statement.m, "?") +
         " " + group;
}

std::vector<std::string> lines_of(const statement::PatientTimeline& patient) {
  std::vector<std::string> lines;
  for (const statement::TumorTimeline& tumor : patient.tumors) {
    lines.push_back("tumor " + tumor.tumor.site.topography + " " + tumor.schema);
    for (const statement::Statement& statement : tumor.statements) {
      const std::string stage = stage_line(statement), name = stage.substr(0, stage.find(' '));
      lines.push_back(stage);
      lines.push_back(name + " status " + std::string(to_string(statement.status)));
      if (!statement.applies_if.empty())
        lines.push_back(name + " " + statement.edition + " if " + report::conditions_text(statement));
      for (const statement::Assumption& assumption : statement.assumed)
        lines.push_back(name + " assumes " + assumption.input + " " + assumption.value);
      if (!statement.provisional.empty()) lines.push_back(name + " " + statement.edition + " provisional");
      for (const statement::RefusedFact& refused : statement.refused)
        lines.push_back(name + " refuses " + refused.id + ": " + to_string(refused.reason));
      for (const statement::Branch& branch : statement.would_decide)
        lines.push_back(name + " " + branch.input + " " + branch.values + " -> " + text::join(branch.groups, "|"));
      for (const std::string& input : statement.missing) lines.push_back(name + " missing " + input);
      for (const std::string& input : statement.immaterial) lines.push_back(name + " immaterial " + input);
      if (statement.stated && !statement.stated->agrees) lines.push_back(name + " disagrees");
    }
    for (const statement::StatusEntry& entry : tumor.status)
      lines.push_back("state " + entry.date.text() + " " + std::string(to_string(entry.state)) +
                      (entry.extent.empty() ? "" : " " + entry.extent));
    for (const statement::Recurrence& recurrence : tumor.recurrences) {
      lines.push_back("recurrence " + recurrence.confirmed.text());
      lines.push_back("recurrence " + recurrence.confirmed.text() + " " + text::join(recurrence.extents, "+") +
                      (recurrence.tissue_proven ? " proven" : ""));
    }
    if (tumor.biochemical)
      lines.push_back("biochemical " + tumor.biochemical->date.text() + " " + tumor.biochemical->rule);
    lines.push_back("1770 " + tumor.registry.cancer_status);
    lines.push_back("1860 " + (tumor.registry.recurrence_date.empty() ? "blank" : tumor.registry.recurrence_date));
    lines.push_back("1880 " + tumor.registry.recurrence_type);
    lines.push_back("oligometastatic " + (tumor.oligometastatic ? tumor.oligometastatic->name : "none"));
    for (const statement::Conversion& conversion : tumor.conversions)
      lines.push_back("resectable since " + conversion.date.text());
    if (tumor.then_and_now)
      for (const statement::Difference& difference : tumor.then_and_now->differences)
        lines.push_back("differs " + difference.what + ": " + difference.then + " -> " + difference.now);
  }
  for (const DataIssue& issue : patient.issues) lines.push_back("issue " + std::string(to_string(issue.code)));
  return lines;
}

void check(const std::filesystem::path& input, const Builder& builder, const Builder& strict_builder) {
  auto read = read_course_file(input.string(), {});
  ASSERT_TRUE(static_cast<bool>(read));
  std::vector<std::string> lines;
  for (const DataIssue& issue : read->issues) lines.push_back("issue " + std::string(to_string(issue.code)));
  for (Course& course : read->courses) {
    for (const std::string& line : lines_of(strict_builder.build(course))) lines.push_back("strict " + line);
    for (std::string& line : lines_of(builder.build(std::move(course)))) lines.push_back(std::move(line));
  }
  std::ifstream wanted(std::filesystem::path(input).replace_extension(".expect"));
  ASSERT_TRUE(wanted.good()) << input << " has no .expect beside it";
  std::size_t count = 0;
  for (std::string text; std::getline(wanted, text);) {
    const std::string line(text::trim(text));
    if (line.empty() || line.front() == '#') continue;
    ++count;
    const bool absent = line.starts_with("not ");
    const bool found = std::find(lines.begin(), lines.end(), absent ? line.substr(4) : line) != lines.end();
    EXPECT_NE(found, absent) << input.filename() << ": " << line << "\n  given:\n  " << text::join(lines, "\n  ");
  }
  EXPECT_GT(count, 0U) << input;
}

TEST(Histories, GiveWhatTheRulesSay) {
  const auto library = rules::PackLibrary::embedded();
  ASSERT_TRUE(static_cast<bool>(library));
  const auto builder = Builder::create(**library, {});
  ASSERT_TRUE(static_cast<bool>(builder));
  Options strict;
  strict.strict = true;
  const auto strict_builder = Builder::create(**library, strict);
  ASSERT_TRUE(static_cast<bool>(strict_builder));
  std::size_t histories = 0;
  for (const auto& entry : std::filesystem::directory_iterator(RESTAGE_SOURCE_DIR "/tests/histories")) {
    if (entry.path().extension() == ".expect") continue;
    ++histories;
    check(entry.path(), *builder, *strict_builder);
  }
  EXPECT_GT(histories, 10U);
}

}  // namespace
}  // namespace restage::timeline
