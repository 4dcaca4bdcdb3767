// SPDX-License-Identifier: Apache-2.0
#pragma once
// NAACCR files as blocks for the pipeline.
#include <memory>
#include <string>

#include "formats/naaccr/items.h"
#include "formats/naaccr/stream.h"
#include "registry/records/block.h"
#include "service/registry/registry.h"

namespace restage::service {

/// Patients in blocks; the last block is marked, because only there the root must end.
class NaaccrBlocks {
 public:
  NaaccrBlocks(naaccr::PatientStream& stream, const naaccr::FileHead& head);
  Result<bool> next(registry::Block& block);

 private:
  Result<bool> read_ahead();
  naaccr::PatientStream& stream_;
  std::string patient_end_;
  std::string ahead_;
  bool has_ahead_ = false;
  bool started_ = false;
  bool failed_ = false;
  Error failure_;
  std::uint64_t patients_ = 0;
};

/// The built-in items and those of the dictionaries asked for.
Result<std::shared_ptr<const naaccr::ItemTable>> load_items(const RegistryRequest& request);

}  // namespace restage::service
