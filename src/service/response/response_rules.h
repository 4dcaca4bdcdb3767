// SPDX-License-Identifier: Apache-2.0
#pragma once
// A criterion with the choices of a run, opened. For the files of this folder; callers hold it by its handle.
#include <memory>

#include "response/criterion.h"

namespace restage::service {

/// Immutable once opened; shared by questions and threads.
struct ResponseRules {
  std::unique_ptr<response::CriterionLibrary> library;
  const response::Criterion* criterion;
  response::Policy policy;
};

}  // namespace restage::service
