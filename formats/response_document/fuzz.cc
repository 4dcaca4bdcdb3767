// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "formats/response_document/reader.h"
#include "formats/response_document/visit_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace document = restage::response_document;
  const std::string text(reinterpret_cast<const char*>(data), size);
  document::Reader reader(restage::ByteSource::from_memory(text), "fuzz");
  document::Record record;
  for (;;) {
    const auto more = reader.next(record);
    if (!more || !*more) break;
    // A refused record says why.
    if (!record.subject && record.issues.empty()) std::abort();
  }
  if (document::looks_like_visit_table(text)) document::read_visit_table(text, "fuzz");
  return 0;
}
