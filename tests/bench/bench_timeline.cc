// SPDX-License-Identifier: Apache-2.0
// Bundle to timeline: text of a bundle in, its staged course as JSON out, in MB/s and patients/s of processor time on
// one thread, beside a plain nlohmann-json parse and walk of the same bytes. Files: ../shared/data/fhir, or those
// named, or the repository's own sample. "First time" has only the packs loaded: every bundle is new to the program.
// "Again" repeats the same files; answers of packs to equal questions may then be remembered
// (src/staging/pack_memory.h), so the first figure is the one that counts.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/json_writer.h"
#include "formats/any/any_reader.h"
#include "json_walk.h"
#include "report/json/timeline_json.h"
#include "rules/run/pack_library.h"
#include "timeline/timeline.h"

namespace {

namespace fs = std::filesystem;

constexpr int kRounds = 9;

struct Input {
  std::string path;
  std::string bytes;
};

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double median(std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  return seconds[seconds.size() / 2];
}

struct Totals {
  std::size_t patients = 0;
  std::size_t written = 0;
};

void stage_all(const restage::timeline::Builder& builder, const std::vector<Input>& inputs, Totals& totals) {
  std::string out;
  for (const Input& input : inputs) {
    restage::ReadResult read = restage::read_courses(input.path, input.bytes);
    for (restage::Course& course : read.courses) {
      out.clear();
      restage::JsonWriter json(out);
      restage::report::write_patient(json, builder.build(std::move(course)));
      totals.written += out.size();
      ++totals.patients;
    }
  }
}

std::vector<Input> load(const std::vector<std::string>& paths) {
  std::vector<Input> inputs;
  for (const std::string& path : paths)
    if (auto content = restage::read_file(path)) inputs.push_back({path, std::move(*content)});
  return inputs;
}

std::vector<std::string> default_paths() {
  std::vector<std::string> paths;
  const fs::path shared = fs::path(RESTAGE_SOURCE_DIR) / ".." / "shared" / "data" / "fhir";
  if (fs::exists(shared))
    for (const auto& entry : fs::recursive_directory_iterator(shared))
      if (entry.path().extension() == ".json") paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  if (paths.empty()) paths.push_back(RESTAGE_SOURCE_DIR "/formats/fhir/samples/breast-course.json");
  return paths;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> paths = argc > 1 ? std::vector<std::string>(argv + 1, argv + argc) : default_paths();
  const std::vector<Input> inputs = load(paths);
  double megabytes = 0;
  for (const Input& input : inputs) megabytes += static_cast<double>(input.bytes.size()) / 1e6;
  const auto library = restage::rules::PackLibrary::embedded();
  if (!library) return std::fprintf(stderr, "%s\n", library.error().text().c_str()), 2;
  Totals totals;
  std::vector<double> first, again, reading;
  for (int round = 0; round <= kRounds; ++round) {
    const auto builder = restage::timeline::Builder::create(**library, {});
    if (!builder) return std::fprintf(stderr, "%s\n", builder.error().text().c_str()), 2;
    totals = {};
    const double start = processor_seconds();
    stage_all(*builder, inputs, totals);
    const double middle = processor_seconds();
    Totals repeated;
    stage_all(*builder, inputs, repeated);
    const double end = processor_seconds();
    std::size_t courses = 0;
    for (const Input& input : inputs) courses += restage::read_courses(input.path, input.bytes).courses.size();
    if (round == 0 || courses == 0) continue;  // packs are parsed on first use
    first.push_back(middle - start);
    again.push_back(end - middle);
    reading.push_back(processor_seconds() - end);
  }
  if (first.empty()) return std::fprintf(stderr, "no course in the files\n"), 2;
  std::printf("%zu files, %.1f MB, %zu patients; medians of %d rounds, processor time of one thread\n", inputs.size(),
              megabytes, totals.patients, kRounds);
  const auto report = [&](const char* what, const std::vector<double>& seconds) {
    std::printf("%-36s %8.1f MB/s  %9.0f patients/s\n", what, megabytes / median(seconds),
                static_cast<double>(totals.patients) / median(seconds));
  };
  report("bundle to timeline JSON, first time", first);
  report("bundle to timeline JSON, again", again);
  report("  of it bundle to course", reading);
#ifdef RESTAGE_HAS_NLOHMANN
  std::vector<double> plain;
  std::size_t values = 0;
  for (int round = 0; round < kRounds; ++round) {
    const double start = processor_seconds();
    for (const Input& input : inputs) values += parse_and_walk(input.bytes);
    plain.push_back(processor_seconds() - start);
  }
  std::printf("%-36s %8.1f MB/s  parse and walk only, %zu values; ours, staged and written, is %.2f times as fast\n",
              "  nlohmann-json", megabytes / median(plain), values / kRounds, median(plain) / median(first));
#endif
  return totals.written == 0 ? 1 : 0;
}
