// SPDX-License-Identifier: Apache-2.0
// What differs between two versions of an algorithm.
#include "service/registry/registry.h"

#include "base/json_writer.h"
#include "registry/archive/archive.h"
#include "registry/explain/diff.h"
#include "report/json/registry_json.h"
#include "report/terminal/registry_text.h"

namespace restage::service {

Result<VersionDifference> difference_of_versions(const RegistryRequest& request) {
  RESTAGE_ASSERT(request.algorithms.size() == 2);
  const auto before = registry::load_definition(request.algorithms[0]);
  const auto after = registry::load_definition(request.algorithms[1]);
  for (const auto* definition : {&before, &after})
    if (!*definition) return definition->error();
  VersionDifference difference{before->name, after->name, {}};
  const auto changes = registry::compare_algorithms(*before, *after);
  if (request.json) {
    JsonWriter writer(difference.text, 2);
    report::changes_json(*before, *after, changes, writer);
    difference.text += '\n';
  } else {
    difference.text = report::changes_text(*before, *after, changes);
  }
  return difference;
}

}  // namespace restage::service
