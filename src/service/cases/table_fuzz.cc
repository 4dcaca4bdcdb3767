// SPDX-License-Identifier: Apache-2.0
// Tables of cases: the first byte chooses categories or findings. Promises: the filled cells of a record are its cells
// that are not empty, and rows staged together come to what each comes to alone.
#include <cstdint>
#include <cstdlib>

#include "base/byte_source.h"
#include "base/csv_stream.h"
#include "cases/case_stager.h"
#include "service/cases/result_cells.h"
#include "service/cases/table_header.h"

namespace {

using namespace restage;
using namespace restage::service;

void check_cells(CsvStream& rows) {
  std::vector<FilledCell> wanted;
  find_filled(rows.cells(), wanted);
  const auto& filled = rows.filled();
  if (filled.size() != wanted.size() || rows.cells().size() != rows.size()) std::abort();
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (filled[i].column != wanted[i].column || filled[i].text != wanted[i].text || filled[i].word != wanted[i].word)
      std::abort();
}

std::string text_of(const cases::CaseOutcome& outcome, bool findings) {
  return outcome.result != nullptr ? ResultCells(findings).of(*outcome.result) : "refused: " + outcome.refusal.text();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto library = rules::PackLibrary::embedded();
  if (size == 0) return 0;
  const auto start = data[0] % 4 == 0 ? rules::Pack::Start::Findings : rules::Pack::Start::Categories;
  const auto source = ByteSource::from_memory(std::string_view(reinterpret_cast<const char*>(data) + 1, size - 1));
  CsvStream rows(*source);
  const auto head = rows.next();
  if (!head || !*head) return 0;
  const auto header = read_table_header(rows.cells(), true);
  if (!header) return 0;
  const bool findings = start == rules::Pack::Start::Findings;
  cases::CaseStager together(**library, {"", "", start}, *header), alone(**library, {"", "", start}, *header);
  std::vector<std::string> wanted;
  cases::CaseOutcome outcome;
  for (auto more = rows.next(); more && *more && wanted.size() < 200; more = rows.next()) {
    check_cells(rows);
    if (rows.has_open_quote()) continue;
    together.add(rows.filled(), rows.size());
    alone.stage(rows.cells(), outcome);
    wanted.push_back(text_of(outcome, findings));
  }
  const auto outcomes = together.stage_added();
  if (outcomes.size() != wanted.size()) std::abort();
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (text_of(outcomes[i], findings) != wanted[i]) std::abort();
  return 0;
}
