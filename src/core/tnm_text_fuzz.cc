// SPDX-License-Identifier: Apache-2.0
// Whatever was read must read again to the same value: the canonical form is a fixed point.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/tnm_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const std::optional<restage::Axis> axis :
       {std::optional<restage::Axis>(), std::optional(restage::Axis::T), std::optional(restage::Axis::N),
        std::optional(restage::Axis::M), std::optional(restage::Axis::Group)}) {
    const restage::TnmText reading = restage::read_tnm(text, axis);
    if (!reading.is_read()) {
      if (reading.reason.empty()) std::abort();
      continue;
    }
    const restage::TnmText again = restage::read_tnm(reading.prefix + reading.category, reading.axis);
    if (!again.is_read() || again.category != reading.category || again.axis != reading.axis) std::abort();
  }
  restage::read_tnm_list(text);
  return 0;
}
