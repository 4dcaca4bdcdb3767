// SPDX-License-Identifier: Apache-2.0
// `restage registry --diff OLD NEW`.
#include <fmt/format.h>

#include "apps/cli/registry_run.h"
#include "base/json_writer.h"
#include "registry/archive/archive.h"
#include "registry/explain/diff.h"

namespace restage::cli {

int run_diff(Console& console, const RegistryOptions& options) {
  const auto before = registry::load_definition(options.diff[0]);
  const auto after = registry::load_definition(options.diff[1]);
  for (const auto* definition : {&before, &after})
    if (!*definition) {
      report_error(console, definition->error());
      return kUsage;
    }
  if (before->name != after->name)
    console.err(
        fmt::format("restage: {} and {} are different algorithms, not versions of one\n", before->name, after->name));
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

}  // namespace restage::cli
