// SPDX-License-Identifier: Apache-2.0
#include "service/registry/naaccr_blocks.h"

#include <cstring>

#include "base/output_file.h"

namespace restage::service {

NaaccrBlocks::NaaccrBlocks(naaccr::PatientStream& stream, const naaccr::FileHead& head)
    : stream_(stream), patient_end_("</" + (head.prefix.empty() ? std::string() : head.prefix + ":") + "Patient") {}

Result<bool> NaaccrBlocks::read_ahead() {
  const auto more = stream_.next(ahead_);
  if (!more) {
    failed_ = true;
    failure_ = more.error();
  }
  has_ahead_ = more && *more;
  return has_ahead_;
}

Result<bool> NaaccrBlocks::next(registry::Block& block) {
  if (!started_) {
    started_ = true;
    (void)read_ahead();
  }
  if (!has_ahead_) {
    if (failed_) return failure_;
    return false;
  }
  block.input.swap(ahead_);
  block.first_record = patients_ + 1;
  for (std::size_t at = 0;;) {
    const void* found =
        ::memmem(block.input.data() + at, block.input.size() - at, patient_end_.data(), patient_end_.size());
    if (found == nullptr) break;
    at = static_cast<std::size_t>(static_cast<const char*>(found) - block.input.data()) + 1;
    ++patients_;
  }
  (void)read_ahead();
  block.is_last = !has_ahead_;
  return true;
}

Result<std::shared_ptr<const naaccr::ItemTable>> load_items(const RegistryRequest& request) {
  auto table = std::make_shared<naaccr::ItemTable>();
  for (const std::string& path : request.dictionaries) {
    const auto xml = read_file(path, std::size_t{64} << 20);
    if (!xml) return xml.error();
    if (auto added = table->add_dictionary(*xml); !added) {
      Error error = added.error();
      error.context = error.context.empty() ? path : path + ": " + error.context;
      return error;
    }
  }
  return std::shared_ptr<const naaccr::ItemTable>(std::move(table));
}

}  // namespace restage::service
