// SPDX-License-Identifier: Apache-2.0
// FHIR bundles to courses, in MB/s and patients/s on one thread, beside a plain nlohmann-json parse and walk of
// the same bytes. Files: ../shared/data/fhir, or the repository's own sample when that is not there.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "formats/any/any_reader.h"
#include "json_walk.h"

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
constexpr double kSecondsEach = 3.0;

std::vector<std::string> load(const fs::path& folder) {
  std::vector<std::string> texts;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".json")
      if (auto bytes = restage::read_file(entry.path().string())) texts.push_back(std::move(*bytes));
  return texts;
}

/// Best round of as many as fit into the time: the machine is shared, and interruptions only slow down.
double best_seconds(const std::function<void()>& round) {
  double best = 1e9;
  const auto start = Clock::now();
  do {
    const auto begin = Clock::now();
    round();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - begin).count());
  } while (std::chrono::duration<double>(Clock::now() - start).count() < kSecondsEach);
  return best;
}

void measure(const char* what, const std::vector<std::string>& texts) {
  std::size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();
  const double megabytes = static_cast<double>(bytes) / 1e6;
  std::size_t patients = 0;
  std::size_t facts = 0;
  const double ours = best_seconds([&] {
    patients = facts = 0;
    for (const std::string& text : texts) {
      const restage::ReadResult result = restage::read_courses("bench", text);
      patients += result.courses.size();
      for (const restage::Course& course : result.courses) facts += course.facts.size();
    }
  });
  std::printf("%-28s %8.1f MB/s  %9.0f patients/s  (%zu files, %.1f MB, %zu patients, %zu facts)\n", what,
              megabytes / ours, static_cast<double>(patients) / ours, texts.size(), megabytes, patients, facts);
#ifdef RESTAGE_HAS_NLOHMANN
  std::size_t values = 0;
  const double plain = best_seconds([&] {
    values = 0;
    for (const std::string& text : texts) values += parse_and_walk(text);
  });
  std::printf("%-28s %8.1f MB/s  parse and walk only, %zu values; ours is %.1f times as fast\n", "  nlohmann-json",
              megabytes / plain, values, plain / ours);
#endif
}

}  // namespace

int main() {
  const fs::path shared = fs::path(RESTAGE_SOURCE_DIR) / ".." / "shared" / "data" / "fhir";
  if (!fs::exists(shared)) {
    std::printf("no shared data beside the repository; measuring the sample bundle\n");
    measure("sample bundle to course", load(fs::path(RESTAGE_SOURCE_DIR) / "formats" / "fhir" / "samples"));
    return 0;
  }
  measure("all bundles to courses", load(shared));
  measure("Synthea records", load(shared / "synthea-r4-2021"));
  measure("mCODE patients (omop)", load(shared / "mcode-omop-synthea"));
}
