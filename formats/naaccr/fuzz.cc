// SPDX-License-Identifier: Apache-2.0
// NAACCR reader: head, blocks, walk. What was read must come back byte for byte.
#include <cstdint>
#include <string>

#include "formats/naaccr/stream.h"
#include "formats/naaccr/walk.h"

namespace {

struct Reader final : restage::naaccr::TumorVisitor {
  std::string_view block;
  std::string buffer;
  void tumor(const restage::naaccr::TumorPlace&, const std::vector<restage::naaccr::ItemPlace>& tumor_items,
             const std::vector<restage::naaccr::ItemPlace>& patient_items) override {
    for (const auto* items : {&tumor_items, &patient_items})
      for (const auto& place : *items) (void)item_value(block, place, buffer);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace restage;
  static const naaccr::ItemTable table;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  naaccr::PatientStream stream(ByteSource::from_memory(input), {});
  const auto head = stream.open();
  if (!head) return 0;
  naaccr::BlockWalker walker(*head, table);
  std::string joined = stream.head_bytes();
  Reader reader;
  for (std::string block;;) {
    const auto more = stream.next(block);
    if (!more || !*more) break;
    std::vector<DataIssue> issues;
    reader.block = block;
    walker.walk(block, 0, false, reader, issues);
    joined += block;
  }
  if (!input.starts_with("\x1F\x8B") && joined != input) __builtin_trap();
  return 0;
}
