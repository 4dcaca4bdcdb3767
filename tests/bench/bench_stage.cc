// SPDX-License-Identifier: Apache-2.0
// `restage stage` without the process around it: CSV text in, CSV text out, in cases a second of processor time on one
// thread. "First pass": packs are loaded, the stager is new and has seen no case. "Loaded": a stager that has seen
// cases stages others of the same kind. Cases are drawn afresh for each, so no row of text is known beforehand.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "base/csv_stream.h"
#include "cases/case_stager.h"
#include "rules/run/pack_library.h"
#include "service/cases/staged_rows.h"
#include "service/cases/table_header.h"

namespace {

using restage::rules::Pack;
using restage::rules::PackLibrary;

constexpr std::size_t kCases = 100'000;

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

class TextSource final : public restage::ByteSource {
 public:
  explicit TextSource(std::string_view text) : text_(text) {}
  restage::Result<std::size_t> read(char* buffer, std::size_t size) override {
    const std::size_t count = text_.copy(buffer, size);
    text_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view text_;
};

/// Random rows of some sites; the columns are their inputs of a run from categories, or all of them.
struct Workload {
  std::string name;
  std::vector<std::string> sites;
  std::vector<std::string> columns;
  std::size_t carried = 0;  ///< columns that no pack reads
};

std::string draw_cell(const Pack& pack, const std::string& column, std::mt19937& random) {
  for (const auto& input : pack.inputs()) {
    if (input.name != column || random() % 8 == 0) continue;
    if (input.type == restage::rules::InputType::Flag) return random() % 2 == 0 ? "yes" : "no";
    if (!input.values.empty()) return input.values[random() % input.values.size()];
    return std::to_string(random() % 60);
  }
  return "";
}

std::string draw(const PackLibrary& library, const Workload& work, unsigned seed) {
  std::mt19937 random(seed);
  std::string text = "id,edition,site,classification";
  for (const std::string& column : work.columns) text += "," + column;
  for (std::size_t i = 0; i < work.carried; ++i) text += ",carried_" + std::to_string(i);
  text += '\n';
  for (std::size_t row = 0; row < kCases; ++row) {
    const std::string& site = work.sites[random() % work.sites.size()];
    const Pack& pack = **library.find("8", site);
    const auto& classes = pack.identity().classifications;
    text += std::to_string(row) + ",8," + site + "," + classes[random() % classes.size()];
    for (const std::string& column : work.columns) text += "," + draw_cell(pack, column, random);
    for (std::size_t i = 0; i < work.carried; ++i) text += ",value " + std::to_string(random() % 1000);
    text += '\n';
  }
  return text;
}

/// The loop of `restage stage`; returns the bytes written.
std::size_t stage_all(restage::cases::CaseStager& stager, const std::string& text, std::size_t width) {
  TextSource source(text);
  restage::CsvStream rows(source);
  restage::service::StagedRows block(width, false);
  restage::service::ResultCells cells(false);
  std::string out;
  std::size_t written = 0, rows_before = 0;
  for (auto more = rows.next(); more && *more; more = rows.next()) {
    if (rows.line() == 1) continue;
    block.add(rows, stager);
    if (!block.is_full()) continue;
    const std::size_t size = block.size();
    block.write(stager, cells, rows_before, out);
    rows_before += size;
    written += out.size();
    out.clear();
  }
  block.write(stager, cells, rows_before, out);
  return written + out.size();
}

void measure(const PackLibrary& library, const Workload& work) {
  std::vector<double> first, loaded;
  std::size_t bytes = 0;
  for (unsigned round = 0; round < 3; ++round) {
    const std::string one = draw(library, work, 2 * round + 1), other = draw(library, work, 2 * round + 2);
    TextSource head(one);
    restage::CsvStream rows(head);
    if (const auto more = rows.next(); !more || !*more) return;
    const auto header = restage::service::read_table_header(rows.cells(), true);
    restage::cases::CaseStager stager(library, {}, *header);
    const double start = processor_seconds();
    if (stage_all(stager, one, header->size()) == 0) return;
    const double middle = processor_seconds();
    if (stage_all(stager, other, header->size()) == 0) return;
    first.push_back(middle - start);
    loaded.push_back(processor_seconds() - middle);
    bytes = one.size();
  }
  const auto report = [&](const char* what, std::vector<double>& seconds) {
    std::sort(seconds.begin(), seconds.end());
    std::printf("%-44s %-11s best %5.2f  median %5.2f  million cases/s\n", work.name.c_str(), what,
                kCases / seconds.front() / 1e6, kCases / seconds[seconds.size() / 2] / 1e6);
  };
  report("first pass", first);
  report("loaded", loaded);
  std::printf("%-44s %zu bytes a case\n", "", bytes / kCases);
}

}  // namespace

int main() {
  const auto library = PackLibrary::embedded();
  if (!library) return std::fprintf(stderr, "%s\n", library.error().text().c_str()), 2;
  const std::vector<std::string> tnm = {"t", "n", "m"};
  measure(**library, {"one site (lung), t n m", {"lung"}, tnm, 0});
  measure(**library, {"12 sites, t n m",
                      {"lung", "colon", "rectum", "stomach", "pancreas", "kidney", "bladder", "cervix", "melanoma-skin",
                       "oral-cavity", "liver-hcc", "thymus"},
                      tnm,
                      0});
  measure(**library, {"prostate and esophagus, t n m and factors",
                      {"prostate", "esophagus-scc"},
                      {"t", "n", "m", "psa", "grade_group", "grade", "location"},
                      0});
  measure(**library, {"breast, t n m and seven factors",
                      {"breast"},
                      {"t", "n", "m", "table", "grade", "her2", "er", "pr", "oncotype_dx"},
                      0});
  measure(**library, {"12 sites, t n m and 20 carried columns",
                      {"lung", "colon", "rectum", "stomach", "pancreas", "kidney", "bladder", "cervix", "melanoma-skin",
                       "oral-cavity", "liver-hcc", "thymus"},
                      tnm,
                      20});
  return 0;
}
