// Reads kpis.yaml.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/translate.hpp"
#include "kpi/measure.hpp"
#include "kpi/words.hpp"
#include "yaml/reporter.hpp"

namespace itss::kpi {

namespace {

const std::vector<std::string>& measure_keys() {
  static const std::vector<std::string> kKeys = {"label", "explanation", "clause",  "record",     "counts", "by",
                                                 "where", "excludes",    "formula", "percentile", "good",   "same",
                                                 "moved", "repeats",     "of",      "amount",     "each",   "per",
                                                 "facts", "unit",        "target",  "floor"};
  return kKeys;
}

// What `per` and `amount` know of these.
const std::vector<std::string>& per_keys() {
  static const std::vector<std::string> kKeys = {"record", "counts", "by", "where", "excludes", "amount"};
  return kKeys;
}
const std::vector<std::string>& amount_keys() {
  static const std::vector<std::string> kKeys = {"from", "to",     "less",     "in",    "once",
                                                 "path", "scores", "named_by", "where", "within"};
  return kKeys;
}

std::optional<double> parse_number(const std::string& text) {
  std::size_t used = 0;
  try {
    const double value = std::stod(text, &used);
    if (used == text.size() && std::isfinite(value)) return value;
  } catch (const std::logic_error&) {
    // not a number
  }
  return std::nullopt;
}

// Reads the measures of one document, collecting findings.
class Reader : yaml::Reporter {
 public:
  using Reporter::Reporter;

  std::vector<Reason> reasons() {
    std::vector<Reason> out;
    each_mapping(document().root().find("reasons"), [&](const yaml::Node& key, const yaml::Node& node) {
      Reason reason;
      reason.name = key.text;
      measure_ = key.text;
      reason.label = label(node, "label", node);
      const yaml::Node* when = needed(node, "when");
      if (when == nullptr) return;
      if (const auto condition = schema::read_condition(document(), *when, findings())) {
        reason.when = *condition;
        out.push_back(std::move(reason));
      }
    });
    return out;
  }

  Catalogue measures(const std::vector<Reason>& known) {
    Catalogue out;
    if (is_mapping(document().root())) check_keys(Code::KPI_KEY, document().root(), {"reasons", "measures"});
    std::size_t within = 0;
    each_mapping(document().root().find("measures"), [&](const yaml::Node& key, const yaml::Node& node) {
      const std::size_t before = errors();
      Measure measure = read(key.text, node, known);
      measure.place = place_of(key);
      measure.words = yaml::WordPlaces(document(), node);
      within += errors() - before;
      (errors() == before ? out.measures : out.unsound).push_back(std::move(measure));
    });
    out.complete = errors() == within;
    return out;
  }

 private:
  // Calls `visit(key, value)` for each entry of a mapping of mappings; nothing for an absent one.
  template <class Visit>
  void each_mapping(const yaml::Node* map, const Visit& visit) {
    if (map == nullptr || !is_mapping(*map)) return;
    yaml::each_entry(*map, [&](const yaml::Node& key, const yaml::Node& value) {
      if (is_mapping(value)) visit(key, value);
    });
  }

  const yaml::Node* needed(const yaml::Node& node, const char* key) {
    const yaml::Node* found = node.find(key);
    if (found == nullptr) report(Code::KPI_MISSING, node, {measure_, key});
    return found;
  }

  Measure read(const std::string& name, const yaml::Node& node, const std::vector<Reason>& known) {
    measure_ = name;
    check_keys(Code::KPI_KEY, node, measure_keys());
    Measure measure;
    measure.name = name;
    measure.label = label(node, "label", node);
    measure.explanation = label(node, "explanation", node);
    if (const yaml::Node* clause = node.find("clause")) measure.clause = clause->text;
    read_population(node, known, measure);
    condition(node, "good", measure.good);
    read_good(node, measure);
    if (const yaml::Node* of = node.find("of")) measure.of = of->text;
    read_formula(node, measure);
    read_each(node, measure);
    read_facts(node, measure);
    read_target(node, measure);
    read_per(node, known, measure);
    check_whole(node, measure);
    return measure;
  }

  // What is counted, and what each of it adds.
  void read_population(const yaml::Node& node, const std::vector<Reason>& known, Measure& measure) {
    measure.place = place_of(node);
    if (const yaml::Node* record = needed(node, "record")) measure.records = yaml::to_value(*record).texts();
    if (const yaml::Node* by = needed(node, "by")) measure.by = moments(*by);
    if (const yaml::Node* counts = node.find("counts")) read_counts(*counts, measure.counts);
    condition(node, "where", measure.where);
    read_excludes(node, known, measure);
    if (const yaml::Node* amount = node.find("amount")) read_amount(*amount, measure.amount);
  }

  void read_per(const yaml::Node& node, const std::vector<Reason>& known, Measure& measure) {
    const yaml::Node* found = node.find("per");
    if (found == nullptr || !is_mapping(*found)) return;
    check_keys(Code::KPI_KEY, *found, per_keys());
    Measure per;
    per.name = measure.name;
    per.words = yaml::WordPlaces(document(), *found);
    read_population(*found, known, per);
    per.formula = per.amount.given() ? Formula::sum : Formula::count;
    per.unit = per.amount.is_span() ? Unit::hours : Unit::number;
    check_moments(*found, per);
    measure.per.push_back(std::move(per));
  }

  // Both languages are needed; without Chinese a reader still understands, so that is a warning.
  schema::Label label(const yaml::Node& node, const char* key, const yaml::Node& place) {
    const yaml::Node* found = node.find(key);
    schema::Label out;
    if (found != nullptr && found->kind == yaml::Kind::mapping) {
      check_keys(Code::KPI_KEY, *found, {"en", "zh"}, {}, tr("a text with a comma stands in quotes"));
      if (const yaml::Node* en = found->find("en")) out.en = en->text;
      if (const yaml::Node* zh = found->find("zh")) out.zh = zh->text;
    }
    const yaml::Node& where = found == nullptr ? place : *found;
    if (out.en.empty()) {
      report(Code::KPI_MISSING, where, {measure_, std::string(key) + ".en"});
    } else if (out.zh.empty()) {
      warn(Code::KPI_MISSING, where, {measure_, std::string(key) + ".zh"});
    }
    return out;
  }

  Moments moments(const yaml::Node& node) {
    Moments out;
    const auto read_one = [&](const yaml::Node& each) {
      if (const auto moment = parse_moment(each.text))
        out.push_back(*moment);
      else
        report(Code::KPI_VALUE, each, {each.text, tr("a moment such as opened, entered:STATE, clock:NAME")});
    };
    if (node.kind == yaml::Kind::sequence)
      for (const auto& each : node.children) read_one(each);
    else
      read_one(node);
    return out;
  }

  void read_counts(const yaml::Node& node, Subject& counts) {
    const auto subject = parse_subject(node.text);
    if (subject)
      counts = *subject;
    else
      report(Code::KPI_VALUE, node,
             {node.text, tr("one of record, clock NAME, clocks, promises NAME, events MOVE..., items FIELD, spans 24h, "
                            "occurrences TYPE.SERIES")});
  }

  void condition(const yaml::Node& node, const char* key, schema::Condition& out) {
    const yaml::Node* found = node.find(key);
    if (found == nullptr) return;
    if (const auto read = schema::read_condition(document(), *found, findings())) out = *read;
  }

  // What a numerator asks beside its condition.
  void read_good(const yaml::Node& node, Measure& measure) {
    if (const yaml::Node* same = node.find("same")) {
      measure.same = yaml::to_value(*same).texts();
      if (measure.same.size() < 2) report(Code::KPI_VALUE, *same, {"same", tr("two facts or more")});
    }
    if (const yaml::Node* moved = node.find("moved"); moved != nullptr && is_mapping(*moved)) {
      check_keys(Code::KPI_KEY, *moved, {"field", "move", "naming", "since", "within"});
      if (const yaml::Node* field = needed(*moved, "field")) measure.moved.field = field->text;
      if (const yaml::Node* move = needed(*moved, "move")) measure.moved.move = move->text;
      if (const yaml::Node* naming = moved->find("naming")) measure.moved.naming = naming->text;
      if (const yaml::Node* since = moved->find("since")) measure.moved.since = moments(*since);
      measure.moved.within = duration(*moved);
    }
    if (const yaml::Node* repeats = node.find("repeats"); repeats != nullptr && is_mapping(*repeats)) {
      check_keys(Code::KPI_KEY, *repeats, {"same", "within"});
      if (const yaml::Node* same = needed(*repeats, "same")) measure.repeats.same = yaml::to_value(*same).texts();
      if (needed(*repeats, "within") != nullptr) measure.repeats.within = duration(*repeats).value_or(Duration{});
    }
  }

  // How long `within` says.
  std::optional<Duration> duration(const yaml::Node& node) {
    const yaml::Node* found = node.find("within");
    if (found == nullptr) return std::nullopt;
    const auto length = parse_duration(found->text);
    if (length && !length->negative && seconds_of(*length) > Seconds(0)) return *length;
    report(Code::KPI_VALUE, *found, {found->text, tr("a duration such as 48h or 30d")});
    return std::nullopt;
  }

  void read_excludes(const yaml::Node& node, const std::vector<Reason>& known, Measure& measure) {
    const yaml::Node* found = node.find("excludes");
    if (found == nullptr) return;
    for (const auto& name : yaml::to_value(*found).texts()) {
      const auto reason =
          std::find_if(known.begin(), known.end(), [&](const Reason& each) { return each.name == name; });
      if (reason == known.end())
        report(Code::KPI_NAME, *found, {measure_, tr("reason"), name});
      else
        measure.excludes.push_back(*reason);
    }
  }

  void read_formula(const yaml::Node& node, Measure& measure) {
    if (const yaml::Node* formula = needed(node, "formula")) {
      if (const auto parsed = parse_formula(formula->text))
        measure.formula = *parsed;
      else
        report(Code::KPI_VALUE, *formula,
               {formula->text, "count, ratio, shares, sum, mean, median, percentile, min, max, rate, remainder"});
    }
    if (const yaml::Node* unit = node.find("unit")) {
      if (const auto parsed = parse_unit(unit->text))
        measure.unit = *parsed;
      else
        report(Code::KPI_VALUE, *unit, {unit->text, "number, percent, minutes, hours, points"});
    }
    if (const auto percentile = number(node, "percentile", 0, 100)) measure.percentile = *percentile;
  }

  std::optional<double> number(const yaml::Node& node, const char* key, double least, double most) {
    const yaml::Node* found = node.find(key);
    if (found == nullptr) return std::nullopt;
    const auto value = parse_number(found->text);
    if (value && *value >= least && *value <= most) return value;
    report(Code::KPI_VALUE, *found,
           {found->text, fmt::format(fmt::runtime(tr("a number from {:g} to {:g}")), least, most)});
    return std::nullopt;
  }

  void read_amount(const yaml::Node& node, Amount& amount) {
    check_keys(Code::KPI_KEY, node, amount_keys());
    if (const yaml::Node* calendar = node.find("in")) amount.calendar = calendar->text;
    if (const yaml::Node* once = node.find("once")) amount.once = once->text;
    if (const yaml::Node* from = node.find("from")) amount.from = moments(*from);
    if (const yaml::Node* to = node.find("to")) amount.to = moments(*to);
    if (const yaml::Node* path = node.find("path")) amount.path = path->text;
    if (const yaml::Node* less = node.find("less"))
      for (const auto& text : yaml::to_value(*less).texts()) {
        if (const auto parsed = parse_less(text))
          amount.less.push_back(*parsed);
        else
          report(Code::KPI_VALUE, *less, {text, tr("paused:CLOCK or in:STATE")});
      }
    if (const yaml::Node* scores = node.find("scores"))
      yaml::each_entry(*scores, [&](const yaml::Node& code, const yaml::Node& score) {
        const auto value = parse_number(score.text);
        if (!value) report(Code::KPI_VALUE, score, {score.text, tr("a number")});
        amount.scores[code.text] = value.value_or(0);
      });
    read_named_by(node, amount);
    const bool is_span = !amount.from.empty() && !amount.to.empty();
    if (static_cast<int>(is_span) + static_cast<int>(!amount.path.empty()) + static_cast<int>(!amount.link.empty()) !=
        1)
      report(Code::KPI_VALUE, node, {"amount", tr("one of a path, from and to, or named_by")});
    const bool of_spans = !amount.less.empty() || !amount.calendar.empty() || !amount.once.empty();
    if (!is_span && of_spans)
      report(Code::KPI_VALUE, node, {"amount", tr("a span, to which less, in and once belong")});
  }

  void read_named_by(const yaml::Node& node, Amount& amount) {
    condition(node, "where", amount.named_where);
    amount.within = duration(node);
    const yaml::Node* named_by = node.find("named_by");
    if (named_by == nullptr) {
      if (node.find("where") != nullptr || node.find("within") != nullptr)
        report(Code::KPI_VALUE, node, {"amount", tr("named_by, to which where and within belong")});
      return;
    }
    const std::size_t dot = named_by->text.find('.');
    amount.named_by = named_by->text.substr(0, dot);
    amount.link = dot == std::string::npos ? std::string() : named_by->text.substr(dot + 1);
    if (amount.named_by.empty() || amount.link.empty())
      report(Code::KPI_VALUE, *named_by,
             {named_by->text, tr("a record type and its link field, such as ticket.parent")});
  }

  void read_each(const yaml::Node& node, Measure& measure) {
    const yaml::Node* each = node.find("each");
    if (each == nullptr) return;
    measure.each_day = each->text == "day";
    if (!measure.each_day) report(Code::KPI_VALUE, *each, {each->text, "day"});
  }

  void read_facts(const yaml::Node& node, Measure& measure) {
    const yaml::Node* facts = node.find("facts");
    if (facts == nullptr) return;
    measure.facts_at_moment = facts->text == "moment";
    if (facts->text != "moment" && facts->text != "now") report(Code::KPI_VALUE, *facts, {facts->text, "now, moment"});
  }

  void read_target(const yaml::Node& node, Measure& measure) {
    measure.floor = number(node, "floor", -1e12, 1e12);
    const yaml::Node* target = node.find("target");
    if (target == nullptr) return;
    const auto aim = target->children.empty() ? std::nullopt : parse_aim(target->children[0].text);
    const auto value = aim ? parse_number(target->children[1].text) : std::nullopt;
    if (target->children.size() != 2 || !value) {
      report(Code::KPI_VALUE, *target, {"target", tr("{at_least: NUMBER}, {at_most: NUMBER} or {below: NUMBER}")});
      return;
    }
    measure.aim = *aim;
    measure.target = *value;
    check_floor(node, measure);
  }

  // Between target and floor a miss is only a warning, so the floor lies on the side of the misses.
  void check_floor(const yaml::Node& node, const Measure& measure) {
    if (!measure.floor) return;
    const bool at_least = measure.aim == Aim::at_least;
    if (at_least ? *measure.floor <= measure.target : *measure.floor >= measure.target) return;
    const yaml::Node& found = *node.find("floor");
    report(Code::KPI_VALUE, found,
           {found.text, fmt::format(fmt::runtime(at_least ? tr("a number up to the target, {:g}")
                                                          : tr("a number from the target, {:g}, on")),
                                    measure.target)});
  }

  // What no single key shows: each formula has what it reckons with.
  void check_whole(const yaml::Node& node, const Measure& measure) {
    const auto need = [&](bool missing, const char* key) {
      if (missing) report(Code::KPI_MISSING, node, {measure_, key});
    };
    const bool divides = measure.formula == Formula::rate || measure.formula == Formula::remainder;
    need(is_of_amounts(measure.formula) && !measure.amount.given(), "amount");
    const bool asks = !measure.same.empty() || measure.moved.given() || measure.repeats.given();
    const bool is_ratio = measure.formula == Formula::ratio;
    need(is_ratio && measure.good.form == schema::Condition::Form::always && !asks, "good");
    if (asks && !is_ratio) report(Code::KPI_VALUE, node, {"same, moved, repeats", tr("words of a ratio")});
    need(measure.formula == Formula::percentile && node.find("percentile") == nullptr, "percentile");
    need(measure.formula == Formula::shares && measure.of.empty(), "of");
    need(divides && measure.per.empty(), "per");
    check_unit(node, measure);
    const bool of_days = is_of_amounts(measure.formula) && is_overlap(measure);
    if (measure.each_day && !of_days)
      report(Code::KPI_VALUE, node, {"each: day", tr("a word of amounts that are counted by overlap")});
    check_moments(node, measure);
  }

  // Parts of a whole are told in percent; a ratio without a unit reads as a plain number.
  void check_unit(const yaml::Node& node, const Measure& measure) {
    if (measure.formula != Formula::ratio && measure.formula != Formula::shares) return;
    if (node.find("unit") != nullptr) return;
    warn(Code::KPI_MISSING, node, {measure_, "unit"}, "unit: percent");
  }

  static bool is_overlap(const Measure& measure) {
    return measure.by.size() == 1 && measure.by.front().form == Moment::Form::overlap;
  }

  // A moment of a clock, an event, an item or a span needs one that is counted; an overlap needs a span that does.
  void check_moments(const yaml::Node& node, const Measure& measure) {
    const Subject::Form form = measure.counts.form;
    const bool has_clock = form == Subject::Form::clock || form == Subject::Form::promise;
    const auto is_lost = [&](const Moment& moment) {
      return (is_of_clock(moment.form) && moment.name.empty() && !has_clock) ||
             (moment.form == Moment::Form::event && form != Subject::Form::event) ||
             (moment.form == Moment::Form::item && form != Subject::Form::item) ||
             (moment.form == Moment::Form::span && form != Subject::Form::span) ||
             (moment.form == Moment::Form::slot && form != Subject::Form::occurrence) ||
             (moment.form == Moment::Form::overlap && (!is_overlap(measure) || !measure.amount.is_span()));
    };
    for (const auto* moments : {&measure.by, &measure.amount.from, &measure.amount.to, &measure.moved.since})
      if (std::any_of(moments->begin(), moments->end(), is_lost))
        report(Code::KPI_VALUE, node, {to_text(*moments), tr("a moment of what is counted")});
  }

  std::string measure_;  // the measure or reason that is read
};

}  // namespace

std::vector<Reason> read_reasons(const schema::Source& source, Diagnostics& findings) {
  const auto document = yaml::Document::parse(source.bytes, source.file, findings);
  return document ? Reader(*document, findings).reasons() : std::vector<Reason>();
}

Catalogue read_catalogue(const schema::Source& source, Diagnostics& findings, const std::vector<Reason>& reasons) {
  Diagnostics own;
  const auto document = yaml::Document::parse(source.bytes, source.file, own);
  Catalogue catalogue;
  catalogue.complete = false;
  if (document) {
    Reader reader(*document, own);
    std::vector<Reason> known = reader.reasons();
    known.insert(known.end(), reasons.begin(), reasons.end());
    catalogue = reader.measures(known);
  }
  findings.insert(findings.end(), own.begin(), own.end());
  return catalogue;
}

std::vector<Measure> read_measures(const schema::Source& source, Diagnostics& findings,
                                   const std::vector<Reason>& reasons) {
  return read_catalogue(source, findings, reasons).measures;
}

}  // namespace itss::kpi
