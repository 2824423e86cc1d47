#include "store/import_history.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace itss::store {

namespace {

using Rank = std::optional<std::size_t>;  // a state's place among the map's instants; none: it has no instant

// A moment of the record: what is true from then on.
struct Moment {
  Instant at;
  const ImportState* state;
  const ImportRow* row;  // whose fields hold
  bool is_row = true;    // a row of the log, not an instant that a column gives
};

class Builder {
 public:
  Builder(const std::vector<ImportRow>& rows, const ImportMap& map, const std::string& actor, const Instant& now)
      : rows_(rows), map_(map), actor_(actor), now_(now), first_{map.first_state, {}} {}

  ImportHistory build() {
    opened_ = rows_.back().opened.value_or(rows_.front().at);
    read_states();
    read_instants();
    put_times_in_order();
    withhold();
    add_rows();
    for (std::size_t rank = 0; rank < instants_.size(); ++rank) add_instant(rank);
    end_as_the_log_ends();
    write_events();
    for (const auto& row : rows_) history_.rows.push_back(row.at);
    add_comments();
    return std::move(history_);
  }

 private:
  // The states of the rows, with `same` resolved.
  void read_states() {
    const ImportState* state = &first_;
    for (const auto& row : rows_) {
      if (row.state->state != "same") state = row.state;
      states_.push_back(state);
    }
  }

  Rank rank_of(const std::string& state) const {
    for (std::size_t i = 0; i < map_.instants.size(); ++i)
      if (map_.instants[i].state == state) return i;
    return std::nullopt;
  }

  // The last row's instants count: a log that is kept up to date shows the final ones there.
  void read_instants() {
    for (const auto& given : rows_.back().entered) {
      std::optional<Instant> instant = given;
      if (instant && *instant < opened_) {
        instant.reset();
        history_.instant_ignored = true;
      }
      if (instant && !instants_.empty() && instants_.back() && *instant < *instants_.back()) instant = instants_.back();
      instants_.push_back(instant);
    }
  }

  // The first row of the last stay in states that have instants, none of them given up again.
  std::size_t last_stay() const {
    std::size_t begin = rows_.size();
    Rank next;
    while (begin > 0) {
      const Rank rank = rank_of(states_[begin - 1]->state);
      if (!rank || (next && *rank > *next)) break;
      next = rank;
      --begin;
    }
    return begin;
  }

  void put_times_in_order() {
    std::vector<SysSeconds> given;
    for (const auto& row : rows_) given.push_back(row.at.utc);
    const std::vector<bool> trusted = in_order(given);
    const std::size_t stay = last_stay();
    std::optional<Instant> bound;  // what comes before the last stay lies before its instant
    if (stay < rows_.size()) bound = instants_[*rank_of(states_[stay]->state)];
    Instant before = opened_;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      Instant at = trusted[i] ? std::max(rows_[i].at, before) : before;
      if (bound && i < stay) at = std::min(at, *bound);
      if (at != rows_[i].at) ++history_.moved;
      times_.push_back(at);
      before = at;
    }
  }

  // Whether row `i` shows a state before its instant, in a stay that lasts until then.
  bool too_early(std::size_t i) const {
    const Rank rank = rank_of(states_[i]->state);
    if (!rank || rows_[i].earlier) return false;
    const std::optional<Instant>& instant = instants_[*rank];
    if (!instant)
      return map_.instants[*rank].only || (*rank > 0 && instants_[*rank - 1] && times_[i] < *instants_[*rank - 1]);
    if (times_[i] >= *instant) return false;
    for (std::size_t next = i + 1; next < rows_.size(); ++next)
      if (const Rank other = rank_of(states_[next]->state); !other || *other < *rank) return times_[next] >= *instant;
    return true;
  }

  // A row that is too early leaves the record in the state before it.
  void withhold() {
    const ImportState* state = &first_;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (!too_early(i)) state = states_[i];
      effective_.push_back(state);
    }
  }

  void add_rows() {
    for (std::size_t i = 0; i < rows_.size(); ++i) moments_.push_back({times_[i], effective_[i], &rows_[i]});
  }

  // Whether the log ends before the instant, with the record in a state that does not lead to it: a log shows the
  // final instants on every row, so one that was cut short knows of more than its rows tell.
  bool not_reached(std::size_t rank) const {
    if (*instants_[rank] < times_.back()) return false;
    const Rank last = rank_of(states_.back()->state);
    return !last || *last < rank;
  }

  // The record enters the state at its instant, behind rows of that second that are not yet in it.
  void add_instant(std::size_t rank) {
    if (!instants_[rank] || not_reached(rank)) return;
    const std::string& name = map_.instants[rank].state;
    const ImportState* state = word_for(name);
    const bool shown =
        std::any_of(states_.begin(), states_.end(), [&](const auto* each) { return each->state == name; });
    if (state == nullptr || (!shown && !map_.instants[rank].only)) return;
    const auto later = std::find_if(moments_.begin(), moments_.end(), [&](const Moment& moment) {
      const Rank other = rank_of(moment.state->state);
      return moment.at > *instants_[rank] || (moment.at == *instants_[rank] && other && *other >= rank);
    });
    if (later != moments_.end() && later->at == *instants_[rank] && later->state->state == name) return;
    const ImportRow* row = later == moments_.begin() ? &rows_.front() : (later - 1)->row;
    // A row that is a whole record tells all that has come since the one before it.
    if (map_.rows == ImportRows::records && later != moments_.end() && later->row == &rows_.back()) row = later->row;
    moments_.insert(later, {*instants_[rank], state, row, false});
  }

  // The log's own word for a state: the last row's if it is that, else the first that means it, else none but the
  // state's own where the map says that it is entered at an instant and only then.
  const ImportState* word_for(const std::string& name) {
    for (auto row = states_.rbegin(); row != states_.rend(); ++row)
      if ((*row)->state == name) return *row;
    for (const auto& [word, state] : map_.states)
      if (state.state == name) return &state;
    if (!map_.instants[*rank_of(name)].only) return nullptr;
    return &wordless_.try_emplace(name, ImportState{name, {}}).first->second;
  }

  void end_as_the_log_ends() {
    const ImportState* last = states_.back();
    if (moments_.back().state->state == last->state) return;
    history_.without_instant = rank_of(last->state).has_value();
    moments_.push_back({moments_.back().at, last, &rows_.back(), false});
  }

  // The fields as they are at a moment.
  Fields fields_at(const Moment& moment) const {
    Fields fields = map_.constants;
    for (const auto& [name, value] : moment.row->fields)
      if (counts_in(name, moment.state->state)) fields[name] = value;
    for (const auto& [name, value] : moment.state->set) fields[name] = value;
    fields["status"] = moment.state->state;
    return fields;
  }

  bool counts_in(const std::string& field, const std::string& state) const {
    for (const auto& rule : map_.fields)
      if (rule.field == field)
        return rule.in.empty() || std::find(rule.in.begin(), rule.in.end(), state) != rule.in.end();
    return true;
  }

  void write_events() {
    Fields known;
    if (moments_.front().at > opened_) {
      const Moment opening{opened_, &first_, &rows_.front(), false};
      write(opening, known);
    }
    for (const auto& moment : moments_)
      if (!write(moment, known) && moment.is_row) ++history_.unchanged;
  }

  // Adds the event that makes `known` what holds at the moment; false if that is so already.
  bool write(const Moment& moment, Fields& known) {
    Fields wanted = fields_at(moment);
    record::Event event;
    for (const auto& [name, value] : wanted)
      if (get(known, name) != value) event.set[name] = value;
    for (const auto& [name, value] : known)
      if (get(wanted, name).absent()) event.unset.push_back(name);
    if (event.set.empty() && event.unset.empty()) return false;
    event.at = moment.at;
    event.recorded = now_;
    event.by = actor_;
    event.verb = record::kImport;
    event.source = moment.row->source;
    if (moment.row->at != moment.at) event.source["time"] = to_string(moment.row->at);
    history_.events.push_back(std::move(event));
    known = std::move(wanted);
    return true;
  }

  void add_comments() {
    std::vector<ImportComment> comments;
    for (const auto& row : rows_) {
      if (map_.rows == ImportRows::records && &row != &rows_.back()) continue;
      for (const auto& comment : row.comments) {
        if (std::find(comments.begin(), comments.end(), comment) != comments.end()) continue;
        comments.push_back(comment);
        add_comment(comment, row);
      }
    }
  }

  void add_comment(const ImportComment& comment, const ImportRow& row) {
    record::Event event;
    event.at = std::max(comment.at, opened_);
    event.recorded = now_;
    event.by = actor_;
    event.verb = record::kImport;
    event.note = comment.text;
    event.told = comment.told;
    for (const char* key : {"system", "ref", "line"}) event.source[key] = get(row.source, key);
    if (!comment.by.empty()) event.source["by"] = comment.by;
    if (comment.at != event.at) event.source["time"] = to_string(comment.at);
    const auto later = std::upper_bound(history_.events.begin(), history_.events.end(), event.at,
                                        [](const Instant& at, const record::Event& each) { return at < each.at; });
    history_.rows.push_back(comment.at);
    ++history_.comments;
    history_.events.insert(later, std::move(event));
  }

  const std::vector<ImportRow>& rows_;
  const ImportMap& map_;
  const std::string& actor_;
  const Instant& now_;
  const ImportState first_;
  std::map<std::string, ImportState> wordless_;  // states entered at an instant for which the log has no word
  Instant opened_;
  std::vector<const ImportState*> states_;     // of the rows, as the log says
  std::vector<const ImportState*> effective_;  // of the rows, with what is too early withheld
  std::vector<std::optional<Instant>> instants_;
  std::vector<Instant> times_;
  std::vector<Moment> moments_;
  ImportHistory history_;
};

}  // namespace

ImportHistory import_history(const std::vector<ImportRow>& rows, const ImportMap& map, const std::string& actor,
                             const Instant& now) {
  return Builder(rows, map, actor, now).build();
}

std::vector<bool> in_order(const std::vector<SysSeconds>& times) {
  std::vector<std::size_t> tails;  // the smallest last time of a run of each length, by index
  std::vector<std::size_t> before(times.size(), times.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    const auto place = std::upper_bound(tails.begin(), tails.end(), i,
                                        [&](std::size_t a, std::size_t b) { return times[a] < times[b]; });
    if (place != tails.begin()) before[i] = *(place - 1);
    if (place == tails.end())
      tails.push_back(i);
    else
      *place = i;
  }
  std::vector<bool> kept(times.size(), false);
  for (std::size_t i = tails.empty() ? times.size() : tails.back(); i < times.size(); i = before[i]) kept[i] = true;
  return kept;
}

}  // namespace itss::store
