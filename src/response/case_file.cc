// SPDX-License-Identifier: Apache-2.0
#include "response/case_file.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "base/tsv.h"
#include "response/assess.h"

namespace restage::response {
namespace {

const Day kDayZero = PartialDate::of(2024, 1, 1)->earliest();

std::optional<int> day_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

PartialDate date_of(std::string_view text) {
  if (const auto day = day_number(text)) return PartialDate::from_day(kDayZero + *day);
  return PartialDate::parse(text).value_or(PartialDate{});
}

std::string day_text(const PartialDate& date) {
  if (!date.is_exact()) return date.text();
  return std::to_string(date.earliest() - kDayZero);
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> all;
  for (const std::string_view word : text::split(text, ' '))
    if (!text::trim(word).empty()) all.push_back(text::trim(word));
  return all;
}

bool is_lesion(std::string_view name) {
  return name.size() >= 2 && (name[0] == 'T' || name[0] == 'N' || name[0] == 'X') && text::is_digit(name[1]);
}

// T1 a target in the liver, T1n a target node, N1 non-target, X1 new.
void declare(ResponseSubject& subject, std::string_view id) {
  for (const ResponseLesion& lesion : subject.lesions)
    if (lesion.id == id) return;
  ResponseLesion& lesion = subject.lesions.emplace_back();
  lesion.id = id;
  lesion.role = id[0] == 'T'   ? ResponseLesion::Role::Target
                : id[0] == 'N' ? ResponseLesion::Role::NonTarget
                               : ResponseLesion::Role::New;
  lesion.node = id.back() == 'n';
  lesion.organ = *lesion.node ? "lymph node" : "liver";
}

void set_value(ResponseMeasurement& m, std::string_view value, bool node) {
  using S = ResponseMeasurement::State;
  if (value == "-")
    m.state = S::NotAssessed;
  else if (value == "ne")
    m.state = S::NotEvaluable;
  else if (value == "abs")
    m.state = S::Absent;
  else if (value == "small")
    m.state = S::TooSmall;
  else if (value == "merged")
    m.state = S::Merged;
  else if (value == "+")
    m.state = S::Present;
  else if (value == "!")
    m.state = S::Unequivocal;
  else if (value == "?")
    m.state = S::Equivocal;
  else if (const std::size_t by = value.find('x'); by != std::string_view::npos) {
    m.long_mm = Decimal::parse(value.substr(0, by));
    m.short_mm = Decimal::parse(value.substr(by + 1));
  } else {
    (node ? m.short_mm : m.long_mm) = Decimal::parse(value);
  }
}

void lesion_word(ResponseSubject& subject, ResponseVisit& visit, std::string_view name, std::string_view value) {
  const std::size_t dot = name.find('.');
  const std::string_view id = name.substr(0, dot);
  declare(subject, id);
  auto found = std::find_if(visit.measurements.begin(), visit.measurements.end(),
                            [&](const ResponseMeasurement& m) { return m.lesion == id; });
  if (found == visit.measurements.end() || dot == std::string_view::npos) {
    visit.measurements.emplace_back().lesion = id;
    found = visit.measurements.end() - 1;
  }
  if (dot == std::string_view::npos) return set_value(*found, value, id.back() == 'n');
  const std::string_view part = name.substr(dot + 1);
  const auto number = Decimal::parse(value);
  if (part == "hu")
    found->density_hu = number;
  else if (part == "sul")
    found->sul_peak = number;
  else if (part == "tlg")
    found->tlg = number;
  else if (part == "enh")
    found->enhancing_mm = number;
}

void visit_word(ResponseSubject& subject, ResponseVisit& visit, std::string_view word) {
  const std::size_t equal = word.find('=');
  const std::string_view name = word.substr(0, equal);
  const std::string_view value = equal == std::string_view::npos ? std::string_view{} : word.substr(equal + 1);
  if (is_lesion(name)) return lesion_word(subject, visit, name, value);
  if (name == "target")
    visit.target = value;
  else if (name == "nt")
    visit.non_target = value;
  else if (name == "new")
    visit.new_lesion = value;
  else if (name == "overall")
    visit.overall = value;
  else if (name == "sum")
    visit.sum_mm = Decimal::parse(value);
  else if (name.starts_with("lab.")) {
    const auto parts = text::split(name, '.');
    if (parts.size() == 3 && parts[2] == "uln" && !visit.labs.empty()) {
      visit.labs.back().upper_limit = Decimal::parse(value);
    } else {
      ResponseLab& lab = visit.labs.emplace_back();
      lab.name = parts[1];
      lab.value = Decimal::parse(value);
      if (!lab.value) lab.text = value;
    }
  } else {
    visit.components.emplace_back(std::string(name), std::string(value));
  }
}

void subject_word(ResponseSubject& subject, std::string_view word) {
  const std::size_t equal = word.find('=');
  const std::string_view name = word.substr(0, equal);
  const std::string_view value = equal == std::string_view::npos ? std::string_view{} : word.substr(equal + 1);
  if (name == "ref")
    subject.reference_date = value == "none" ? PartialDate{} : date_of(value);
  else if (name == "start")
    subject.treatment_start = date_of(value);
  else if (name == "death")
    subject.death = date_of(value);
  else if (name == "alive")
    subject.last_alive = date_of(value);
  else if (name == "cut")
    subject.data_cut = date_of(value);
  else if (name == "therapy")
    subject.therapy_starts.push_back(date_of(value));
  else
    subject.facts.emplace_back(std::string(name), std::string(value));
}

std::string per_visit(const statement::ResponseResult& result, std::string statement::VisitResult::* member) {
  std::string all;
  for (const statement::VisitResult& visit : result.visits)
    all += (all.empty() ? "" : " ") + ((visit.*member).empty() ? std::string("-") : visit.*member);
  return all;
}

std::string best_text(const statement::BestResponse& best) {
  if (best.response.empty()) return "none";
  return best.response + "@" + day_text(best.date);
}

std::string computed(const statement::ResponseResult& result, const std::string& column) {
  if (column == "overall") return per_visit(result, &statement::VisitResult::overall);
  if (column == "target") return per_visit(result, &statement::VisitResult::target);
  if (column == "nt") return per_visit(result, &statement::VisitResult::non_target);
  if (column == "new") return per_visit(result, &statement::VisitResult::new_lesion);
  if (column == "best") return best_text(result.best_unconfirmed);
  if (column == "confirmed") return best_text(result.best_confirmed);
  if (column == "flags" || column == "rules" || column == "issues" || column == "sum" || column == "nadir" ||
      column == "pd_date") {
    std::string all;
    for (const statement::VisitResult& visit : result.visits) {
      std::string one;
      if (column == "issues")
        for (const DataIssue& issue : visit.issues)
          one += (one.empty() ? "" : ",") + std::string(to_string(issue.code));
      else if (column == "sum")
        one = visit.sum ? visit.sum->text() : "";
      else if (column == "nadir")
        one = visit.nadir ? visit.nadir->text() : "";
      else if (column == "pd_date")
        one = visit.event_date.is_known() ? day_text(visit.event_date) : "";
      else
        one = text::join(column == "flags" ? visit.flags : visit.rules, ",");
      all += (all.empty() ? "" : " ") + (one.empty() ? std::string("-") : one);
    }
    return all;
  }
  for (const statement::Endpoint& endpoint : result.endpoints)
    if (endpoint.name == column)
      return fmt::format("{}@{}:{}", endpoint.event ? "event" : "censored", day_text(endpoint.date), endpoint.reason);
  for (const auto& [name, value] : result.values)
    if (name == column) return value;
  std::string all;
  for (const statement::VisitResult& visit : result.visits) {
    const std::string* value = find_value(visit.components, column);
    all += (all.empty() ? "" : " ") + (value == nullptr ? std::string("-") : *value);
  }
  return all;
}

}  // namespace

Result<ResponseSubject> parse_course_cell(std::string_view cell) {
  ResponseSubject subject;
  subject.id = "case";
  subject.reference_date = PartialDate::from_day(kDayZero);
  for (const std::string_view part : text::split(cell, '|')) {
    const auto tokens = words(part);
    if (tokens.empty()) continue;
    ResponseVisit& visit = subject.visits.emplace_back();
    visit.date = date_of(tokens[0]);
    if (!visit.date.is_known())
      return Error{ErrorCode::Malformed, fmt::format("a visit starts with '{}', not a day or date", tokens[0]),
                   std::string(cell)};
    visit.id = fmt::format("day {}", tokens[0]);
    for (std::size_t i = 1; i < tokens.size(); ++i) visit_word(subject, visit, tokens[i]);
  }
  return subject;
}

Result<std::vector<ResponseCase>> parse_cases(std::string_view tsv, std::string_view path) {
  std::vector<ResponseCase> cases;
  const Tsv file = read_tsv(tsv);
  for (const TsvLine& line : file.lines) {
    ResponseCase test;
    test.path = fmt::format("{} case {}", path, cases.size() + 1);
    std::string_view facts;
    for (std::size_t i = 0; i < line.cells.size() && i < file.header.size(); ++i) {
      const std::string_view title = file.header[i];
      const std::string_view cell = line.cells[i];
      if (title == "case")
        test.name = cell;
      else if (title == "source")
        test.source = cell;
      else if (title == "facts")
        facts = cell;
      else if (title == "policy") {
        for (const std::string_view word : words(cell))
          if (const std::size_t equal = word.find('='); equal != std::string_view::npos)
            test.policy.emplace_back(word.substr(0, equal), word.substr(equal + 1));
      } else if (title == "course") {
        auto subject = parse_course_cell(cell);
        if (!subject) return Error{ErrorCode::Malformed, subject.error().text(), test.path};
        test.subject = std::move(*subject);
      } else if (!title.empty() && title.front() == '=' && !cell.empty()) {
        test.wanted.emplace_back(title.substr(1), cell);
      }
    }
    for (const std::string_view word : words(facts)) subject_word(test.subject, word);
    test.subject.source = test.path;
    cases.push_back(std::move(test));
  }
  return cases;
}

std::string run_case(const ResponseCase& test, const Criterion& criterion) {
  Policy policy(criterion);
  for (const auto& [key, value] : test.policy)
    if (auto set = policy.set(key, value); !set) return set.error().text();
  const statement::ResponseResult result = assess(test.subject, criterion, policy);
  std::string differences;
  for (const auto& [column, wanted] : test.wanted) {
    const std::string got = computed(result, column);
    std::string plain;
    for (const std::string_view word : words(wanted)) plain += (plain.empty() ? "" : " ") + std::string(word);
    if (plain == got) continue;
    differences += fmt::format("{} ({}): {}: wanted '{}', computed '{}' [{}]\n", test.path, test.name, column, wanted,
                               got, test.source);
  }
  if (test.wanted.empty()) differences += fmt::format("{} ({}): the case wants nothing\n", test.path, test.name);
  if (test.source.empty()) differences += fmt::format("{} ({}): no source of the expectation\n", test.path, test.name);
  return differences;
}

}  // namespace restage::response
