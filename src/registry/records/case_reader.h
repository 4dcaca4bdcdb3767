// SPDX-License-Identifier: Apache-2.0
#pragma once
// Cases of a text file one by one, for questions that look at each: NDJSON and CSV the same to the visitor.
//
// The workers made here belong to one thread each and own their visitor. Staging whole files has workers of its own
// (ndjson_cases, csv_cases), which never hold a case as text.
#include <cstdint>
#include <memory>
#include <string>

#include "core/data_issue.h"
#include "registry/records/block.h"
#include "registry/records/csv_cases.h"
#include "registry/run/result.h"

namespace restage::registry {

struct CaseRecord {
  std::uint64_t number = 0;       ///< record of NDJSON, line of CSV
  std::string place;              ///< "record 3", "line 7"
  std::string id;                 ///< JSON text, or the cell of the column `id`; empty: none
  bool keep_unknown_keys = true;  ///< NDJSON refuses a key that no schema has, CSV has none
  CaseText text;

  std::string year() const;  ///< of diagnosis; empty: none
};

class CaseVisitor {
 public:
  virtual ~CaseVisitor() = default;
  virtual void on_case(const CaseRecord& record, Block& block) = 0;
  virtual void on_unreadable(DataIssue issue, Block& block) = 0;
  virtual void end_block(Block&) {}
};

std::unique_ptr<BlockWorker> read_ndjson_cases(std::unique_ptr<CaseVisitor> visitor);
std::unique_ptr<BlockWorker> read_csv_cases(std::shared_ptr<const CsvPlan> plan, std::unique_ptr<CaseVisitor> visitor);

}  // namespace restage::registry
