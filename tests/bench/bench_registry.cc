// SPDX-License-Identifier: Apache-2.0
// Stages the cases of a file, one round a command on standard input, so that a driver can take turns with a peer.
//   bench_registry ARCHIVE CASES      CASES: a line a case: group TAB key TAB value TAB key TAB value ...
//   round THREADS [GROUP|- [LIMIT [PASSES]]]   stage in memory: prints cases, seconds, processor seconds
//   text THREADS                                NDJSON text to NDJSON text
//   memory                                      peak resident kilobytes
#include <chrono>
#include <cstdio>
#include <ctime>
#include <deque>
#include <fstream>
#include <iostream>
#include <span>
#include <sstream>
#include <thread>

#include "base/byte_source.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "registry/records/ndjson_cases.h"
#include "registry/records/run_plan.h"
#include "registry/run/algorithm_runner.h"
#include "stream/line_blocks.h"

namespace {

using namespace restage;
using namespace restage::registry;

// The cases as they come from a reader: texts with the numbers of their keys, one behind the other.
struct Value {
  std::uint32_t begin;
  std::uint16_t size;
  Slot slot;  // kNoSlot: the key itself is the text before
};

struct Case {
  std::string_view group;
  std::uint32_t first = 0;
  std::uint32_t end = 0;
};

struct Cases {
  std::string text;
  std::vector<Value> values;
  std::vector<Case> all;

  std::string_view text_of(const Value& value) const { return std::string_view(text).substr(value.begin, value.size); }
  void add(std::string_view part, Slot slot) {
    values.push_back({static_cast<std::uint32_t>(text.size()), static_cast<std::uint16_t>(part.size()), slot});
    text += part;
  }
};

// One thread's memory, kept from round to round.
struct Worker {
  static constexpr std::size_t kBlock = 512;
  explicit Worker(const std::shared_ptr<const AlgorithmProgram>& program)
      : stager(program), inputs(kBlock, CaseInput(*program)), outcomes(kBlock) {}

  // Texts to numbers, staging, and a look at what came out, block by block.
  void stage(const Cases& cases, std::span<const Case* const> chosen) {
    for (std::size_t at = 0; at < chosen.size(); at += kBlock) {
      const std::size_t count = std::min(kBlock, chosen.size() - at);
      for (std::size_t k = 0; k < count; ++k) {
        CaseInput& input = inputs[k];
        input.clear();
        for (std::uint32_t i = chosen[at + k]->first; i < chosen[at + k]->end; ++i) {
          const Value& value = cases.values[i];
          const std::string_view text(cases.text.data() + value.begin, value.size);
          if (value.slot != kNoSlot)
            input.set(value.slot, text);
          else
            input.set(cases.text_of(value), cases.text_of(cases.values[++i]));
        }
      }
      stager.stage({inputs.data(), count}, {outcomes.data(), count});
      for (std::size_t k = 0; k < count; ++k)
        check += outcomes[k].errors.size() + static_cast<std::uint64_t>(outcomes[k].result);
    }
  }

  AlgorithmRunner stager;
  std::vector<CaseInput> inputs;
  std::vector<Outcome> outcomes;
  std::uint64_t check = 0;
};

std::string as_ndjson(const Cases& cases, const AlgorithmProgram& program) {
  std::string text;
  for (std::size_t i = 0; i < cases.all.size(); ++i) {
    text += "{\"id\":" + std::to_string(i) + ",\"input\":{";
    const char* mark = "";
    const auto add = [&](std::string_view key, std::string_view value) {
      text += mark;
      JsonWriter::append_quoted(text, key);
      text += ':';
      JsonWriter::append_quoted(text, value);
      mark = ",";
    };
    for (std::uint32_t k = cases.all[i].first; k < cases.all[i].end; ++k) {
      const Value& value = cases.values[k];
      if (value.slot != kNoSlot)
        add(program.keys[value.slot], cases.text_of(value));
      else
        add(cases.text_of(value), cases.text_of(cases.values[++k]));
    }
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

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

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
  Cases cases;
  for (const std::string_view line : text::split(*bytes, '\n')) {
    if (line.empty()) continue;
    const auto cells = text::split(line, '\t');
    Case one{cells[0], static_cast<std::uint32_t>(cases.values.size()), 0};
    for (std::size_t i = 1; i + 1 < cells.size(); i += 2) {
      const Slot slot = program->find_slot(cells[i]);
      if (slot == kNoSlot) cases.add(cells[i], kNoSlot);
      cases.add(cells[i + 1], slot);
    }
    one.end = static_cast<std::uint32_t>(cases.values.size());
    cases.all.push_back(one);
  }
  std::deque<Worker> workers;
  std::printf("ready %zu load %.3f\n", cases.all.size(), load_seconds);
  std::fflush(stdout);
  std::string ndjson;
  for (std::string command; std::getline(std::cin, command);) {
    std::istringstream words(command);
    std::string what;
    std::string group = "-";
    std::size_t threads = 1;
    std::size_t limit = cases.all.size();
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
      BlockRun run;
      run.write = [&](Block& block) {
        out += block.output.size();
        return true;
      };
      const double processor = processor_seconds();
      const auto begin = std::chrono::steady_clock::now();
      stream::LineBlocks source(ByteSource::from_memory(ndjson));
      run.read = [&](Block& block) { return source.next(block); };
      run.make_worker = [&] { return make_ndjson_worker(*plan); };
      if (!run_blocks(threads, run)) return 3;
      const double wall = seconds_since(begin);
      std::printf("%zu %.6f %.6f\n", cases.all.size(), wall, processor_seconds() - processor);
    } else {
      std::vector<const Case*> chosen;
      for (const Case& one : cases.all)
        if ((group == "-" || one.group == group) && chosen.size() < limit) chosen.push_back(&one);
      while (workers.size() < threads) workers.emplace_back(program);
      const double processor = processor_seconds();
      const auto begin = std::chrono::steady_clock::now();
      const auto run = [&](std::size_t number) {
        const std::size_t first = chosen.size() * number / threads;
        const std::size_t end = chosen.size() * (number + 1) / threads;
        for (int pass = 0; pass < passes; ++pass)
          workers[number].stage(cases, std::span(chosen).subspan(first, end - first));
      };
      std::vector<std::thread> running;
      for (std::size_t t = 1; t < threads; ++t) running.emplace_back(run, t);
      run(0);
      for (std::thread& thread : running) thread.join();
      const double wall = seconds_since(begin);
      std::printf("%zu %.6f %.6f %llu\n", chosen.size() * static_cast<std::size_t>(passes), wall,
                  processor_seconds() - processor, static_cast<unsigned long long>(workers[0].check));
    }
    std::fflush(stdout);
  }
  return 0;
}
