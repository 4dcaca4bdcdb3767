// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/timeline_run.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/text.h"
#include "formats/any/any_reader.h"
#include "rules/run/pack_library.h"

namespace restage::cli {
namespace {

int usage(const TimelineRun& run, Console& console, const std::string& message) {
  console.err("restage " + run.command + ": " + message + "\n");
  return kUsage;
}

bool holds_error(const std::vector<DataIssue>& issues) {
  return std::any_of(issues.begin(), issues.end(),
                     [](const DataIssue& issue) { return issue.severity == Severity::Error; });
}

Result<timeline::Options> options_of(const TimelineRun& run) {
  timeline::Options options;
  options.assume_cm0 = run.assume_cm0;
  const std::pair<const std::string*, PartialDate*> dates[] = {{&run.as_of, &options.as_of},
                                                               {&run.known_by, &options.known_by}};
  for (const auto& [text, date] : dates) {
    if (text->empty()) continue;
    const auto parsed = PartialDate::parse(*text);
    if (!parsed) return Error{ErrorCode::InvalidArgument, "not a date; write it as 2024-03-17, 2024-03 or 2024", *text};
    *date = *parsed;
  }
  for (const std::string_view edition : text::split(run.editions, ','))
    if (!text::trim(edition).empty()) options.editions.emplace_back(text::trim(edition));
  return options;
}

/// An edition that no pack has is a slip of the pen, not a result without tables.
Error unknown_edition(const rules::PackLibrary& library, const std::vector<std::string>& wanted) {
  std::set<std::string> known;
  for (const std::string& site : library.sites())
    for (std::string& edition : library.editions_of(site)) known.insert(std::move(edition));
  for (const std::string& edition : wanted)
    if (!known.contains(edition))
      return {ErrorCode::InvalidArgument,
              "no staging table has this edition; there are " + text::join({known.begin(), known.end()}, " "),
              "--edition " + edition};
  return {ErrorCode::InvalidArgument, {}, {}};
}

}  // namespace

void TimelineRun::declare(OptionSet& options) {
  options.text("--as-of", as_of, "DATE", "use only what was true by this day");
  options.text("--known-by", known_by, "DATE", "use only what had been recorded by this day");
  options.text("--edition", editions, "LIST",
               "edition, or several separated by commas: 8,9 (otherwise the one in force at diagnosis)");
  options.text("--patient", patient, "ID", "this patient only");
  options.text("--packs", packs, "DIR", "packs of this folder override those of the program");
  options.flag("--assume-cm0", assume_cm0, "count M without any evidence as cM0 and name it as policy");
  options.positional(files, "FILE", "files to read, - for standard input");
}

ReadOptions streaming_options() {
  ReadOptions options;
  std::error_code none;
  options.spill_folder = std::filesystem::temp_directory_path(none).string();
  return options;
}

std::string replay_text(const TimelineRun& run) {
  std::string text;
  if (!run.as_of.empty()) text = "as of " + run.as_of;
  if (!run.known_by.empty()) text += (text.empty() ? "" : ", ") + ("known by " + run.known_by);
  return text;
}

RunOutcome run_timeline(const TimelineRun& run, Console& console,
                        const std::function<void(statement::PatientTimeline&&)>& sink) {
  RunOutcome outcome;
  if (run.files.empty()) return {usage(run, console, "no file given; see restage " + run.command + " --help"), {}, 0};
  const auto options = options_of(run);
  if (!options) return {usage(run, console, options.error().text()), {}, 0};
  const auto library = run.packs.empty() ? rules::PackLibrary::embedded() : rules::PackLibrary::with_folder(run.packs);
  if (!library) return {usage(run, console, library.error().text()), {}, 0};
  if (const Error unknown = unknown_edition(**library, options->editions);
      !options->editions.empty() && !unknown.message.empty())
    return {usage(run, console, unknown.text()), {}, 0};
  const auto builder = timeline::Builder::create(**library, *options);
  if (!builder) return {usage(run, console, builder.error().text()), {}, 0};
  bool refused = false;
  auto read = read_courses(run.files, streaming_options(), [&](Course&& course) {
    if (!run.patient.empty() && course.patient != run.patient) return;
    statement::PatientTimeline result = builder->build(std::move(course));
    refused = refused || holds_error(result.issues);
    ++outcome.patients;
    sink(std::move(result));
  });
  if (!read) return {usage(run, console, read.error().text()), {}, 0};
  refused = refused || read->refused || holds_error(read->issues);
  if (!run.patient.empty() && outcome.patients == 0)
    return {usage(run, console, "no patient " + run.patient + " in the input"), {}, 0};
  outcome.input_issues = std::move(read->issues);
  outcome.status = refused ? kDoneWithRefusals : kDone;
  return outcome;
}

}  // namespace restage::cli
