// SPDX-License-Identifier: Apache-2.0
#include "service/course/timeline.h"

#include <algorithm>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "base/text.h"
#include "primaries/primary_rules.h"
#include "rules/run/pack_library.h"
#include "service/course/course_inputs.h"
#include "stream/pipeline.h"
#include "timeline/timeline.h"

namespace restage::service {
namespace {

Result<timeline::Options> options_of(const TimelineRequest& request) {
  timeline::Options options;
  options.assume_cm0 = request.assume_cm0;
  options.strict = request.strict;
  options.editions = request.editions;
  const std::pair<const std::string*, PartialDate*> dates[] = {{&request.as_of, &options.as_of},
                                                               {&request.known_by, &options.known_by}};
  for (const auto& [text, date] : dates) {
    if (text->empty()) continue;
    const auto parsed = PartialDate::parse(*text);
    if (!parsed) return Error{ErrorCode::InvalidArgument, "not a date; write it as 2024-03-17, 2024-03 or 2024", *text};
    *date = *parsed;
  }
  return options;
}

/// An edition that no pack has is a slip of the pen, not a result without tables.
Result<void> check_editions(const rules::PackLibrary& library, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return {};
  std::set<std::string> known;
  for (const std::string& site : library.sites())
    for (std::string& edition : library.editions_of(site)) known.insert(std::move(edition));
  for (const std::string& edition : wanted)
    if (!known.contains(edition))
      return Error{ErrorCode::InvalidArgument,
                   "no staging table has this edition; there are " + text::join({known.begin(), known.end()}, " "),
                   "--edition " + edition};
  return {};
}

/// Courses to timelines, a batch at a time, by builders that keep their lookups warm. The packs must outlive it.
class Builders {
 public:
  Builders(const rules::PackLibrary& library, timeline::Options options, std::size_t threads, const PatientSink& sink)
      : library_(library), options_(std::move(options)), threads_(threads), sink_(sink) {}

  /// One builder, to know that there can be any.
  Result<void> prepare() { return add_builder(); }
  Result<void> add(Course&& course) {
    courses_.push_back(std::move(course));
    return courses_.size() < kBatch ? Result<void>() : finish();
  }
  /// Builds and hands over what was added since.
  Result<void> finish() {
    const std::size_t threads = std::min(threads_, std::max<std::size_t>(1, courses_.size()));
    while (builders_.size() < threads)  // a builder is dear, one patient needs one
      if (auto added = add_builder(); !added) return added;
    std::size_t next = 0, worker = 0;
    stream::Steps<Block> steps;
    steps.read = [&](Block& block) -> Result<bool> {
      if (next == courses_.size() || !goes_on_) return false;
      block.course = std::move(courses_[next++]);
      return true;
    };
    steps.make_worker = [&] {
      return [&builder = builders_[worker++]](Block& block) -> Result<void> {
        block.timeline = builder.build(std::move(block.course));
        return {};
      };
    };
    steps.write = [&](Block& block) { return goes_on_ = sink_(std::move(block.timeline)); };
    auto done = stream::run(threads, steps);
    courses_.clear();
    return done;
  }

 private:
  struct Block {
    Course course;
    statement::PatientTimeline timeline;
  };
  static constexpr std::size_t kBatch = 256;

  Result<void> add_builder() {
    auto builder = timeline::Builder::create(library_, options_);
    if (!builder) return std::move(builder).error();
    builders_.push_back(std::move(*builder));
    return {};
  }

  const rules::PackLibrary& library_;
  timeline::Options options_;
  std::size_t threads_;
  const PatientSink& sink_;
  std::vector<timeline::Builder> builders_;
  std::vector<Course> courses_;
  bool goes_on_ = true;
};

std::size_t threads_for(const TimelineRequest& request) {
  return request.threads > 0 ? request.threads : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

}  // namespace

Result<TimelineOutcome> timeline(TimelineRequest& request, const PatientSink& sink) {
  auto options = options_of(request);
  if (!options) return std::move(options).error();
  const auto packs = packs_or_embedded(request.packs);
  if (!packs) return packs.error();
  if (auto known = check_editions(**packs, request.editions); !known) return std::move(known).error();
  std::optional<primaries::PrimaryRules> pair_rules;
  if (!request.primaries.empty()) {
    auto loaded = primaries::PrimaryRules::load(**packs, request.primaries);
    if (!loaded) return std::move(loaded).error();
    pair_rules = std::move(*loaded);
  }
  TimelineOutcome outcome;
  bool refused = false;
  const PatientSink counted = [&](statement::PatientTimeline&& patient) {
    refused = refused || holds_error(patient.issues);
    ++outcome.patients;
    if (pair_rules) patient.primaries = pair_rules->judge_all(patient.course);
    return sink(std::move(patient));
  };
  Builders builders(**packs, std::move(*options), threads_for(request), counted);
  if (auto ready = builders.prepare(); !ready) return std::move(ready).error();
  std::optional<Error> failed;
  const auto read = read_course_inputs(request.inputs, request.spill_folder, [&](Course&& course) {
    if (failed || (!request.patient.empty() && course.patient != request.patient)) return;
    if (auto added = builders.add(std::move(course)); !added) failed = std::move(added).error();
  });
  if (!failed)
    if (auto finished = builders.finish(); !finished) failed = std::move(finished).error();
  if (failed) return std::move(*failed);
  if (!read) return read.error();
  if (!request.patient.empty() && outcome.patients == 0)
    return Error{ErrorCode::NotFound, "no patient " + request.patient + " in the input", ""};
  refused = refused || read->refused || holds_error(read->issues);
  outcome.issues = read->issues;
  outcome.status = refused ? Status::DoneWithRefusals : Status::Done;
  return outcome;
}

std::string replay_text(const TimelineRequest& request) {
  std::string text;
  if (!request.as_of.empty()) text = "as of " + request.as_of;
  if (!request.known_by.empty()) text += (text.empty() ? "" : ", ") + ("known by " + request.known_by);
  return text;
}

}  // namespace restage::service
