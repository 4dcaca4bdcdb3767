// SPDX-License-Identifier: Apache-2.0
#pragma once
// Answers in the forms that leave the library: JSON documents, pages, text for a terminal, FHIR Bundles, tables and
// pictures of responses. Pure functions of the answers of the questions; each header says what it writes. Since 1.
#include "report/html/page.h"
#include "report/json/timeline_document.h"
#include "report/terminal/explain.h"
#include "report/terminal/terminal.h"
#include "service/course/timeline_bundle.h"
#include "service/response/response_output.h"
