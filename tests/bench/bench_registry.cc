// SPDX-License-Identifier: Apache-2.0
// Stages the cases of a file, one round a command on standard input, so that a driver can take turns with a peer.
//   bench_registry ARCHIVE CASES      CASES: a line a case: group TAB key TAB value TAB key TAB value ...
//   round THREADS [GROUP|- [LIMIT [PASSES]]]   stage in memory: prints cases, seconds, processor seconds
//   text THREADS                                NDJSON text to NDJSON text
//   memory                                      peak resident kilobytes
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "base/byte_source.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "registry/batch.h"
#include "registry/stage.h"

namespace {

using namespace restage;
using namespace restage::registry;

struct Case {
  std::string_view group;
  std::vector<std::pair<Slot, std::string_view>> known;
  std::vector<std::pair<std::string_view, std::string_view>> unknown;
};

constexpr std::size_t kBlock = 2048;

// Texts to numbers, staging, and a look at what came out, block by block.
std::uint64_t stage_cases(const std::shared_ptr<const Program>& program, const std::vector<const Case*>& cases, std::size_t first, std::size_t step, int passes) {
  Stager stager(program);
  std::vector<CaseInput> inputs(kBlock, CaseInput(*program));
  std::vector<Outcome> outcomes(kBlock);
  std::uint64_t check = 0;
  for (int pass = 0; pass < passes; ++pass)
    for (std::size_t i = first; i < cases.size();) {
      std::size_t count = 0;
      for (; count < kBlock && i < cases.size(); ++count, i += step) {
        CaseInput& input = inputs[count];
        input.clear();
        for (const auto& [slot, value] : cases[i]->known) input.set(slot, value);
        for (const auto& [key, value] : cases[i]->unknown) input.set(key, value);
      }
      stager.stage({inputs.data(), count}, {outcomes.data(), count});
      for (std::size_t k = 0; k < count; ++k) check += outcomes[k].errors.size() + static_cast<std::uint64_t>(outcomes[k].result);
    }
  return check;
}

std::string as_ndjson(const std::vector<Case>& cases, const Program& program) {
  std::string text;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    text += "{\"id\":" + std::to_string(i) + ",\"input\":{";
    const char* mark = "";
    const auto add = [&](std::string_view key, std::string_view value) {
      text += mark;
      JsonWriter::append_quoted(text, key);
      text += ':';
      JsonWriter::append_quoted(text, value);
      mark = ",";
    };
    for (const auto& [slot, value] : cases[i].known) add(program.keys[slot], value);
    for (const auto& [key, value] : cases[i].unknown) add(key, value);
    text += "}}\n";
  }
  return text;
}

// Processor time of the whole process: what a round costs whatever else the machine does.
double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double seconds_since(std::chrono::steady_clock::time_point start) { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); }

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::puts("driven by tests/bench/bench_registry.sh, which takes turns with the peer");
    return argc <= 2 ? 0 : 2;  // run.sh starts it with its own arguments
  }
  const auto start = std::chrono::steady_clock::now();
  auto loaded = load_algorithm(argv[1], 2026);
  if (!loaded) {
    std::fprintf(stderr, "%s\n", loaded.error().text().c_str());
    return 2;
  }
  const double load_seconds = seconds_since(start);
  const auto program = loaded->program;
  const auto bytes = read_file(argv[2]);
  if (!bytes) return 2;
  std::vector<Case> cases;
  for (const std::string_view line : text::split(*bytes, '\n')) {
    if (line.empty()) continue;
    const auto cells = text::split(line, '\t');
    Case one{cells[0], {}, {}};
    for (std::size_t i = 1; i + 1 < cells.size(); i += 2) {
      const Slot slot = program->find_slot(cells[i]);
      if (slot != kNoSlot) one.known.emplace_back(slot, cells[i + 1]);
      else one.unknown.emplace_back(cells[i], cells[i + 1]);
    }
    cases.push_back(std::move(one));
  }
  std::printf("ready %zu load %.3f\n", cases.size(), load_seconds);
  std::fflush(stdout);
  std::string ndjson;
  for (std::string command; std::getline(std::cin, command);) {
    std::istringstream words(command);
    std::string what;
    std::string group = "-";
    std::size_t threads = 1;
    std::size_t limit = cases.size();
    int passes = 1;
    words >> what >> threads >> group >> limit >> passes;
    if (what == "memory") {
      std::ifstream status("/proc/self/status");
      for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) std::printf("%d\n", std::stoi(line.substr(6)));
    } else if (what == "text") {
      if (ndjson.empty()) ndjson = as_ndjson(cases, *program);
      const auto plan = plan_run({*loaded}, {});
      std::uint64_t out = 0;
      PipelineHooks hooks;
      hooks.write = [&](Block& block) {
        out += block.output.size();
        return true;
      };
      const double processor = processor_seconds();
      const auto begin = std::chrono::steady_clock::now();
      LineBlocks source(ByteSource::from_memory(ndjson));
      if (!run_pipeline(source, threads, [&] { return make_ndjson_worker(*plan); }, hooks)) return 3;
      const double wall = seconds_since(begin);
      std::printf("%zu %.6f %.6f\n", cases.size(), wall, processor_seconds() - processor);
    } else {
      std::vector<const Case*> chosen;
      for (const Case& one : cases)
        if ((group == "-" || one.group == group) && chosen.size() < limit) chosen.push_back(&one);
      const double processor = processor_seconds();
      const auto begin = std::chrono::steady_clock::now();
      std::vector<std::thread> running;
      for (std::size_t t = 1; t < threads; ++t) running.emplace_back([&, t] { stage_cases(program, chosen, t, threads, passes); });
      const std::uint64_t check = stage_cases(program, chosen, 0, threads, passes);
      for (std::thread& thread : running) thread.join();
      const double wall = seconds_since(begin);
      std::printf("%zu %.6f %.6f %llu\n", chosen.size() * static_cast<std::size_t>(passes), wall, processor_seconds() - processor, static_cast<unsigned long long>(check));
    }
    std::fflush(stdout);
  }
  return 0;
}
