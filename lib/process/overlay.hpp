#pragma once
// The world as it will be when the changes planned so far are written.

#include <map>
#include <set>
#include <utility>

#include "record/world.hpp"

namespace itss::process {

class Overlay : public record::World {
 public:
  explicit Overlay(const record::World& below) : below_(below) {}
  void put(record::Record record);

  const schema::SchemaSet& schemas() const override { return below_.schemas(); }
  record::RecordPtr find(std::string_view id, std::string_view type) const override;
  void each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const override;
  std::vector<std::string> each_linking(std::string_view type, std::string_view field, std::string_view id,
                                        const std::function<void(const record::RecordPtr&)>& visit) const override;
  const calendar::Calendar* calendar(std::string_view name) const override { return below_.calendar(name); }
  const Zone& zone() const override { return below_.zone(); }
  // The files that each_linking() has come across and that perhaps name an id asked for: file -> id. What was concluded
  // from the others is then not certain.
  const std::map<std::string, std::string>& unreadable() const { return unreadable_; }

 private:
  const record::World& below_;
  // The record as changed, or as it is below.
  const record::RecordPtr& now(const record::RecordPtr& record) const;

  using Key = std::pair<std::string, std::string>;  // id, type
  // Which changed records name, or once named, an id in one field of a type: a plan of thousands must not look at each
  // of them for each.
  using Naming = std::map<std::string, std::set<Key>, std::less<>>;
  const Naming& naming(std::string_view type, std::string_view field) const;
  static void add_names(Naming& naming, std::string_view field, const Key& key, const record::Record& record);

  std::map<Key, record::RecordPtr> changed_;
  mutable std::map<std::pair<std::string, std::string>, Naming> naming_;  // by type and field, those asked for
  mutable std::map<std::string, std::string> unreadable_;
};

}  // namespace itss::process
