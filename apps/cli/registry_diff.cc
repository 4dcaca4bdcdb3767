// SPDX-License-Identifier: Apache-2.0
// `restage registry --diff OLD NEW [--impact CASES]`.
#include <fmt/format.h>

#include "apps/cli/registry_run.h"
#include "base/text.h"
#include "registry/archive.h"
#include "registry/diff.h"

namespace restage::cli {

int run_diff(Console& console, const RegistryOptions& options) {
  const auto before = registry::load_definition(options.diff[0]);
  const auto after = registry::load_definition(options.diff[1]);
  for (const auto* definition : {&before, &after})
    if (!*definition) {
      report_error(console, definition->error());
      return kUsage;
    }
  const auto changes = registry::compare_algorithms(*before, *after);
  std::string out;
  if (options.json) {
    JsonWriter writer(out, 2);
    registry::changes_json(*before, *after, changes, writer);
    out += '\n';
  } else {
    out = registry::changes_text(*before, *after, changes);
  }
  console.out(out);
  return kDone;
}

namespace {

// Adds every case of a file; unreadable lines are reported and counted.
Result<void> add_cases(Console& console, const std::string& file, registry::ImpactRun& run) {
  auto source = ByteSource::open(file);
  if (!source) return source.error();
  registry::LineBlocks blocks(std::move(source).value());
  IssueReport report(console, file);
  for (;;) {
    registry::Block block;
    const auto more = blocks.next(block);
    if (!more) return more.error();
    if (!*more || interruption_flag().load()) return {};
    std::uint64_t record = block.first_record;
    for (const std::string_view line : text::split(block.input, '\n')) {
      const std::uint64_t number = record++;
      if (text::trim(line).empty()) continue;
      const auto parsed = registry::parse_case_line(line);
      if (parsed) {
        run.add(parsed->first, parsed->second);
        continue;
      }
      ++run.impact().unreadable;
      report.add({make_issue(IssueCode::InputUnreadable, fmt::format("record {}", number), parsed.error().message, R"(write one line {"id":…,"input":{…}} a case)")});
    }
  }
}

}  // namespace

int run_impact(Console& console, const RegistryOptions& options) {
  RegistryOptions both = options;
  both.algorithms = options.diff;
  const auto algorithms = load_algorithms(both);
  if (!algorithms) {
    report_error(console, algorithms.error());
    return kUsage;
  }
  registry::ImpactRun run((*algorithms)[0].program, (*algorithms)[1].program);
  for (const std::string& file : options.impact)
    if (const auto added = add_cases(console, file, run); !added) {
      report_error(console, added.error());
      return kUsage;
    }
  std::string out;
  if (options.json) {
    JsonWriter writer(out, 2);
    registry::impact_json(run.impact(), writer);
    out += '\n';
  } else {
    out = registry::impact_text(run.impact());
  }
  console.out(out);
  return run.impact().unreadable > 0 ? kDoneWithRefusals : kDone;
}

}  // namespace restage::cli
