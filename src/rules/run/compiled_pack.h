// SPDX-License-Identifier: Apache-2.0
#pragma once
// CompiledPack: the one implementation of Pack, over a Program. Immutable, thread-safe.
#include <memory>

#include "rules/pack/pack.h"
#include "rules/run/materiality.h"
#include "rules/run/program.h"
#include "rules/run/result_search.h"
#include "rules/run/run.h"

namespace restage::rules {

class CompiledPack final : public Pack {
 public:
  explicit CompiledPack(std::unique_ptr<const Program> program);

  const PackIdentity& identity() const override { return program_->model().identity; }
  std::span<const InputDeclaration> inputs() const override { return inputs_; }
  std::span<const SourceDeclaration> sources() const override { return program_->model().sources; }
  Evaluation evaluate(std::string_view classification, std::span<const GivenInput> given, Start start) const override;
  std::string question_key(std::string_view classification, std::span<const GivenInput> given,
                           Start start) const override;
  std::vector<Decider> deciders(std::string_view classification, std::span<const GivenInput> given, Start start,
                                std::string_view output) const override;
  const Program* program() const override { return program_.get(); }
  const PackModel* model() const override { return &program_->model(); }
  /// evaluate() without the question which unknown inputs matter. Looks into tables are added to `visits`, if any.
  Evaluation evaluate_only(std::string_view classification, std::span<const GivenInput> given, Start start,
                           std::vector<TableVisit>* visits = nullptr) const;

 private:
  std::unique_ptr<const Program> program_;
  std::vector<InputDeclaration> inputs_;
};

/// What a run says, without the question which unknown inputs matter.
Evaluation describe_outcome(const Program& program, const RunInput& input, const RunResult& result);
/// The answer to that question, in names.
void add_material(const Program& program, const Materiality& materiality, Evaluation& evaluation);

/// The same for a search, which knows one output: its status, and its texts in the order people expect.
EvaluationStatus status_of(const Program& program, Value classification, const ResultSet& results);
std::vector<std::string> result_texts(const Program& program, std::size_t output, const ResultSet& results);

}  // namespace restage::rules
