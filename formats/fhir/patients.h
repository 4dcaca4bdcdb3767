// SPDX-License-Identifier: Apache-2.0
#pragma once
// From resources to courses: which patient each resource is about, and one course a patient.
#include <string>
#include <string_view>
#include <vector>

#include "core/reader.h"
#include "formats/fhir/resource.h"

namespace restage::fhir {

/// The id a Patient resource goes by.
std::string patient_id(const Resource& patient);

/// The id that a reference to a patient ends in, told without looking at other resources.
std::string_view id_in(std::string_view reference);

/// True for resources that facts are read from.
bool gives_facts(const Resource& resource);

/// The courses of all patients these resources are about, joined and sorted. `alone`: the input is one resource, which
/// points outside by its nature.
std::vector<Course> read_patients(const std::string& file, const std::vector<Resource>& resources,
                                  const ReferenceIndex& index, bool alone, ReadResult& result);

}  // namespace restage::fhir
