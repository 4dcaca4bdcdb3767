// SPDX-License-Identifier: Apache-2.0
// The JSON of an archive: the synthetic algorithm with one entry replaced by the input (its first byte chooses which).
// What loads is compiled and stages one case, on both engines.
#include <cstdint>

#include "registry/archive/synthetic_archive.h"
#include "registry/run/algorithm_runner.h"
#include "registry/run/reference_interpreter.h"
#include "registry/run/result_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace restage::registry;
  if (size == 0) return 0;
  std::vector<ArchiveEntry> entries = synthetic_archive();
  ArchiveEntry& replaced = entries[data[0] % entries.size()];
  replaced.bytes.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  auto definition = parse_algorithm(entries);
  if (!definition) return 0;
  const auto program = compile(std::make_shared<AlgorithmDefinition>(std::move(definition).value()), 2026);
  if (!program) return 0;
  const CaseText text = {{"site", "C000"}, {"hist", "8000"}, {"year_dx", "2010"}, {"size", "021"}, {"grade", "1"}};
  CaseInput input(**program);
  for (const auto& [key, value] : text) input.set(key, *value);
  AlgorithmRunner stager(*program);
  const StagedText got = staged_text(stager.stage(input), input);
  ReferenceInterpreter reference(*(*program)->definition, 2026);
  if (!(got == reference.stage(text))) __builtin_trap();
  return 0;
}
