// SPDX-License-Identifier: Apache-2.0
#pragma once
// ResultCells: the result columns of a staged table as CSV text, made once for each result of a stager. Not
// thread-safe; one for each stager, whose results are numbered apart.
#include <string>
#include <vector>

#include "cases/case_results.h"

namespace restage::service {

class ResultCells {
 public:
  /// findings: t, n and m follow the message.
  explicit ResultCells(bool findings) : findings_(findings) {}

  /// ",group,possible,status,message", with findings ",t,n,m" behind. Good until the next call.
  const std::string& of(const cases::CaseResult& result) {
    if (result.number >= texts_.size()) texts_.resize(result.number + 1);
    std::string& text = texts_[result.number];
    if (text.empty()) write(result, text);
    return text;
  }

 private:
  void write(const cases::CaseResult& result, std::string& text) const;

  bool findings_;
  std::vector<std::string> texts_;  ///< [number of the result]; empty: not made yet
};

}  // namespace restage::service
