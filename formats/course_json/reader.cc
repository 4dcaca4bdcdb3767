// SPDX-License-Identifier: Apache-2.0
#include "formats/course_json/reader.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/json_view.h"
#include "base/keyed_spill.h"
#include "base/line_source.h"
#include "base/text.h"
#include "formats/course_json/members.h"
#include "formats/course_json/writer.h"

namespace restage::course_json {
namespace {

constexpr std::int64_t kLargestCount = 1'000'000'000;

/// What is wrong with the members of a course.
struct Problems {
  std::string place;  ///< file and line
  std::vector<DataIssue> issues;

  void add(IssueCode code, const std::string& path, std::string message, std::string remedy) {
    issues.push_back(make_issue(code, place + ": " + path, std::move(message), std::move(remedy)));
  }
};

template <std::size_t size, std::size_t... at>
Payload payload_of_kind(std::size_t kind, std::index_sequence<at...>) {
  Payload payload;
  ((kind == at ? static_cast<void>(payload.emplace<at>()) : static_cast<void>(0)), ...);
  return payload;
}

class MemberReader {
 public:
  MemberReader(Json object, std::string path, Problems& problems)
      : object_(object), path_(std::move(path)), problems_(problems) {}

  MemberReader& text(std::string_view name, std::string& value) {
    const Json member = object_[name];
    if (member.type() == Json::Type::Text)
      value = member.text();
    else if (is_given(member))
      broken(name, "a text is due here");
    return *this;
  }
  MemberReader& always(std::string_view name, std::string& value) { return text(name, value); }
  MemberReader& or_null(std::string_view name, std::string& value) { return text(name, value); }
  MemberReader& always(std::string_view name, bool& value) { return flag(name, value); }
  MemberReader& flag(std::string_view name, bool& value) {
    std::optional<bool> given;
    optional_flag(name, given);
    value = given.value_or(value);
    return *this;
  }
  MemberReader& date(std::string_view name, PartialDate& value) {
    std::string written;
    text(name, written);
    if (written.empty()) return *this;
    if (const auto parsed = PartialDate::parse(written))
      value = *parsed;
    else
      problems_.add(IssueCode::DateImpossible, member_path(name), "this is not a date",
                    "write YYYY, YYYY-MM or YYYY-MM-DD");
    return *this;
  }
  MemberReader& date_or_null(std::string_view name, PartialDate& value) { return date(name, value); }
  MemberReader& number(std::string_view name, std::optional<Decimal>& value) {
    const Json member = object_[name];
    value = member.decimal();
    if (!value && is_given(member)) broken(name, "a number is due here");
    return *this;
  }
  MemberReader& list(std::string_view name, std::vector<std::string>& values) {
    bool is_set = false;
    return set(name, values, is_set);
  }
  MemberReader& set(std::string_view name, std::vector<std::string>& values, bool& is_set) {
    const Json member = object_[name];
    is_set = member.type() == Json::Type::List;
    if (!is_set && is_given(member)) broken(name, "a list of texts is due here");
    if (!is_set) return *this;
    member.each([&](Json item) {
      if (item.type() == Json::Type::Text)
        values.emplace_back(item.text());
      else
        broken(name, "a text is due in this list");
    });
    return *this;
  }
  template <class Kind, std::size_t size>
  MemberReader& word(std::string_view name, Kind& value, const std::array<std::string_view, size>& words) {
    std::optional<Kind> known;
    optional_word(name, known, words);
    if (known)
      value = *known;
    else if (!is_given(object_[name]))
      broken(name, "a word is due here");
    return *this;
  }
  template <class Kind, std::size_t size>
  MemberReader& word(std::string_view name, Kind& value, const std::array<std::string_view, size>& words, Kind usual) {
    std::optional<Kind> known;
    optional_word(name, known, words);
    value = known.value_or(usual);
    return *this;
  }
  template <class Kind, std::size_t size>
  MemberReader& optional_word(std::string_view name, std::optional<Kind>& value,
                              const std::array<std::string_view, size>& words) {
    const Json member = object_[name];
    const auto known = std::find(words.begin(), words.end(), member.text());
    if (known != words.end())
      value = static_cast<Kind>(known - words.begin());
    else if (is_given(member))
      broken(name, "this word is not known");
    return *this;
  }
  MemberReader& code(std::string_view name, IssueCode& value) {
    for (const IssueCode known : all_issue_codes())
      if (to_string(known) == object_[name].text()) {
        value = known;
        return *this;
      }
    broken(name, "this code is not known");
    return *this;
  }
  MemberReader& optional_flag(std::string_view name, std::optional<bool>& value) {
    const Json member = object_[name];
    value = member.flag();
    if (!value && is_given(member)) broken(name, "true or false is due here");
    return *this;
  }
  MemberReader& count(std::string_view name, int& value) {
    const Json member = object_[name];
    const auto given = member.decimal();
    const bool whole = given && given->scale() == 0 && !given->is_negative() && given->digits() <= kLargestCount;
    if (whole)
      value = static_cast<int>(given->digits());
    else if (is_given(member))
      broken(name, "a whole number is due here");
    return *this;
  }
  MemberReader& dates(std::string_view name, std::vector<PartialDate>& values) {
    std::vector<std::string> texts;
    list(name, texts);
    for (const std::string& written : texts) {
      if (const auto parsed = PartialDate::parse(written))
        values.push_back(*parsed);
      else
        problems_.add(IssueCode::DateImpossible, member_path(name), "this is not a date",
                      "write YYYY, YYYY-MM or YYYY-MM-DD");
    }
    return *this;
  }
  MemberReader& named(std::string_view name, NamedValues& values) {
    const Json member = object_[name];
    if (!member.is_object() && is_given(member)) broken(name, "an object is due here");
    member.each_member([&](std::string_view key, Json value) {
      if (value.type() == Json::Type::Text)
        values.emplace_back(key, value.text());
      else
        broken(name, "a text is due in this object");
    });
    return *this;
  }
  template <class Part>
  MemberReader& object_if_any(std::string_view name, Part& part) {
    return object(name, part);
  }
  template <class Part>
  MemberReader& object(std::string_view name, Part& part) {
    const Json member = object_[name];
    if (member.is_object()) {
      MemberReader inner(member, member_path(name), problems_);
      members_of(inner, part);
    } else if (is_given(member)) {
      broken(name, "an object is due here");
    }
    return *this;
  }
  template <class Part>
  MemberReader& objects(std::string_view name, std::vector<Part>& parts) {
    std::size_t number = 0;
    object_[name].each([&](Json item) {
      const std::string path = member_path(name) + "[" + std::to_string(number++) + "]";
      if (!item.is_object()) {
        problems_.add(IssueCode::ElementBroken, path, "an object is due here", "see docs/course-json.md");
        return;
      }
      Part part;
      MemberReader inner(item, path, problems_);
      members_of(inner, part);
      if (inner.usable_) parts.push_back(std::move(part));
    });
    return *this;
  }
  MemberReader& payload(Payload& payload) {
    for (std::size_t kind = 0; kind < kPayloads.size(); ++kind) {
      if (!object_[kPayloads[kind]].is_object()) continue;
      payload = payload_of_kind<kPayloads.size()>(kind, std::make_index_sequence<kPayloads.size()>());
      std::visit([&](auto& part) { object(kPayloads[kind], part); }, payload);
      return *this;
    }
    problems_.add(IssueCode::ResourceBroken, path_, "the fact says nothing that is known; it was left out",
                  "read it with the version that wrote it");
    usable_ = false;
    return *this;
  }

 private:
  static bool is_given(Json member) { return member && member.type() != Json::Type::Null; }
  std::string member_path(std::string_view name) const {
    return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
  }
  void broken(std::string_view name, std::string message) {
    problems_.add(IssueCode::ElementBroken, member_path(name), std::move(message), "see docs/course-json.md");
  }

  Json object_;
  std::string path_;
  Problems& problems_;
  bool usable_ = true;
};

/// Why this object is no course that can be read; empty when it is one.
std::string reason_against(Json root) {
  if (root["format"].text() != kFormat) return "this is not a course: its format is not \"restage-course\"";
  const auto version = root["version"].decimal();
  if (!version || *version != Decimal::of(kVersion))
    return "the course is of another version of the format than " + std::to_string(kVersion);
  return {};
}

Course course_of(Json root, Problems& problems) {
  Course course;
  MemberReader reader(root, {}, problems);
  members_of(reader, course);
  return course;
}

/// Puts lines together until a JSON value that may spread over several is complete.
class ObjectLines {
 public:
  /// True when the line completes one; text() is valid until the next call.
  bool take(std::string_view line, std::size_t number) {
    if (depth_ == 0) {
      text_.clear();
      first_line_ = number;
    }
    bool quoted = false;  // a text never goes over the end of a line
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      if (quoted) {
        if (c == '\\') ++i;
        quoted = c != '"';
        continue;
      }
      quoted = c == '"';
      if (c == '{' || c == '[') ++depth_;
      if ((c == '}' || c == ']') && depth_ > 0) --depth_;
    }
    text_.append(line).append("\n");
    return depth_ == 0 && !text::trim(text_).empty();
  }
  bool is_open() const noexcept { return depth_ > 0; }
  std::string_view text() const noexcept { return text_; }
  std::size_t first_line() const noexcept { return first_line_; }

 private:
  std::string text_;
  std::size_t depth_ = 0;
  std::size_t first_line_ = 0;
};

class CourseInput {
 public:
  CourseInput(const std::string& file, const ReadOptions& options)
      : file_(file),
        options_(options),
        courses_(options.spill_folder, {options.spill_folder.empty() ? std::max(options.memory_limit, options.at_once())
                                                                     : options.memory_limit,
                                        options.at_once()}) {
    result_.format = "course-json";
  }

  Result<void> take(ByteSource& source) {
    LineSource lines(source, options_.at_once());
    ObjectLines objects;
    for (;;) {
      const auto more = lines.next();
      if (!more && result_.records == 0) return more.error();
      if (!more || !*more) {
        if (!more || objects.is_open())
          refuse(IssueCode::InputUnreadable, file_ + ": line " + std::to_string(lines.number()),
                 more ? "the text ends inside a course; those before it are used" : more.error().message,
                 "send the file again, complete");
        return {};
      }
      if (!objects.take(lines.line(), lines.number())) continue;
      if (auto taken = take_object(objects); !taken) return taken;
    }
  }

  Result<ReadResult> give(const CourseSink& sink) {
    auto done = courses_.drain([&](const KeyedSpill::Group& group) -> Result<void> {
      give_group(group, sink);
      return {};
    });
    if (!done) return done.error();
    return std::move(result_);
  }

 private:
  void refuse(IssueCode code, std::string path, std::string message, std::string remedy) {
    result_.refused = true;
    result_.issues.push_back(make_issue(code, std::move(path), std::move(message), std::move(remedy)));
  }

  Result<void> take_object(const ObjectLines& object) {
    ++result_.records;
    const std::string line = std::to_string(object.first_line());
    const std::string place = file_ + ": line " + line;
    if (document_.parse(object.text(), options_.depth_limit) != JsonFault::None) {
      refuse(IssueCode::ResourceBroken, place, "the JSON is not well-formed",
             "check that the file was written and sent completely");
      return {};
    }
    if (std::string reason = reason_against(document_.root()); !reason.empty()) {
      refuse(IssueCode::ResourceBroken, place, std::move(reason), "see docs/course-json.md");
      return {};
    }
    ++result_.records_used;
    return courses_.add(document_.root()["patient"].text(), line + " " + std::string(object.text()));
  }

  void give_group(const KeyedSpill::Group& group, const CourseSink& sink) {
    if (group.too_large)
      refuse(IssueCode::InputUnreadable, file_, "the courses of one patient are more than is read at once",
             "write fewer facts of one patient");
    std::vector<Course> courses;
    for (const std::string_view piece : group.pieces) {
      const std::size_t blank = piece.find(' ');
      Problems problems{file_ + ": line " + std::string(piece.substr(0, blank)), {}};
      if (document_.parse(piece.substr(blank + 1), options_.depth_limit) != JsonFault::None) continue;
      Course course = course_of(document_.root(), problems);
      for (DataIssue& issue : problems.issues) {
        result_.refused = result_.refused || issue.severity == Severity::Error;
        course.issues.push_back(std::move(issue));
      }
      courses.push_back(std::move(course));
    }
    for (Course& course : merge_courses(std::move(courses))) {
      const auto is_error = [](const DataIssue& issue) { return issue.severity == Severity::Error; };
      result_.refused = result_.refused || std::any_of(course.issues.begin(), course.issues.end(), is_error);
      sink(std::move(course));
    }
  }

  const std::string& file_;
  const ReadOptions& options_;
  KeyedSpill courses_;
  JsonDocument document_;
  ReadResult result_;
};

class CourseJsonReader final : public Reader {
 public:
  std::string_view format() const override { return "course-json"; }

  bool recognises(std::string_view bytes) const override {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    for (const std::string_view part : {"{", "\"format\"", ":", "\"restage-course\""}) {
      bytes = text::trim(bytes);
      if (!bytes.starts_with(part)) return false;
      bytes.remove_prefix(part.size());
    }
    return true;
  }

  ReadResult read(const std::string& file_name, std::string_view bytes, const ReadOptions& given) const override {
    ReadOptions options = given;
    options.spill_folder.clear();
    options.memory_limit = std::numeric_limits<std::size_t>::max();  // it is in memory already
    std::vector<Course> courses;
    auto result = read_each(file_name, *ByteSource::from_memory(bytes), options,
                            [&](Course&& course) { courses.push_back(std::move(course)); });
    if (!result) {
      ReadResult refused;
      refused.format = format();
      refused.refused = true;
      refused.issues.push_back(
          make_issue(IssueCode::InputUnreadable, file_name, result.error().message, "write one course a line"));
      return refused;
    }
    result->courses = std::move(courses);
    return std::move(result).value();
  }

  Result<ReadResult> read_each(const std::string& file_name, ByteSource& source, const ReadOptions& options,
                               const CourseSink& sink) const override {
    CourseInput input(file_name, options);
    if (auto taken = input.take(source); !taken) return taken.error();
    return input.give(sink);
  }
};

}  // namespace

const Reader& reader() {
  static const CourseJsonReader instance;
  return instance;
}

Result<Course> read_course(std::string_view json) {
  JsonDocument document;
  if (document.parse(json, ReadOptions().depth_limit) != JsonFault::None)
    return Error{ErrorCode::Malformed, "the course is not well-formed JSON", {}};
  if (std::string reason = reason_against(document.root()); !reason.empty())
    return Error{ErrorCode::NotSupported, std::move(reason), {}};
  Problems problems;
  Course course = course_of(document.root(), problems);
  if (!problems.issues.empty())
    return Error{ErrorCode::Malformed, problems.issues.front().message, problems.issues.front().path};
  return course;
}

}  // namespace restage::course_json
