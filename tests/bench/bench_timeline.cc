// SPDX-License-Identifier: Apache-2.0
// Bundle to timeline in memory: read, stage every time point, write JSON. Prints MB/s and patients/s for each file
// given, or for the repository's own sample.
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/json_writer.h"
#include "formats/any/any_reader.h"
#include "report/timeline_json.h"
#include "timeline/timeline.h"

namespace {

using Clock = std::chrono::steady_clock;

struct Input {
  std::string path;
  std::string bytes;
};

std::size_t stage_all(const restage::timeline::Builder& builder, const std::vector<Input>& inputs, std::size_t& written) {
  std::size_t patients = 0;
  std::string out;
  for (const Input& input : inputs) {
    restage::ReadResult read = restage::read_courses(input.path, input.bytes);
    for (restage::Course& course : read.courses) {
      out.clear();
      restage::JsonWriter json(out);
      restage::report::write_patient(json, builder.build(std::move(course)));
      written += out.size();
      ++patients;
    }
  }
  return patients;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> paths(argv + 1, argv + argc);
  if (paths.empty()) paths.push_back(RESTAGE_SOURCE_DIR "/formats/fhir/samples/breast-course.json");
  std::vector<Input> inputs;
  double bytes = 0;
  for (const std::string& path : paths) {
    auto content = restage::read_file(path);
    if (!content) return std::fprintf(stderr, "%s\n", content.error().text().c_str()), 2;
    bytes += static_cast<double>(content->size());
    inputs.push_back({path, std::move(*content)});
  }
  const auto library = restage::rules::PackLibrary::embedded();
  if (!library) return std::fprintf(stderr, "%s\n", library.error().text().c_str()), 2;
  const auto builder = restage::timeline::Builder::create(**library, {});
  if (!builder) return std::fprintf(stderr, "%s\n", builder.error().text().c_str()), 2;
  std::size_t written = 0;
  stage_all(*builder, inputs, written);  // packs are parsed on first use
  std::size_t rounds = 0, patients = 0;
  const auto start = Clock::now();
  double seconds = 0;
  do {
    patients += stage_all(*builder, inputs, written);
    ++rounds;
    seconds = std::chrono::duration<double>(Clock::now() - start).count();
  } while (seconds < 2.0);
  std::printf("bundle to timeline  %.1f  MB/s\n", bytes * static_cast<double>(rounds) / seconds / 1e6);
  std::printf("bundle to timeline  %.0f  patients/s\n", static_cast<double>(patients) / seconds);
  return written == 0 ? 1 : 0;
}
