// SPDX-License-Identifier: Apache-2.0
#include "service/primaries/primaries.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/csv.h"
#include "base/csv_quotes.h"
#include "base/csv_stream.h"
#include "base/text.h"
#include "primaries/primary_rules.h"
#include "report/words/primaries_words.h"

namespace restage::service {
namespace {

constexpr std::array<std::string_view, 7> kColumns = {"year", "month", "day", "site", "hist", "beh", "lat"};
using Places = std::array<std::size_t, kColumns.size()>;

Result<Places> places_of(const std::vector<std::string_view>& header, char tumor) {
  Places places{};
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    const std::string name = std::string(kColumns[i]) + tumor;
    const auto found = std::find(header.begin(), header.end(), name);
    if (found == header.end()) return Error{ErrorCode::InvalidArgument, "the table of pairs has no such column", name};
    places[i] = static_cast<std::size_t>(found - header.begin());
  }
  return places;
}

int number_of(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// As exact as the cells are: 99 and what is no date stand for unknown.
PartialDate date_of(std::string_view year, std::string_view month, std::string_view day) {
  const int y = number_of(year), m = number_of(month), d = number_of(day);
  for (const auto& date : {PartialDate::of(y, m, d), PartialDate::of(y, m), PartialDate::of(y)})
    if (date) return *date;
  return {};
}

/// NAACCR item 410.
std::string side_of(std::string_view code) {
  if (code == "1") return "right";
  if (code == "2") return "left";
  if (code == "4") return "bilateral";
  return code == "5" ? "midline" : "";
}

Tumor tumor_of(const std::vector<std::string_view>& cells, const Places& places, std::string id) {
  const auto cell = [&](std::size_t i) {
    return places[i] < cells.size() ? text::trim(cells[places[i]]) : std::string_view();
  };
  Tumor tumor;
  tumor.id = std::move(id);
  tumor.diagnosed = date_of(cell(0), cell(1), cell(2));
  tumor.site.topography = cell(3);
  tumor.site.histology = cell(4);
  tumor.site.behavior = cell(5);
  tumor.site.laterality = side_of(cell(6));
  return tumor;
}

/// A row whose quotes are broken: as far as columns go, and judged by nothing.
void append_refused(std::string& out, const std::vector<std::string_view>& cells, std::size_t columns) {
  std::vector<std::string> row(cells.begin(), cells.end());
  row.resize(columns);
  row.insert(row.end(), {"refused", "", std::string(kOpenCsvQuote) + "; " + std::string(kOpenCsvQuoteRemedy)});
  append_csv_row(out, row);
}

}  // namespace

Result<PrimariesOutcome> primaries(PrimariesRequest& request, const std::function<bool(std::string_view)>& sink) {
  const auto packs = packs_or_embedded(request.packs);
  if (!packs) return packs.error();
  const auto rules = primaries::PrimaryRules::load(**packs, request.rule_set);
  if (!rules) return rules.error();
  auto source = request.table.open();
  if (!source) return std::move(source).error();
  CsvStream table(**source);
  auto row = table.next();
  if (!row) return row.error();
  if (!*row) return Error{ErrorCode::InvalidArgument, "the table of pairs is empty", request.table.name()};
  const auto first = places_of(table.cells(), '1'), second = places_of(table.cells(), '2');
  if (!first) return first.error();
  if (!second) return second.error();
  PrimariesOutcome outcome;
  const std::size_t columns = table.size();
  std::string out = std::string(table.raw()) + ",result,step,reason\n";
  for (row = table.next(); row && *row; row = table.next()) {
    ++outcome.rows;
    if (table.has_open_quote()) {
      append_refused(out, table.cells(), columns);
      outcome.status = Status::DoneWithRefusals;
      if (!sink(out)) return Error{ErrorCode::FileUnwritable, "writing failed", ""};
      out.clear();
      continue;
    }
    const auto pair = rules->judge(tumor_of(table.cells(), *first, "1"), tumor_of(table.cells(), *second, "2"));
    out.append(table.raw()).append(",");
    append_csv_row(out, {pair.result, pair.step, report::primaries_reason(pair)});
    if (!sink(out)) return Error{ErrorCode::FileUnwritable, "writing failed", ""};
    out.clear();
  }
  if (!row) return row.error();
  if (!out.empty() && !sink(out)) return Error{ErrorCode::FileUnwritable, "writing failed", ""};
  return outcome;
}

}  // namespace restage::service
