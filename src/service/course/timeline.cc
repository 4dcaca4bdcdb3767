// SPDX-License-Identifier: Apache-2.0
#include "service/course/timeline.h"

#include <algorithm>
#include <set>
#include <thread>
#include <utility>

#include "base/text.h"
#include "rules/run/pack_library.h"
#include "service/course/course_inputs.h"
#include "stream/pipeline.h"
#include "timeline/timeline.h"

namespace restage::service {
namespace {

Result<timeline::Options> options_of(const TimelineRequest& request) {
  timeline::Options options;
  options.assume_cm0 = request.assume_cm0;
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

/// Courses to timelines, some at a time, by builders that keep their lookups warm.
class Builders {
 public:
  /// The packs must outlive the builders.
  static Result<Builders> create(const rules::PackLibrary& library, const timeline::Options& options,
                                 std::size_t threads) {
    Builders builders;
    for (std::size_t i = 0; i < threads; ++i) {
      auto builder = timeline::Builder::create(library, options);
      if (!builder) return std::move(builder).error();
      builders.builders_.push_back(std::move(*builder));
    }
    return builders;
  }

  /// False when the sink stopped.
  bool build(std::vector<Course>& courses, const PatientSink& sink) {
    struct Block {
      Course course;
      statement::PatientTimeline timeline;
    };
    std::size_t next = 0, worker = 0;
    bool goes_on = true;
    stream::Steps<Block> steps;
    steps.read = [&](Block& block) -> Result<bool> {
      if (next == courses.size()) return false;
      block.course = std::move(courses[next++]);
      return true;
    };
    steps.make_worker = [&] {
      return [&builder = builders_[worker++]](Block& block) -> Result<void> {
        block.timeline = builder.build(std::move(block.course));
        return {};
      };
    };
    steps.write = [&](Block& block) { return goes_on = sink(std::move(block.timeline)); };
    const auto done = stream::run(std::min(builders_.size(), std::max<std::size_t>(1, courses.size())), steps);
    RESTAGE_ASSERT(done.has_value());  // nothing here fails
    return goes_on && done;
  }

 private:
  std::vector<timeline::Builder> builders_;
};

std::size_t threads_for(const TimelineRequest& request, std::size_t courses) {
  const std::size_t wanted =
      request.threads > 0 ? request.threads : std::max<std::size_t>(1, std::thread::hardware_concurrency());
  return std::min(wanted, std::max<std::size_t>(1, courses));  // a builder is dear, one patient needs one
}

}  // namespace

Result<TimelineOutcome> timeline(TimelineRequest& request, const PatientSink& sink) {
  auto options = options_of(request);
  if (!options) return std::move(options).error();
  const auto packs = packs_or_embedded(request.packs);
  if (!packs) return packs.error();
  if (auto known = check_editions(**packs, request.editions); !known) return std::move(known).error();
  auto read = read_course_inputs(request.inputs);
  if (!read) return std::move(read).error();
  std::vector<Course>& courses = read->courses;
  if (!request.patient.empty())
    std::erase_if(courses, [&](const Course& course) { return course.patient != request.patient; });
  if (!request.patient.empty() && courses.empty())
    return Error{ErrorCode::NotFound, "no patient " + request.patient + " in the input", ""};
  auto builders = Builders::create(**packs, *options, threads_for(request, courses.size()));
  if (!builders) return std::move(builders).error();
  TimelineOutcome outcome;
  bool refused = read->refused || holds_error(read->issues);
  builders->build(courses, [&](statement::PatientTimeline&& patient) {
    refused = refused || holds_error(patient.issues);
    ++outcome.patients;
    return sink(std::move(patient));
  });
  outcome.issues = std::move(read->issues);
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
