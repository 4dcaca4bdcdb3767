// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "formats/fhir/fhir_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  restage::ReadOptions options;
  options.depth_limit = 64;
  const restage::ReadResult result = restage::fhir::reader().read("fuzz", text, options);
  if (result.refused && result.issues.empty()) {
    // A refusal must say why, here or in a course.
    bool said = false;
    for (const restage::Course& course : result.courses) said = said || !course.issues.empty();
    if (!said) std::abort();
  }
  return 0;
}
