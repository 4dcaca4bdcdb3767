// SPDX-License-Identifier: Apache-2.0
#pragma once
// Criterion: one response criterion loaded from its folder packs/response/<name>/<version>/, and Policy: the
// choices a run makes where publications leave them open.
//
// criterion.toml names the measure that computes visits (the only part in C++), limits, responses in order of
// preference and policies; tables/*.tsv say how calls combine; rules.tsv names every rule with its source.
// Immutable after loading; safe to share between threads. A Policy belongs to one criterion.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/result.h"
#include "response/combination_table.h"
#include "response/subject_view.h"
#include "statement/response.h"

namespace restage::response {

using statement::ResponseKind;

struct ResponseCategory {
  std::string name;
  ResponseKind kind = ResponseKind::NotEvaluable;
  std::vector<std::string> aliases;
};

struct PolicyDeclaration {
  std::string key;
  std::string type;      ///< days, count, number, choice
  std::string fallback;  ///< the default
  std::vector<std::string> choices;
  std::string meaning;
  std::string source;
  std::string ambiguity;  ///< number in the register of docs/response.md; may be empty
};

struct CriterionSource {
  std::string id;
  std::string citation;
  std::string address;
  bool verified = false;
};

struct CriterionRule {
  std::string id;  ///< "target.pr"
  std::string meaning;
  std::string source;  ///< source id
};

class Criterion {
 public:
  std::string id;
  std::string title;
  std::string version;
  std::string measure;  ///< which C++ measure computes its visits
  std::string axis;     ///< what is summed: long-or-short, enhancing, product
  std::string unit;     ///< of sums: mm, mm2, SUL
  std::string summary;
  std::string content_hash;
  std::vector<std::string> notes;
  std::map<std::string, Decimal, std::less<>> limits;
  std::vector<ResponseCategory> responses;  ///< best first
  std::vector<PolicyDeclaration> policies;
  std::vector<CriterionSource> sources;
  std::vector<CriterionRule> rules;
  std::map<std::string, CombinationTable, std::less<>> tables;

  /// A limit the folder must have; asserted by the loader's required list.
  const Decimal& limit(std::string_view name) const;
  const ResponseCategory* category(std::string_view name) const noexcept;  ///< by name or alias, ignoring case
  std::optional<ResponseKind> kind_of(std::string_view response) const noexcept;
  /// Position in order of preference, best 0; unknown ones last.
  std::size_t rank_of(std::string_view response) const noexcept;
  const CombinationTable* table(std::string_view name) const noexcept;
  const CriterionRule* rule(std::string_view rule_id) const noexcept;
  bool is_verified(std::string_view source_id) const noexcept;
};

class CriterionLibrary {
 public:
  /// Criteria compiled into the program; each is parsed when first asked for. Not thread-safe while loading.
  static Result<std::unique_ptr<CriterionLibrary>> embedded();
  ~CriterionLibrary();
  Result<const Criterion*> find(std::string_view id);
  std::vector<std::string> ids() const;
  std::string folder_of(std::string_view id) const;  ///< ends with '/'; empty for an unknown id
  /// Files of the bundle below response/, by path: case files, organ list.
  const std::map<std::string, std::string_view, std::less<>>& files() const noexcept { return files_; }

 private:
  CriterionLibrary() = default;
  std::map<std::string, std::string_view, std::less<>> files_;
  std::map<std::string, std::string, std::less<>> folders_;  // id -> folder
  std::map<std::string, std::unique_ptr<Criterion>, std::less<>> loaded_;
};

/// Parses one folder's files; `folder` ends with '/'.
Result<std::unique_ptr<Criterion>> load_criterion(const std::map<std::string, std::string_view, std::less<>>& files,
                                                  const std::string& folder);

/// The choices of one run.
class Policy {
 public:
  explicit Policy(const Criterion& criterion);
  /// Checks key and value; the error names the choices.
  Result<void> set(std::string_view key, std::string_view value);
  /// set() that a subject's own policy does not override.
  Result<void> set_explicitly(std::string_view key, std::string_view value);
  bool is_explicit(std::string_view key) const noexcept;

  const std::string& text(std::string_view key) const;
  bool is(std::string_view key, std::string_view value) const { return text(key) == value; }
  /// Days or counts; nullopt for "none".
  std::optional<int> count(std::string_view key) const;
  const Decimal& number(std::string_view key) const;
  const NamedValues& values() const noexcept { return values_; }
  /// Short hash over keys and values, printed with answers.
  std::string hash() const;

 private:
  const Criterion* criterion_;
  NamedValues values_;
  std::vector<std::optional<Decimal>> numbers_;
  std::vector<std::string> explicit_;
};

}  // namespace restage::response
