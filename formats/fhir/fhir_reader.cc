// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/fhir_reader.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "formats/fhir/lines.h"
#include "formats/fhir/patients.h"
#include "formats/fhir/xml_text.h"

namespace restage::fhir {
namespace {

class FhirReader final : public Reader {
 public:
  std::string_view format() const override { return "FHIR"; }

  bool recognises(std::string_view bytes) const override {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
      return true;  // said to be UTF-16, and refused with a reason
    const std::size_t first = bytes.find_first_not_of(" \t\r\n");
    if (is_fhir_xml(bytes)) return true;
    if (first == std::string_view::npos || (bytes[first] != '{' && bytes[first] != '[')) return false;
    if (bytes[first] == '{') return true;
    const std::size_t next = bytes.find_first_not_of(" \t\r\n", first + 1);  // a TOML table header also starts with [
    return next == std::string_view::npos || bytes[next] == '{' || bytes[next] == ']' || bytes[next] == '"' ||
           text::is_digit(bytes[next]) || (bytes[next] == '[' && bytes.find(']', next) == std::string_view::npos);
  }

  ReadResult read(const std::string& file_name, std::string_view bytes, const ReadOptions& options) const override {
    ReadResult result;
    result.format = format();
    XmlConversion xml;
    if (is_fhir_xml(bytes)) {
      xml = convert_xml(bytes, options.depth_limit);
      if (auto problem = problem_of(xml, file_name)) {
        result.refused = true;
        result.issues.push_back(std::move(*problem));
      }
      if (xml.json.empty()) return result;
      bytes = xml.json;
    }
    const std::string_view plain = bytes.starts_with("\xEF\xBB\xBF") ? bytes.substr(3) : bytes;
    if (is_line_wise(plain, true) == LineWise::Yes) return read_line_wise(file_name, bytes, options);
    SourceText text;
    const std::vector<Resource> resources = text.load(file_name, bytes, options, result);
    const ReferenceIndex index(resources);
    result.courses = read_patients(file_name, resources, index, resources.size() < 2, result);
    return result;
  }

  Result<ReadResult> read_each(const std::string& file_name, ByteSource& source, const ReadOptions& options,
                               const CourseSink& sink) const override {
    std::string head;
    const auto line_wise = look_ahead(source, options, head);
    if (!line_wise) return line_wise.error();
    const auto whole = ByteSource::after(std::move(head), source);
    if (*line_wise == LineWise::Yes) return read_lines(file_name, *whole, options, sink);
    return Reader::read_each(file_name, *whole, options, sink);
  }

 private:
  static ReadResult read_line_wise(const std::string& file_name, std::string_view bytes, ReadOptions options) {
    options.spill_folder.clear();
    options.memory_limit = std::numeric_limits<std::size_t>::max();  // it is in memory already
    std::vector<Course> courses;
    auto result = read_lines(file_name, *ByteSource::from_memory(bytes), options,
                             [&](Course&& course) { courses.push_back(std::move(course)); });
    RESTAGE_ASSERT(result.has_value());
    result->courses = std::move(courses);
    return std::move(result).value();
  }
};

}  // namespace

const Reader& reader() {
  static const FhirReader instance;
  return instance;
}

}  // namespace restage::fhir
