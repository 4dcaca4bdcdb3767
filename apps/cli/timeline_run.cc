// SPDX-License-Identifier: Apache-2.0
#include "apps/cli/timeline_run.h"

#include <utility>

#include "apps/cli/shell.h"

namespace restage::cli {

void TimelineOptions::declare(OptionSet& options) {
  options.text("--as-of", as_of, "DATE", "use only what was true by this day");
  options.text("--known-by", known_by, "DATE", "use only what had been recorded by this day");
  options.text("--edition", editions, "LIST",
               "edition, or several separated by commas: 8,9 (otherwise the one in force at diagnosis)");
  options.text("--patient", patient, "ID", "this patient only");
  options.text("--primaries", primaries, "RULES",
               "whether each two tumors are one primary or two, by SEER, IARC, Martini or ACCP");
  options.text("--packs", packs, "DIR", "packs of this folder beside and before those of the program");
  options.flag("--assume-cm0", assume_cm0, "count M without any evidence as cM0 and name it as policy");
  options.flag("--strict", strict, "only what is on record counts: nothing is taken as absent by convention");
  options.number("--threads", threads, "N",
                 "worker threads (default: all cores); the output is the same for any number");
  options.positional(files, "FILE", "files to read, - for standard input");
}

Result<service::TimelineRequest> TimelineOptions::request() const {
  service::TimelineRequest request;
  request.as_of = as_of;
  request.known_by = known_by;
  request.editions = list_of(editions);
  request.patient = patient;
  request.primaries = primaries;
  request.assume_cm0 = assume_cm0;
  request.strict = strict;
  if (threads < 0) return Error{ErrorCode::InvalidArgument, "--threads takes a whole number, or 0 for all cores", ""};
  request.threads = static_cast<std::size_t>(threads);
  auto opened = service::open_packs(packs);
  if (!opened) return std::move(opened).error();
  request.packs = std::move(*opened);
  request.inputs = inputs_of(files);
  request.spill_folder = spill_folder();
  return request;
}

}  // namespace restage::cli
