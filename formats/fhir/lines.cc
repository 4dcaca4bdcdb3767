// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/lines.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/json_writer.h"
#include "base/keyed_spill.h"
#include "base/line_source.h"
#include "base/text.h"
#include "formats/fhir/patients.h"
#include "formats/fhir/shared_resources.h"

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

class LineWiseInput {
 public:
  LineWiseInput(const std::string& file, const ReadOptions& options)
      : file_(file),
        options_(options),
        limits_{options.spill_folder.empty() ? std::max(options.memory_limit, options.at_once()) : options.memory_limit,
                options.at_once()},
        lines_(options.spill_folder, limits_),
        shared_(options.memory_limit / 2) {
    result_.format = "FHIR";
  }

  /// Sorts the lines by patient.
  Result<void> take(ByteSource& source) {
    LineSource lines(source, options_.at_once());
    for (;;) {
      const auto more = lines.next();
      if (!more) {
        if (result_.records == 0) return more.error();
        report_end(more.error(), lines.number());
        return {};
      }
      if (!*more) return {};
      const std::string_view line = text::trim(lines.line());
      if (line.empty()) continue;
      if (auto taken = take_line(line, lines.number()); !taken) return taken;
    }
  }

  Result<ReadResult> give(const CourseSink& sink) {
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
  void refuse(IssueCode code, std::string path, std::string message, std::string remedy) {
    result_.refused = true;
    result_.issues.push_back(make_issue(code, std::move(path), std::move(message), std::move(remedy)));
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
    return lines_.add(patients.empty() ? std::string() : *patients.begin(), line);
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
      if (auto added = lines_.add(key, entry); !added) return added;
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
    if (document_.parse(text_, options_.depth_limit + 2) != JsonFault::None) {
      report_too_large();  // each piece was well-formed
      return;
    }
    ReadResult unused;  // what is wrong with the resources was said when the line was read
    resources_.clear();
    document_.root().each([&](Json value) { collect_resources(value, {}, {}, unused, resources_); });
    const ReferenceIndex index(resources_, &shared_);
    for (Course& course : read_patients(file_, resources_, index, seen_ < 2, result_)) sink(std::move(course));
  }

  const std::string& file_;
  const ReadOptions& options_;
  KeyedSpill::Limits limits_;
  KeyedSpill lines_;
  SharedResources shared_;
  std::map<std::string, std::string> other_names_;  ///< end of a patient's address: its id
  ReadResult result_;
  JsonDocument document_;
  std::vector<Resource> resources_;
  std::string text_;
  std::size_t seen_ = 0;
  bool said_full_ = false;
};

}  // namespace

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

Result<ReadResult> read_lines(const std::string& file, ByteSource& source, const ReadOptions& options,
                              const CourseSink& sink) {
  LineWiseInput input(file, options);
  if (auto taken = input.take(source); !taken) return taken.error();
  return input.give(sink);
}

}  // namespace restage::fhir
