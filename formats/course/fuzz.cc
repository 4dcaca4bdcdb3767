// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "formats/course/course_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const restage::ReadResult result = restage::course_file::reader().read("fuzz", text, {});
  if (result.courses.empty() && result.issues.empty()) std::abort();
  return 0;
}
