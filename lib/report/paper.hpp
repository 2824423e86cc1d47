#pragma once
// Documents about one record, as its schema's `papers` describe them: minutes, forms.

#include "format/document.hpp"
#include "record/world.hpp"

namespace itss::report {

// The paper about the record with these fields (which may be those of an earlier time), read at `now`. People are shown
// by their names, links by the titles of what they name, codes by their labels; confidential values are masked. What is
// empty says so. REQUIRES: `paper` is one of `type`.
format::Document paper_of(const schema::Schema& type, const schema::Paper& paper, const record::Record& record,
                          const Fields& fields, const record::World& world, const Instant& now);

// `Minutes: Weekly meeting`.
std::string paper_title(const schema::Schema& type, const schema::Paper& paper, const Fields& fields);

}  // namespace itss::report
