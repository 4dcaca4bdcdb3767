// SPDX-License-Identifier: Apache-2.0
#pragma once
// A file of cases through a question: opened, its format found, its blocks given to the question's workers. For the
// files of this folder; the one place where such a file is opened.
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "formats/naaccr/walk.h"
#include "registry/records/csv_cases.h"
#include "service/registry/run.h"

namespace restage::service {

/// What a question makes of records: a worker for each thread and format, and what becomes of finished blocks.
class CaseQuestion {
 public:
  virtual ~CaseQuestion() = default;
  virtual std::unique_ptr<registry::BlockWorker> ndjson_worker() = 0;
  virtual std::unique_ptr<registry::BlockWorker> csv_worker(std::shared_ptr<const registry::CsvPlan> plan) = 0;
  virtual std::unique_ptr<registry::BlockWorker> naaccr_worker(const naaccr::ItemTable& table,
                                                               const naaccr::FileHead& head) = 0;
  /// Before the records of a CSV file; an error ends that file, false the run.
  virtual Result<bool> begin_csv(const registry::CsvPlan&) { return true; }
  /// Before the patients of a NAACCR file: the bytes in front of them; false ends the run.
  virtual bool begin_naaccr(std::string_view) { return true; }
  /// Finished blocks in order; false ends the run.
  virtual bool use(registry::Block& block) = 0;
};

/// `plan` says which columns CSV files may have, `items` what NAACCR files may hold.
RegistryStatus run_case_file(RegistryRun& run, const std::string& file,
                             const std::shared_ptr<const registry::RunPlan>& plan, const naaccr::ItemTable& items,
                             CaseQuestion& question);

/// The same for NAACCR files alone.
struct NaaccrQuestion {
  std::function<std::unique_ptr<registry::BlockWorker>(const naaccr::FileHead&)> make_worker;
  std::function<bool(std::string_view)> begin;  ///< with the bytes in front of the patients; false ends the run
  std::function<bool(registry::Block&)> use;    ///< finished blocks in order; false ends the run
};

/// `first_bytes`: what was read of the source already.
RegistryStatus run_naaccr_file(RegistryRun& run, const std::string& file, std::unique_ptr<ByteSource> source,
                               std::string first_bytes, const NaaccrQuestion& question);
/// Opens it, too.
RegistryStatus run_naaccr_file(RegistryRun& run, const std::string& file, const NaaccrQuestion& question);

}  // namespace restage::service
