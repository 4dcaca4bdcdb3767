// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads an SDTM folder of CSV files into courses, one a subject: DM (sex, birth, study treatment, death), DS (death),
// CM and PR (treatments), TU (the lesions of each reader), TR (a measurement a lesion, visit and reader), RS (overall
// responses as events; with all parts, sums and qualifiers an assessment a visit and reader), LB, and the terms of the
// study from DM and DS. Readers (EVAL and EVALID) are kept apart. One tumor a subject, the disease under study; its
// site is not known.
//
// A bare NA and an empty cell are missing. A lesion without a row at a visit was not assessed. What RS and SUMDIAM say
// is marked as stored. LB of the whole folder is read where the set has none of its own. Rows name their line as
// source.
#include <functional>
#include <string>

#include "base/result.h"
#include "core/reader.h"

namespace restage::sdtm {

/// One set of the folder (formats/sdtm/sets.h). Hands over one course at a time, in order of patient where the tables
/// are in order of USUBJID or read at once; `courses` of the result stays empty. Fails where the folder holds no study
/// or a table cannot be read.
Result<ReadResult> read_set(const std::string& directory, const std::string& set,
                            const std::function<void(Course&&)>& sink);

/// The set of RECIST 1.1, or else the first; an issue names the others.
Result<ReadResult> read_courses(const std::string& directory, const std::function<void(Course&&)>& sink);

}  // namespace restage::sdtm
