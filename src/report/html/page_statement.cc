// SPDX-License-Identifier: Apache-2.0
#include "report/html/page_statement.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/html/page_kit.h"
#include "report/words/assumptions.h"
#include "report/words/remarks.h"
#include "report/words/wording.h"

namespace restage::report {
namespace {

using statement::Statement;
using text::escape_markup;

std::string stated_text(const statement::StatedStage& stated) {
  std::string text;
  for (const std::string* part : {&stated.t, &stated.n, &stated.m})
    if (!part->empty()) text += (text.empty() ? "" : " ") + *part;
  if (!stated.group.empty()) text += (text.empty() ? "group " : ", group ") + stated.group;
  return text;
}

std::string cell(std::string_view name, const std::string& markup, std::string_view style = {}) {
  return fmt::format("<td data-name=\"{}\"{}><span>{}</span></td>", name,
                     style.empty() ? "" : fmt::format(" class=\"{}\"", style), markup);
}

void add_list(std::string& out, std::string_view title, const std::vector<std::string>& items) {
  if (!items.empty()) out += fmt::format("<h4>{}</h4>", title) + bullets(items);
}

std::string inputs_text(const std::vector<std::pair<std::string, std::string>>& inputs) {
  std::string text;
  for (const auto& [name, value] : inputs) text += (text.empty() ? "" : "; ") + input_words(name) + " " + value;
  return text;
}

/// What keeps a result from being the last word.
std::string pills(const statement::Statement& statement) {
  std::string text;
  if (const std::string condition = condition_text(statement); !condition.empty())
    text += " " + pill(Tone::Warn, condition);
  if (!statement.provisional.empty()) text += " " + pill(Tone::Warn, "provisional");
  return text;
}

}  // namespace

std::string evidence_item(const Course& course, const std::string& id) {
  const Fact* fact = find_fact(course, id);
  if (fact == nullptr) return "<code>" + escape_markup(id) + "</code>";
  std::string item = escape_markup(date_text(fact->effective)) + ": " + escape_markup(fact_text(*fact));
  if (fact->recorded.is_known() && fact->recorded != fact->effective) item += ", known since " + fact->recorded.text();
  const std::string& record = fact->source.record.empty() ? fact->id : fact->source.record;
  return item + " <code>" + escape_markup(record) + "</code>";
}

std::string statement_row(const statement::Statement& statement) {
  std::string row = "<tr>";
  row += cell("Date", date_text(statement.date) + (statement.undated ? " " + pill(Tone::Warn, "undated facts") : ""),
              "date");
  row += cell("Kind", fmt::format("<b>{}</b> <span class=\"quiet\">{}</span>", to_string(statement.classification),
                                  classification_words(statement.classification)));
  const std::pair<const char*, const statement::Category*> axes[] = {
      {"T", &statement.t}, {"N", &statement.n}, {"M", &statement.m}};
  for (const auto& [name, category] : axes) row += cell(name, escape_markup(category_text(*category)), "category");
  row += cell("Group", escape_markup(group_text(statement)), "group");
  row += cell("Edition", escape_markup(edition_text(statement)) + pills(statement) +
                             (statement.rests_on_unverified ? " " + pill(Tone::Warn, "source not read") : ""));
  row += cell("Basis", escape_markup(basis_text(statement)));
  std::string stated = "<span class=\"quiet\">nothing stated</span>";
  if (statement.stated)
    stated = escape_markup(stated_text(*statement.stated)) + " " +
             (!statement.stated->compared ? std::string()
              : statement.stated->agrees  ? pill(Tone::Good, "agrees")
                                          : pill(Tone::Bad, "differs"));
  row += cell("Stated", stated);
  return row + "</tr>\n";
}

std::string statement_details(const statement::Statement& statement, const Course& course) {
  std::string label = table_label(statement);
  std::string out =
      fmt::format("<details><summary>{} {} {}: {} <span class=\"quiet\">{}</span></summary><div>",
                  date_text(statement.date), to_string(statement.classification), escape_markup(group_text(statement)),
                  escape_markup(categories_text(statement)), escape_markup(edition_text(statement)));
  if (statement.stated)
    for (const statement::StatedDifference& difference : statement.stated->differences)
      out += "<p class=\"differs\"><b>Contradiction:</b> " + escape_markup(difference_text(difference)) + "</p>";
  for (const std::string& line : decisive_lines(statement))
    out += "<p class=\"decide\"><b>Missing:</b> " + escape_markup(line) + "</p>";
  if (const std::string text = unverified_text(statement); !text.empty())
    out += "<p class=\"decide\"><b>Not verified:</b> " + escape_markup(text) + "</p>";
  if (const std::string text = assumptions_text(statement); !text.empty())
    out += "<p class=\"quiet\">" + escape_markup(text) + "</p>";
  if (!statement.provisional.empty())
    out += "<p class=\"decide\"><b>Provisional:</b> " + escape_markup(statement.provisional) + "</p>";
  for (const statement::Note& note : statement.notes)
    out += "<p class=\"quiet\">Note: " + escape_markup(note_text(statement, note)) + "</p>";
  if (!statement.findings.empty())
    out += "<p>Findings used: " + escape_markup(inputs_text(statement.findings)) + "</p>";
  if (!statement.factors.empty()) out += "<p>Factors used: " + escape_markup(inputs_text(statement.factors)) + "</p>";
  if (!statement.immaterial.empty()) {
    std::vector<std::string> names;
    for (const std::string& name : statement.immaterial) names.push_back(input_words(name));
    out += "<p class=\"quiet\">Not known, and would not change the group: " + escape_markup(text::join(names, ", ")) +
           "</p>";
  }
  std::vector<std::string> items;
  for (const std::string& id : statement.evidence) items.push_back(evidence_item(course, id));
  add_list(out, "Evidence used", items);
  items.clear();
  for (const statement::RefusedFact& refused : statement.refused)
    items.push_back(evidence_item(course, refused.id) + ": <b>" + escape_markup(to_string(refused.reason)) + "</b>");
  add_list(out, "Evidence not used, and why", items);
  items.clear();
  for (const std::string& id : statement.anchors) items.push_back(evidence_item(course, id));
  add_list(out, "Events that set the window", items);
  items.clear();
  for (const statement::UsedRule& rule : statement.rules)
    items.push_back(fmt::format("<code>{}</code> table {} row {}, source <code>{}</code>{}", escape_markup(rule.pack),
                                escape_markup(rule.table), escape_markup(rule.row), escape_markup(rule.source),
                                rule.verified ? "" : " " + pill(Tone::Warn, "source not verified")));
  add_list(out, "Rules used", items);
  if (!statement.pack_id.empty())
    out += fmt::format("<p class=\"quiet\">Pack <code>{}</code> {} <code>{}</code>, statement <code>{}</code></p>",
                       escape_markup(statement.pack_id), escape_markup(statement.pack_version),
                       escape_markup(statement.pack_hash.substr(0, 16)), escape_markup(statement.id));
  return out + "</div></details>\n";
}

}  // namespace restage::report
