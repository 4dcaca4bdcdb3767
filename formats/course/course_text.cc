// SPDX-License-Identifier: Apache-2.0
#include "formats/course/course_text.h"

#include <algorithm>

#include "base/text.h"
#include "base/toml_guard.h"

namespace restage::course_file {
namespace {

constexpr std::size_t kMostErrors = 20;
constexpr std::size_t kMostMonths = 10'000;
constexpr const char* kRemedy = "correct this line; the format is described in docs/course-file.md";

/// The text as lines that can be left out without moving the others.
class Lines {
 public:
  explicit Lines(std::string_view text) {
    for (const std::string_view line : text::split(text, '\n')) lines_.emplace_back(line);
  }
  bool holds(std::size_t number) const { return number >= 1 && number <= lines_.size(); }
  bool is_header(std::size_t number) const { return text::trim(lines_[number - 1]).starts_with('['); }
  bool is_empty(std::size_t number) const { return text::trim(lines_[number - 1]).empty(); }
  /// The line of the table header that this line belongs to; 0 when there is none.
  std::size_t header_of(std::size_t number) const {
    while (number > 0 && !is_header(number)) --number;
    return number;
  }
  /// Empties a line, and the keys below it when it is a header.
  void leave_out(std::size_t number) {
    const bool whole_table = is_header(number);
    lines_[number - 1].clear();
    while (whole_table && holds(++number) && !is_header(number)) lines_[number - 1].clear();
  }
  /// Puts a bare month (key = 1961-03) between quotation marks; false when the line is none.
  bool quote_month(std::size_t number) {
    std::string& line = lines_[number - 1];
    const std::size_t equals = line.find('=');
    const std::size_t begin = equals == std::string::npos ? equals : line.find_first_not_of(" \t", equals + 1);
    if (begin == std::string::npos) return false;
    const std::size_t end = std::min(line.find_first_of(" \t\r#", begin), line.size());
    const std::string value = line.substr(begin, end - begin);
    const bool is_month = value.size() == 7 && value[4] == '-' && text::is_all_digits(value.substr(0, 4)) &&
                          text::is_all_digits(value.substr(5));
    const std::string_view behind = text::trim(std::string_view(line).substr(end));
    if (!is_month || !(behind.empty() || behind.front() == '#')) return false;
    line.replace(begin, value.size(), "\"" + value + "\"");
    return true;
  }
  std::string text() const {
    std::string joined;
    for (const std::string& line : lines_) joined.append(line).append("\n");
    if (!joined.empty()) joined.pop_back();
    return joined;
  }

 private:
  std::vector<std::string> lines_;
};

std::string place_of(const std::string& file_name, std::size_t line, std::size_t column) {
  return file_name + ": line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// Notes which table lacks the line, then leaves it out. False: that does not help.
bool leave_out(CourseText& course, const std::string& file_name, Lines& lines, std::size_t number) {
  if (!lines.holds(number) || lines.is_empty(number)) return false;
  const std::size_t header = lines.header_of(number);
  if (header > 0) course.damaged.insert(file_name + ": line " + std::to_string(header) + ",");
  lines.leave_out(number);
  return true;
}

}  // namespace

void CourseText::drop_consequences(std::vector<DataIssue>& issues) const {
  std::erase_if(issues, [&](const DataIssue& issue) {
    if (issue.code == IssueCode::SubjectUnknown || issue.code == IssueCode::ReferenceUnresolved) return true;
    const auto of_damaged = [&](const std::string& place) { return issue.path.starts_with(place); };
    return std::any_of(damaged.begin(), damaged.end(), of_damaged);
  });
}

CourseText read_course_text(const std::string& file_name, std::string_view bytes,
                            const std::function<std::optional<SyntaxFault>(const std::string& text)>& parse) {
  CourseText course;
  Lines lines(bytes);
  std::string text(bytes);
  std::size_t last_line = 0;
  for (std::size_t rounds = 0; rounds < kMostMonths && course.errors.size() < kMostErrors; ++rounds) {
    std::size_t line = 0;
    if (const auto header = find_keyless_toml_header(text)) {
      line = header->line;
      course.errors.push_back(make_issue(IssueCode::InputUnreadable, place_of(file_name, line, header->column),
                                         "a table header has no name",
                                         "write for example [[imaging]]; the format is described in "
                                         "docs/course-file.md"));
    } else {
      const auto fault = parse(text);
      if (!fault) return course;
      line = fault->line;
      if (lines.holds(line) && lines.quote_month(line)) {
        text = lines.text();
        continue;
      }
      if (!course.errors.empty() && line <= last_line) return course;
      const bool readable = text::is_utf8(bytes);
      course.errors.push_back(make_issue(readable ? IssueCode::InputUnreadable : IssueCode::EncodingWrong,
                                         place_of(file_name, line, fault->column), fault->message, kRemedy));
      if (!readable) return course;
    }
    last_line = line;
    if (!leave_out(course, file_name, lines, line)) return course;
    text = lines.text();
  }
  return course;
}

}  // namespace restage::course_file
