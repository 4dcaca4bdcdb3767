// SPDX-License-Identifier: Apache-2.0
#include "report/terminal/explain.h"

#include <algorithm>

#include "base/printable.h"
#include "base/text.h"
#include "report/words/assumptions.h"
#include "report/words/remarks.h"
#include "report/words/wording.h"

namespace restage::report {
namespace {

class Explanation {
 public:
  Explanation(const statement::Statement& statement, const Course& course, const TerminalStyle& style)
      : statement_(statement),
        course_(course),
        style_(style),
        width_(static_cast<std::size_t>(std::max(style.width, 40))) {}

  std::string text() {
    title();
    inputs();
    facts("Evidence used", statement_.evidence);
    refused();
    facts("Events that set the window", statement_.anchors);
    rules();
    open();
    stated();
    return text::printable(out_, style_.color);
  }

 private:
  std::string paint(const std::string& text, const char* code) const {
    return style_.color ? "\x1b[" + std::string(code) + "m" + text + "\x1b[0m" : text;
  }
  void line(const std::string& text, std::size_t first = 2, std::size_t indent = 6) {
    out_ += wrap(std::string(first, ' ') + text, indent, width_) + "\n";
  }
  void heading(const std::string& text) { out_ += paint(text, "1;36") + "\n"; }

  void title() {
    out_ += paint(wrap(statement_.id, 2, width_), "1") + "\n";
    line(date_text(statement_.date) + ", " + classification_words(statement_.classification) + ": " +
         (categories_text(statement_).empty() ? "" : categories_text(statement_) + ", ") + group_text(statement_) +
         " (" + edition_text(statement_) + ", " + std::string(to_string(statement_.status)) + ")");
    for (const statement::Assumption& assumption : statement_.assumed)
      if (!assumption.rule.empty())
        line("assumed: " + input_words(assumption.input) + " " + assumption.value + ", " +
             assumption_reason(assumption) + " (conventions row " + assumption.rule + ", " + assumption.source +
             (assumption.verified ? ")" : ", not read)"));
    for (const statement::Note& note : statement_.notes) line("note: " + note_text(statement_, note));
  }

  void inputs() {
    heading("What went into the tables");
    const std::pair<const char*, const statement::Category*> axes[] = {
        {"T", &statement_.t}, {"N", &statement_.n}, {"M", &statement_.m}};
    for (const auto& [name, category] : axes) {
      if (!category->exists) continue;
      const std::string basis(to_string(category->basis));
      std::string text = std::string(name) + ": " + category_text(*category) + (basis.empty() ? "" : ", by " + basis);
      if (category->value.empty() && !category->possible.empty())
        text += " (possible: " + text::join(category->possible, ", ") + ")";
      line(text);
    }
    for (const auto& [name, value] : statement_.findings) line(input_words(name) + ": " + value);
    for (const auto& [name, value] : statement_.factors) line(input_words(name) + ": " + value);
  }

  std::string told(const std::string& id) const {
    const Fact* fact = find_fact(course_, id);
    return fact == nullptr ? id : date_text(fact->effective) + "  " + fact_text(*fact) + "  [" + id + "]";
  }

  void facts(const std::string& title, const std::vector<std::string>& ids) {
    if (ids.empty()) return;
    heading(title);
    for (const std::string& id : ids) line(told(id), 2, 14);
  }

  void refused() {
    if (statement_.refused.empty()) return;
    heading("Looked at and not used");
    for (const statement::RefusedFact& refused : statement_.refused)
      line(told(refused.id) + ": " + to_string(refused.reason), 2, 14);
  }

  void rules() {
    if (statement_.rules.empty()) return;
    heading("Rules, in order");
    for (const statement::UsedRule& rule : statement_.rules)
      line(rule.pack + "  table " + rule.table + " row " + rule.row + "  source " + rule.source +
           (rule.verified ? "" : " (source named, not verified)"));
    if (const std::string text = unverified_text(statement_); !text.empty()) line(text);
    if (!statement_.pack_id.empty())
      line("pack " + statement_.pack_id + " " + statement_.pack_version + ", content " + statement_.pack_hash);
  }

  void open() {
    const std::vector<std::string> lines = decisive_lines(statement_);
    if (!lines.empty()) heading("Missing, and what it would decide");
    for (const std::string& text : lines) line(text);
    if (statement_.immaterial.empty()) return;
    std::vector<std::string> names;
    for (const std::string& name : statement_.immaterial) names.push_back(input_words(name));
    line("not known, and would not change the group: " + text::join(names, ", "));
  }

  void stated() {
    if (!statement_.stated) return;
    heading("Stated beside it");
    const statement::StatedStage& stated = *statement_.stated;
    std::string text;
    for (const std::string* part : {&stated.t, &stated.n, &stated.m})
      text += part->empty() ? "" : (text.empty() ? "" : " ") + *part;
    if (!stated.group.empty()) text += (text.empty() ? "group " : ", group ") + stated.group;
    line(text + (!stated.compared ? "" : stated.agrees ? ": agrees" : ": differs"));
    for (const statement::StatedDifference& difference : stated.differences) line(difference_text(difference));
  }

  const statement::Statement& statement_;
  const Course& course_;
  TerminalStyle style_;
  std::size_t width_;
  std::string out_;
};

}  // namespace

std::string explain(const statement::Statement& statement, const Course& course, const TerminalStyle& style) {
  return Explanation(statement, course, style).text();
}

}  // namespace restage::report
