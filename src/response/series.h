// SPDX-License-Identifier: Apache-2.0
#pragma once
// Series: a subject's visits in order with the lesions as a matrix, checked once for every criterion.
//
// Sorted by date, then by the order given, never by visit number or name. The baseline is told apart from the
// follow-up. Same visit given twice is one visit; the same measurement given twice is one measurement; two that
// differ make the lesion not evaluable there. Every problem becomes a data issue. Points into the subject,
// which must outlive it.
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "response/criterion.h"
#include "response/subject_view.h"

namespace restage::response {

using State = ResponseMeasurement::State;

struct LesionTrack {
  const ResponseLesion* lesion = nullptr;
  bool node = false;
  std::vector<std::size_t> parts;  ///< lesions that split from it
  bool is_part = false;
};

struct Reading {
  State state = State::NotAssessed;
  const ResponseMeasurement* measurement = nullptr;
};

class Series {
 public:
  Series(const ResponseSubject& subject, const Policy& policy);

  const ResponseSubject& subject() const noexcept { return *subject_; }
  const std::vector<LesionTrack>& lesions() const noexcept { return lesions_; }
  /// Follow-up visits in order.
  const std::vector<const ResponseVisit*>& visits() const noexcept { return visits_; }
  const ResponseVisit* baseline() const noexcept { return baseline_; }  ///< nullptr: none in the input
  const PartialDate& baseline_date() const noexcept { return baseline_date_; }
  /// Date that durations count from: reference, else treatment start (by policy the other way), else baseline.
  const PartialDate& reference() const noexcept { return reference_; }
  bool has_role(ResponseLesion::Role role) const noexcept;

  /// row 0 is the baseline, row k + 1 the visit k.
  const Reading& reading(std::size_t row, std::size_t lesion) const noexcept {
    return readings_[row * lesions_.size() + lesion];
  }
  bool has_readings(std::size_t row) const noexcept;

  std::vector<DataIssue>& issues() noexcept { return issues_; }
  /// Issues found at a row.
  std::vector<DataIssue>& issues_at(std::size_t row) noexcept { return row_issues_[row]; }
  /// "subject S, visit V, lesion L" with the source in front.
  std::string path(std::string_view visit, std::string_view lesion = {}) const;

 private:
  void find_lesions();
  void order_visits();
  void find_baseline(std::vector<const ResponseVisit*>& ordered);
  void fill_readings();
  void place(std::size_t row, const ResponseVisit& visit, const ResponseMeasurement& measurement);
  std::size_t index_of(std::string_view lesion) const noexcept;
  State resolve(const ResponseVisit& visit, const ResponseMeasurement& measurement, std::size_t row);

  const ResponseSubject* subject_;
  const Policy* policy_;
  std::deque<ResponseLesion> undeclared_;
  std::deque<ResponseVisit> merged_;
  std::vector<LesionTrack> lesions_;
  std::vector<const ResponseVisit*> earlier_;  // before the baseline visit: a lesion's own baseline may lie here
  std::vector<const ResponseVisit*> visits_;
  const ResponseVisit* baseline_ = nullptr;
  PartialDate baseline_date_;
  PartialDate reference_;
  std::vector<Reading> readings_;
  std::vector<std::vector<DataIssue>> row_issues_;
  std::vector<DataIssue> issues_;
};

/// Whether an organ as named is a lymph node; nullopt when the organ is empty or not known.
std::optional<bool> is_node_organ(std::string_view organ) noexcept;
/// One name for an organ: paired organs and all nodes are each one organ. Empty for an unknown one.
std::string canonical_organ(std::string_view organ);
/// True if the visit says anything about tumor: measurements, sums or calls.
bool has_tumor_content(const ResponseVisit& visit) noexcept;

}  // namespace restage::response
