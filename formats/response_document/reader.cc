// SPDX-License-Identifier: Apache-2.0
#include "formats/response_document/reader.h"

#include <fmt/format.h>
#include <simdjson.h>

#include "base/text.h"
#include "formats/response_document/json_values.h"
#include "formats/response_document/subject_draft.h"

namespace restage::response_document {
namespace {

namespace od = simdjson::ondemand;

// Thrown inside this file only, when the text of one record is not JSON.
struct Broken {
  std::string message;
};

template <class T>
T take(simdjson::simdjson_result<T>&& result) {
  T value;
  const auto error = std::move(result).get(value);
  if (error) throw Broken{simdjson::error_message(error)};
  return value;
}

std::string_view raw_of(od::value value) {
  std::string_view raw = value.raw_json_token();
  return text::trim(raw);
}

class Builder {
 public:
  explicit Builder(SubjectDraft& subject) : subject_(subject) {}

  void read(od::object root) {
    for (auto field : root) subject_field(take(field.unescaped_key()), take(field.value()));
  }

 private:
  enum class Kind { Null, Text, Number, Flag, Array, Object };

  static Kind kind_of(od::value& value) {
    switch (take(value.type())) {
      case od::json_type::array:
        return Kind::Array;
      case od::json_type::object:
        return Kind::Object;
      case od::json_type::number:
        return Kind::Number;
      case od::json_type::string:
        return Kind::Text;
      case od::json_type::boolean:
        return Kind::Flag;
      default:
        return Kind::Null;
    }
  }

  std::string path() const {
    std::string all = subject_.path() + ": subject " + subject_.id;
    if (!visit_.empty()) all += ", visit " + visit_;
    if (!lesion_.empty()) all += ", lesion " + lesion_;
    return all;
  }

  void issue(IssueCode code, std::string message, std::string remedy) {
    subject_.issues.push_back(make_issue(code, path(), std::move(message), std::move(remedy)));
  }

  // A scalar as text; arrays and objects are refused.
  std::string scalar(std::string_view key, od::value value) {
    switch (kind_of(value)) {
      case Kind::Null:
        return {};
      case Kind::Text:
        return std::string(take(value.get_string()));
      case Kind::Number:
      case Kind::Flag:
        return std::string(raw_of(value));
      default:
        break;
    }
    issue(IssueCode::ElementBroken,
          fmt::format("{} holds a list or object where one value belongs; it was left out", key), "give one value");
    return {};
  }

  bool flag(std::string_view key, od::value value, std::optional<bool>& target) {
    const std::string word = text::to_lower(scalar(key, value));
    if (word == "true" || word == "yes" || word == "y" || word == "1") return (target = true).has_value();
    if (word == "false" || word == "no" || word == "n" || word == "0") return (target = false).has_value();
    if (!word.empty())
      issue(IssueCode::ValueUnreadable, fmt::format("{} is '{}', neither yes nor no", key, word), "give true or false");
    return false;
  }

  /// False if there is a value that is no number.
  bool number(std::string_view key, od::value value, std::optional<Decimal>& target) {
    const Kind kind = kind_of(value);
    const std::string written = scalar(key, value);
    if (text::trim(written).empty()) return kind == Kind::Null || kind == Kind::Text;
    target = kind == Kind::Flag ? std::nullopt : Decimal::parse(text::trim(written));
    if (target) return true;
    issue(IssueCode::ValueUnreadable, fmt::format("{} is '{}', not a decimal number, and was not used", key, written),
          "give the number alone, in the unit of the name, without exponent");
    return false;
  }

  void date(std::string_view key, od::value value, PartialDate& target) {
    const std::string written = scalar(key, value);
    if (text::trim(written).empty()) return;
    if (const auto read = PartialDate::parse(text::trim(written)))
      target = *read;
    else
      issue(IssueCode::DateImpossible, fmt::format("{} is '{}', which is no date", key, written),
            "write YYYY-MM-DD, or YYYY-MM when the day is not known");
  }

  template <class Each>
  void each_object(std::string_view key, od::value value, Each each) {
    if (kind_of(value) != Kind::Array) {
      if (kind_of(value) != Kind::Null)
        issue(IssueCode::ElementBroken, fmt::format("{} is not a list and was left out", key),
              "give a list of objects");
      return;
    }
    for (auto element : take(value.get_array())) {
      od::value entry = take(std::move(element));
      if (kind_of(entry) == Kind::Object)
        each(take(entry.get_object()));
      else
        issue(IssueCode::ElementBroken, fmt::format("an element of {} is not an object and was left out", key),
              "give objects");
    }
  }

  void named_values(std::string_view key, od::value value, NamedValues& target) {
    if (kind_of(value) != Kind::Object) {
      if (kind_of(value) != Kind::Null)
        issue(IssueCode::ElementBroken, fmt::format("{} is not an object and was left out", key),
              "give names with values");
      return;
    }
    for (auto field : take(value.get_object())) {
      std::string name(take(field.unescaped_key()));
      target.emplace_back(name, scalar(name, take(field.value())));
    }
  }

  void subject_field(std::string_view key, od::value value) {
    if (key == "id")
      subject_.id = scalar(key, value);
    else if (key == "reader")
      subject_.reader = scalar(key, value);
    else if (key == "reference_date")
      date(key, value, subject_.study.reference_date);
    else if (key == "treatment_start")
      date(key, value, subject_.study.treatment_start);
    else if (key == "death")
      date(key, value, subject_.death);
    else if (key == "last_alive")
      date(key, value, subject_.last_alive);
    else if (key == "data_cut")
      date(key, value, subject_.study.data_cut);
    else if (key == "lesions")
      each_object(key, value, [this](od::object o) { lesion(o); });
    else if (key == "visits")
      each_object(key, value, [this](od::object o) { visit(o); });
    else if (key == "therapy_starts")
      therapy_starts(value);
    else if (key == "policy")
      named_values(key, value, subject_.study.policy);
    else if (key == "facts" || key == "components")
      named_values(key, value, subject_.study.facts);
    else
      subject_.study.facts.emplace_back(std::string(key), scalar(key, value));
  }

  void therapy_starts(od::value value) {
    if (kind_of(value) != Kind::Array) {
      PartialDate one;
      date("therapy_starts", value, one);
      if (one.is_known()) subject_.study.therapy_starts.push_back(one);
      return;
    }
    for (auto element : take(value.get_array())) {
      PartialDate one;
      date("therapy_starts", take(std::move(element)), one);
      if (one.is_known()) subject_.study.therapy_starts.push_back(one);
    }
  }

  void lesion(od::object object) {
    LesionIdentification& lesion = subject_.lesions.emplace_back();
    std::string role;
    for (auto field : object) {
      const std::string key(take(field.unescaped_key()));
      od::value value = take(field.value());
      if (key == "id")
        lesion_ = lesion.lesion = scalar(key, value);
      else if (key == "role" || key == "class")
        role = scalar(key, value);
      else if (key == "organ")
        lesion.organ = scalar(key, value);
      else if (key == "node")
        flag(key, value, lesion.node);
      else if (key == "parent" || key == "split_from")
        lesion.parent = scalar(key, value);
      else if (key == "kind")
        lesion.kind = scalar(key, value);
      else if (key == "method")
        lesion.method = scalar(key, value);
      else if (key == "slice_mm")
        number(key, value, lesion.slice_mm);
      else if (key == "irradiated")
        flag(key, value, lesion.irradiated);
      else if (key == "grown_since_irradiation")
        flag(key, value, lesion.grown_since_irradiation);
      else if (key == "reproducible")
        flag(key, value, lesion.reproducible);
      else
        scalar(key, value);
    }
    bool known = true;
    lesion.role = lesion_role(role, known);
    if (!known)
      issue(IssueCode::ValueUnreadable,
            role.empty() ? std::string("the lesion has no role and was not used")
                         : fmt::format("the role '{}' is not known; the lesion was not used", role),
            "give target, non-target or new");
    lesion_.clear();
  }

  void visit(od::object object) {
    VisitDraft& visit = subject_.visits.emplace_back();
    ResponseAssessment& stated = visit.stated;
    visit_ = fmt::format("#{}", subject_.visits.size());
    for (auto field : object) {
      const std::string key(take(field.unescaped_key()));
      od::value value = take(field.value());
      if (key == "id") {
        stated.visit = scalar(key, value);
        if (!stated.visit.empty()) visit_ = stated.visit;
      } else if (key == "date")
        date(key, value, visit.date);
      else if (key == "date_first")
        date(key, value, stated.first_scan);
      else if (key == "date_last")
        date(key, value, stated.last_scan);
      else if (key == "measurements")
        each_object(key, value, [&](od::object o) { measurement(o, visit); });
      else if (key == "sum_mm" || key == "sum")
        number(key, value, stated.sum_mm);
      else if (key == "target")
        stated.target = scalar(key, value);
      else if (key == "non_target")
        stated.non_target = scalar(key, value);
      else if (key == "new_lesion")
        stated.new_lesion = scalar(key, value);
      else if (key == "overall")
        stated.overall = scalar(key, value);
      else if (key == "components")
        named_values(key, value, stated.components);
      else if (key == "labs")
        each_object(key, value, [&](od::object o) { lab(o, visit); });
      else
        stated.components.emplace_back(key, scalar(key, value));
    }
    if (stated.visit.empty()) stated.visit = visit.date.is_known() ? visit.date.text() : visit_;
    visit_.clear();
  }

  void measurement(od::object object, VisitDraft& visit) {
    LesionMeasurement& m = visit.measurements.emplace_back();
    bool readable = true;
    std::string state;
    for (auto field : object) {
      const std::string key(take(field.unescaped_key()));
      od::value value = take(field.value());
      if (key == "lesion" || key == "id")
        lesion_ = m.lesion = scalar(key, value);
      else if (key == "state")
        state = scalar(key, value);
      else if (key == "long_mm")
        readable = number(key, value, m.long_mm) && readable;
      else if (key == "short_mm")
        readable = number(key, value, m.short_mm) && readable;
      else if (key == "enhancing_mm")
        readable = number(key, value, m.enhancing_mm) && readable;
      else if (key == "density_hu" || key == "hu")
        readable = number(key, value, m.density_hu) && readable;
      else if (key == "sul_peak" || key == "sulpeak")
        readable = number(key, value, m.sul_peak) && readable;
      else if (key == "tlg")
        readable = number(key, value, m.tlg) && readable;
      else if (key == "organ")
        m.organ_at_visit = scalar(key, value);
      else if (key == "long" || key == "short" || key == "size" || key == "diameter") {
        issue(IssueCode::UnitUnknown, fmt::format("{} has no unit in its name and was not used", key),
              "use long_mm or short_mm, in millimetres");
        scalar(key, value);
        readable = false;
      } else
        scalar(key, value);
    }
    bool known = true;
    if (!text::trim(state).empty()) {
      m.state = measurement_state(state, known);
      if (!known)
        issue(
            IssueCode::ValueUnreadable, fmt::format("the state '{}' is not known", state),
            "give measured, absent, too-small, not-assessed, not-evaluable, merged, present, unequivocal or equivocal");
    }
    if (!readable || !known) m.state = LesionMeasurement::State::NotEvaluable;
    lesion_.clear();
  }

  void lab(od::object object, VisitDraft& visit) {
    LabValue& lab = visit.labs.emplace_back();
    for (auto field : object) {
      const std::string key(take(field.unescaped_key()));
      od::value value = take(field.value());
      if (key == "name" || key == "analyte")
        lab.analyte = scalar(key, value);
      else if (key == "value")
        lab.text = scalar(key, value);
      else if (key == "unit")
        lab.unit = scalar(key, value);
      else if (key == "upper_limit" || key == "uln")
        number(key, value, lab.upper_limit);
      else
        scalar(key, value);
    }
    lab.value = Decimal::parse(text::trim(lab.text));
    if (lab.value) lab.text.clear();
  }

  SubjectDraft& subject_;
  std::string visit_;
  std::string lesion_;
};

}  // namespace

struct Reader::State {
  State(std::unique_ptr<ByteSource> source, std::string source_name)
      : values(std::move(source)), name(std::move(source_name)) {}
  JsonValues values;
  std::string name;
  od::parser parser;
  std::string object;
};

Reader::Reader(std::unique_ptr<ByteSource> source, std::string name)
    : state_(std::make_unique<State>(std::move(source), std::move(name))) {}
Reader::~Reader() = default;

bool Reader::has_stray_text() const noexcept { return state_->values.has_stray_text(); }

Result<bool> Reader::next(Record& record) {
  record.subject.reset();
  record.issues.clear();
  const auto more = state_->values.next(state_->object);
  if (!more || !*more) return more;
  SubjectDraft subject;
  subject.file = state_->name;
  subject.record = fmt::format("record {}", state_->values.count());
  const std::string path = subject.path();
  if (!text::is_utf8(state_->object)) {
    record.issues.push_back(make_issue(IssueCode::EncodingWrong, path, "the record is not UTF-8 and was refused",
                                       "write the file as UTF-8"));
    return true;
  }
  state_->object.reserve(state_->object.size() + simdjson::SIMDJSON_PADDING);
  try {
    od::document document = take(state_->parser.iterate(state_->object));
    Builder(subject).read(take(document.get_object()));
  } catch (const Broken& broken) {
    record.issues.push_back(make_issue(IssueCode::InputUnreadable, path,
                                       "the record is not well-formed JSON: " + broken.message,
                                       "mend the record; the others were done"));
    return true;
  }
  if (subject.id.empty())
    subject.issues.push_back(
        make_issue(IssueCode::SubjectUnknown, path, "the record names no subject", "give it an id"));
  record.subject = SubjectCourse{subject.finish(), subject.reader, path};
  return true;
}

}  // namespace restage::response_document
