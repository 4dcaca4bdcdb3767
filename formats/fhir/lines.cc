// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/lines.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "base/json_writer.h"
#include "base/keyed_spill.h"
#include "base/line_source.h"
#include "base/text.h"
#include "formats/fhir/patients.h"
#include "formats/fhir/shared_resources.h"
#include "formats/fhir/xml_text.h"

namespace restage::fhir {
namespace {

/// The patient a resource is about, as far as the resource itself says; empty when it says nothing.
std::string patient_key(const Resource& resource) {
  if (resource.type == "Patient") return patient_id(resource);
  std::string_view reference = resource.body["subject"]["reference"].text();
  if (reference.empty()) reference = resource.body["patient"]["reference"].text();
  if (reference.empty()) return {};
  if (const Json inside = ReferenceIndex::contained(resource, reference)) return std::string(inside["id"].text());
  const std::string_view key = type_and_id(reference);
  return std::string(key.starts_with("Patient/") ? key.substr(8) : id_in(reference));
}

/// A few names, for what is said of several inputs at once.
std::string names_of(const std::deque<std::string>& files) {
  std::string names;
  for (std::size_t i = 0; i < files.size() && i < 3; ++i) names += (i == 0 ? "" : ", ") + files[i];
  return files.size() > 3 ? names + " and " + std::to_string(files.size() - 3) + " more" : names;
}

}  // namespace

class SortedInput {
 public:
  explicit SortedInput(const ReadOptions& options)
      : options_(options),
        limits_{options.spill_folder.empty() ? std::max(options.memory_limit, options.at_once()) : options.memory_limit,
                options.at_once()},
        lines_(options.spill_folder, limits_),
        shared_(options.memory_limit / 2) {
    result_.format = "FHIR";
  }

  /// What follows comes from this input.
  void begin(const std::string& file) {
    files_.push_back(file);
    file_ = file;
  }

  /// Sorts the lines by patient.
  Result<void> take(ByteSource& source) {
    const std::size_t before = result_.records;
    LineSource lines(source, options_.at_once());
    for (;;) {
      const auto more = lines.next();
      if (!more) {
        if (result_.records == before) return more.error();
        report_end(more.error(), lines.number());
        return {};
      }
      if (!*more) return {};
      const std::string_view line = text::trim(lines.line());
      if (line.empty()) continue;
      if (auto taken = take_line(line, lines.number()); !taken) return taken;
    }
  }

  /// Sorts the resources of an input that is no list of lines.
  Result<void> take_whole(std::string_view bytes) {
    SourceText text;
    resources_ = text.load(file_, bytes, options_, result_);
    std::erase_if(resources_, [](const Resource& resource) { return resource.key.find('#') != std::string::npos; });
    seen_ += resources_.size();
    for (const Resource& resource : resources_) note_patient(resource);
    auto taken = take_apart();
    resources_.clear();
    return taken;
  }

  void refuse(IssueCode code, std::string path, std::string message, std::string remedy) {
    result_.refused = true;
    result_.issues.push_back(make_issue(code, std::move(path), std::move(message), std::move(remedy)));
  }

  Result<ReadResult> give(const CourseSink& sink) {
    file_ = names_of(files_);
    shared_.seal(options_.depth_limit);
    settle_other_names();
    const auto read_group = [&](const KeyedSpill::Group& group) -> Result<void> {
      read_patient(group, sink);
      return {};
    };
    if (other_names_.empty()) {
      if (auto done = lines_.drain(read_group); !done) return done.error();
      return std::move(result_);
    }
    KeyedSpill renamed(options_.spill_folder, limits_);
    const auto rename = [&](const KeyedSpill::Group& group) -> Result<void> {
      if (group.too_large) report_too_large();
      const auto other = other_names_.find(std::string(group.key));
      for (const std::string_view piece : group.pieces)
        if (auto added = renamed.add(other == other_names_.end() ? group.key : other->second, piece); !added)
          return added;
      return {};
    };
    if (auto done = lines_.drain(rename); !done) return done.error();
    if (auto done = renamed.drain(read_group); !done) return done.error();
    return std::move(result_);
  }

 private:
  /// A piece carries the number of its input.
  Result<void> add_piece(std::string_view key, std::string_view json) {
    piece_.assign("[").append(std::to_string(files_.size() - 1)).append(",").append(json).append("]");
    return lines_.add(key, piece_);
  }
  void report_end(const Error& error, std::size_t line) {
    refuse(IssueCode::InputUnreadable, file_ + ": line " + std::to_string(line + 1),
           error.message + "; the lines before it are used", "send the file again, complete");
  }
  void report_too_large() {
    refuse(IssueCode::InputUnreadable, file_,
           "the records of one patient, or those without one, are more than is read at once; they were not used",
           "send the subject of every resource, and fewer records of one patient");
  }

  Result<void> take_line(std::string_view line, std::size_t number) {
    const std::string place = "line " + std::to_string(number);
    if (const JsonFault fault = document_.parse(line, options_.depth_limit); fault != JsonFault::None) {
      ++result_.records;
      report_fault(fault, file_ + ": " + place, result_);
      return {};
    }
    resources_.clear();
    collect_resources(document_.root(), place, file_, result_, resources_);
    std::erase_if(resources_, [](const Resource& resource) { return resource.key.find('#') != std::string::npos; });
    seen_ += resources_.size();
    std::set<std::string> patients;
    for (const Resource& resource : resources_) {
      note_patient(resource);
      if (std::string key = patient_key(resource); !key.empty()) patients.insert(std::move(key));
    }
    if (patients.size() > 1) return take_apart();
    const bool used = !patients.empty() || std::any_of(resources_.begin(), resources_.end(), gives_facts);
    for (const Resource& resource : resources_)
      if (!gives_facts(resource) && patient_key(resource).empty()) share(resource);
    if (!used) return {};
    return add_piece(patients.empty() ? std::string() : *patients.begin(), line);
  }

  /// A Bundle of several patients: each resource goes its own way.
  Result<void> take_apart() {
    for (const Resource& resource : resources_) {
      const std::string key = patient_key(resource);
      if (key.empty() && !gives_facts(resource)) {
        share(resource);
        continue;
      }
      std::string entry;
      JsonWriter writer(entry);
      writer.begin_object().member("fullUrl", resource.full_url).key("resource").raw(resource.body.compact());
      writer.end_object();
      if (auto added = add_piece(key, entry); !added) return added;
    }
    return {};
  }

  void share(const Resource& resource) {
    if (shared_.add(resource) || said_full_) return;
    said_full_ = true;
    refuse(IssueCode::InputUnreadable, file_,
           "there are more medications and specimens without a patient than are kept",
           "send them inside the records that name them");
  }

  /// That this patient exists, and the end of its address where that is not its id.
  void note_patient(const Resource& resource) {
    if (resource.type != "Patient") return;
    shared_.note(resource);
    if (resource.full_url.empty()) return;
    const std::string id = patient_id(resource);
    if (const std::string_view tail = id_in(resource.full_url); tail != id) other_names_.emplace(tail, id);
  }

  /// Drops names that another patient has as its id.
  void settle_other_names() {
    std::erase_if(other_names_, [&](const auto& name) { return shared_.knows("Patient/" + name.first); });
  }

  void read_patient(const KeyedSpill::Group& group, const CourseSink& sink) {
    if (group.too_large) {
      report_too_large();
      return;
    }
    text_ = "[";
    for (const std::string_view piece : group.pieces) text_.append(text_.size() > 1 ? "," : "").append(piece);
    text_ += ']';
    if (document_.parse(text_, options_.depth_limit + 3) != JsonFault::None) {
      report_too_large();  // each piece was well-formed
      return;
    }
    ReadResult unused;  // what is wrong with the resources was said when the line was read
    resources_.clear();
    document_.root().each([&](Json piece) {
      const std::string* file = nullptr;
      piece.each([&](Json part) {
        if (part.type() == Json::Type::Number) {
          file = &files_[std::stoul(part.decimal()->text())];
          return;
        }
        const std::size_t first = resources_.size();
        collect_resources(part, {}, {}, unused, resources_);
        for (std::size_t i = first; i < resources_.size(); ++i) resources_[i].file = file;
      });
    });
    const ReferenceIndex index(resources_, &shared_);
    for (Course& course : read_patients(file_, resources_, index, seen_ < 2, result_)) sink(std::move(course));
  }

  std::deque<std::string> files_;  ///< their names stay where they are
  std::string file_;               ///< the one being read
  const ReadOptions& options_;
  KeyedSpill::Limits limits_;
  KeyedSpill lines_;
  SharedResources shared_;
  std::map<std::string, std::string> other_names_;  ///< end of a patient's address: its id
  ReadResult result_;
  JsonDocument document_;
  std::vector<Resource> resources_;
  std::string text_, piece_;
  std::size_t seen_ = 0;
  bool said_full_ = false;
};

LineWise is_line_wise(std::string_view text, bool whole) {
  const LineWise open = whole ? LineWise::No : LineWise::Unknown;
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return open;
  if (text[start] != '{') return LineWise::No;
  const std::size_t end = text.find('\n', start);
  if (end == std::string_view::npos) return open;
  const std::string_view line = text::trim(text.substr(start, end - start));
  if (line.size() < 2 || line.back() != '}') return LineWise::No;
  const std::size_t next = text.find_first_not_of(" \t\r\n", end);
  if (next == std::string_view::npos) return open;
  return text[next] == '{' ? LineWise::Yes : LineWise::No;
}

Result<LineWise> look_ahead(ByteSource& source, const ReadOptions& options, std::string& head) {
  constexpr std::size_t kHead = std::size_t{64} << 10;
  LineWise line_wise = LineWise::Unknown;
  for (bool at_end = false; line_wise == LineWise::Unknown && !at_end;) {
    const std::size_t filled = head.size();
    if (filled > options.at_once()) break;  // one value, and too long: said where it is read
    head.resize(std::max(filled * 2, kHead));
    const auto count = source.read(head.data() + filled, head.size() - filled);
    if (!count) return count.error();
    head.resize(filled + *count);
    at_end = *count == 0;
    const std::string_view text = head;
    line_wise = is_line_wise(text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text, at_end);
  }
  return line_wise;
}

Result<ReadResult> read_lines(const std::string& file, ByteSource& source, const ReadOptions& options,
                              const CourseSink& sink) {
  SortedInput input(options);
  input.begin(file);
  if (auto taken = input.take(source); !taken) return taken.error();
  return input.give(sink);
}

SeveralInputs::SeveralInputs(const ReadOptions& options)
    : options_(options), sorted_(std::make_unique<SortedInput>(options)) {}
SeveralInputs::~SeveralInputs() = default;

Result<void> SeveralInputs::take_lines(const std::string& file, ByteSource& source) {
  sorted_->begin(file);
  return sorted_->take(source);
}

Result<void> SeveralInputs::take(const std::string& file, ByteSource& source) {
  std::string head;
  const auto line_wise = look_ahead(source, options_, head);
  if (!line_wise) return line_wise.error();
  const auto whole = ByteSource::after(std::move(head), source);
  if (*line_wise == LineWise::Yes) return take_lines(file, *whole);
  const auto bytes = read_all(*whole, options_.at_once());
  if (!bytes) return bytes.error();
  sorted_->begin(file);
  if (!is_fhir_xml(*bytes)) return sorted_->take_whole(*bytes);
  const XmlConversion xml = convert_xml(*bytes, options_.depth_limit);
  if (const auto problem = problem_of(xml, file))
    sorted_->refuse(problem->code, problem->path, problem->message, problem->remedy);
  return xml.json.empty() ? Result<void>() : sorted_->take_whole(xml.json);
}

Result<ReadResult> SeveralInputs::give(const CourseSink& sink) { return sorted_->give(sink); }

}  // namespace restage::fhir
