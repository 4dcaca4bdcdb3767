// SPDX-License-Identifier: Apache-2.0
// Stages cases of the algorithm in argv[1] by the C++ interface, one by one and as a batch.
#include <restage/registry.h>

#include <cstdio>

int main(int argc, char** argv) {
  const auto missing = restage::RegistryAlgorithm::load("/nonexistent.zip", 2026);
  if (argc != 2 || missing || missing.error().code != restage::ErrorCode::FileUnreadable) return 1;
  const auto loaded = restage::RegistryAlgorithm::load(argv[1], 2026);
  if (!loaded) {
    std::fprintf(stderr, "%s\n", loaded.error().text().c_str());
    return 1;
  }
  const std::shared_ptr<const restage::RegistryAlgorithm>& algorithm = *loaded;
  restage::RegistryCase one(algorithm);
  one.set("site", "C000");
  one.set("hist", "8000");
  one.set("year_dx", "2020");
  one.set(algorithm->key_number("size"), "001");
  if (one.stage() != restage::RegistryResult::Staged || one.output("t") != "T1" || one.path(0) != "m.t") return 2;
  const std::string_view keys[] = {"site", "hist", "year_dx", "size"};
  restage::RegistryBatch batch(algorithm, keys);
  const std::string_view cells[] = {"C000", "8000", "2020", "001",  "C000", "8000",
                                    "2020", "500",  "C999", "8000", "2020", {}};
  std::string seen;
  batch.stage(cells, [&](std::size_t, const restage::RegistryCase& staged) {
    seen += std::string(staged.output("t").value_or("-")) + ' ';
  });
  if (seen != "T1 T2 - ") return 3;
  std::puts("C++ interface: good");
  return 0;
}
