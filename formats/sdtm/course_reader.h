// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads an SDTM folder of CSV files into courses, one a subject: DM (sex, birth, study treatment, death), DS (death),
// CM and PR (treatments), TU and TR (a measurement a lesion, visit and reader), RS (overall responses, with reader)
// and LB. One tumor a subject, the disease under study; its site is not known.
//
// Parts of a response (target, PET, marker ...) and sums are no facts. A folder may hold several sets
// (formats/sdtm/study.h): the one of RECIST is read, and an issue names the others. LB of the whole folder is read
// where the set has none of its own. Rows name their line as source.
#include <functional>
#include <string>

#include "base/result.h"
#include "core/reader.h"

namespace restage::sdtm {

/// Hands over one course at a time, in order of patient where the tables are in order of USUBJID or read at once;
/// `courses` of the result stays empty. Fails where the folder holds no study or a table cannot be read.
Result<ReadResult> read_courses(const std::string& directory, const std::function<void(Course&&)>& sink);

}  // namespace restage::sdtm
