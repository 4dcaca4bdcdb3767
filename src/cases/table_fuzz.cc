// SPDX-License-Identifier: Apache-2.0
// Tables of cases: the first byte chooses categories or findings. Promises: the filled cells of a record are its cells
// that are not empty, and rows staged together come to what each comes to alone.
#include <cstdint>
#include <cstdlib>

#include "base/byte_source.h"
#include "base/csv_stream.h"
#include "cases/case_header.h"
#include "cases/case_stager.h"

namespace {

using namespace restage;
using namespace restage::cases;

void check_cells(CsvStream& rows) {
  std::vector<FilledCell> wanted;
  find_filled(rows.cells(), wanted);
  const auto& filled = rows.filled();
  if (filled.size() != wanted.size() || rows.cells().size() != rows.size()) std::abort();
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (filled[i].column != wanted[i].column || filled[i].text != wanted[i].text || filled[i].word != wanted[i].word)
      std::abort();
}

std::string text_of(const CaseOutcome& outcome) {
  return outcome.result != nullptr ? outcome.result->csv : "refused: " + outcome.refusal.text();
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
  const auto header = read_case_header(rows.cells(), true);
  if (!header) return 0;
  CaseStager together(**library, {"", "", start}, *header), alone(**library, {"", "", start}, *header);
  std::vector<std::string> wanted;
  CaseOutcome outcome;
  for (auto more = rows.next(); more && *more && wanted.size() < 200; more = rows.next()) {
    check_cells(rows);
    if (rows.has_open_quote()) continue;
    together.add(rows.filled(), rows.size());
    alone.stage(rows.cells(), outcome);
    wanted.push_back(text_of(outcome));
  }
  const auto outcomes = together.stage_added();
  if (outcomes.size() != wanted.size()) std::abort();
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (text_of(outcomes[i]) != wanted[i]) std::abort();
  return 0;
}
