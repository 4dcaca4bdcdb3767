// SPDX-License-Identifier: Apache-2.0
#pragma once
// Registry staging by SEER algorithm archives, for C++ programs.
//
//   auto algorithm = restage::RegistryAlgorithm::load("eod_public-3.3.zip", 2026);
//   if (!algorithm) return tell(algorithm.error().text());
//   restage::RegistryCase one(*algorithm);
//   one.set("site", "C509");
//   one.set("hist", "8500");
//   if (one.stage() == restage::RegistryResult::Staged) use(one.output("ss2018_derived"));
//
// A RegistryAlgorithm is immutable and may be shared by threads; a RegistryCase belongs to one thread and is
// reused for case after case without allocating. Views are valid until the case is changed or staged again.
// Results equal imsweb/staging-client-java 11.9 value for value. The library reads no clock: the current year is
// given.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace restage {

enum class RegistryResult : std::uint8_t {
  Staged,
  FailedMissingSiteOrHistology,
  FailedNoMatchingSchema,
  FailedMultipleMatchingSchemas,
  FailedInvalidInput,
  FailedInvalidYearDx,
};

/// Spelled as the reference implementation does, e.g. "STAGED".
std::string_view registry_result_name(RegistryResult result) noexcept;

struct RegistryOutput {
  std::string_view key;
  std::optional<std::string_view> value;  ///< nullopt is the value null
};

struct RegistryError {
  std::string type;
  std::optional<std::string> table;
  std::vector<std::string> columns;
  std::optional<std::string> key;
  std::string message;
};

class RegistryCase;

class RegistryAlgorithm {
 public:
  /// A zip file as published or its unpacked folder. Since 1.
  static Result<std::shared_ptr<const RegistryAlgorithm>> load(const std::string& path, int current_year);
  ~RegistryAlgorithm();
  RegistryAlgorithm(const RegistryAlgorithm&) = delete;
  RegistryAlgorithm& operator=(const RegistryAlgorithm&) = delete;

  std::string_view name() const noexcept;     ///< "eod_public"
  std::string_view version() const noexcept;  ///< "3.3"
  std::string_view content_hash() const noexcept;
  std::size_t schema_count() const noexcept;
  std::string_view schema_id(std::size_t index) const noexcept;

  /// Number of an input key for the batch interface; -1 when the algorithm does not know it.
  int key_number(std::string_view key) const noexcept;

 private:
  friend class RegistryCase;
  friend class RegistryBatch;
  struct Parts;
  explicit RegistryAlgorithm(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

class RegistryCase {
 public:
  explicit RegistryCase(std::shared_ptr<const RegistryAlgorithm> algorithm);
  ~RegistryCase();
  RegistryCase(RegistryCase&&) noexcept;
  RegistryCase& operator=(RegistryCase&&) noexcept;

  void clear();
  void set(std::string_view key, std::string_view value);
  void set(int key_number, std::string_view value);  ///< by RegistryAlgorithm::key_number
  void set_null(std::string_view key);

  RegistryResult stage();
  std::string_view schema_id() const noexcept;  ///< empty when none was chosen
  std::size_t output_count() const noexcept;
  RegistryOutput output(std::size_t index) const noexcept;
  /// The value of an output; nullopt when it is null or absent.
  std::optional<std::string_view> output(std::string_view key) const noexcept;
  std::size_t error_count() const noexcept;
  RegistryError error(std::size_t index) const;
  std::size_t path_count() const noexcept;
  std::string path(std::size_t index) const;

 private:
  friend class RegistryBatch;
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Many cases of one column layout, staged one after another without allocating per case.
class RegistryBatch {
 public:
  /// `keys`: the columns of each case, in order.
  RegistryBatch(std::shared_ptr<const RegistryAlgorithm> algorithm, std::span<const std::string_view> keys);
  ~RegistryBatch();
  RegistryBatch(RegistryBatch&&) noexcept;
  RegistryBatch& operator=(RegistryBatch&&) noexcept;

  /// cells.size() is a multiple of the number of keys; a cell with a null data pointer is a key not given.
  /// `use` sees each case, staged, with its number.
  void stage(std::span<const std::string_view> cells, const std::function<void(std::size_t, const RegistryCase&)>& use);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace restage
