#pragma once
// The tables and views of an export that are the same for every repository. Inside store/ only.

namespace itss::store {

extern const char* const kStarTables;
extern const char* const kStarIndexes;
extern const char* const kStarViews;

}  // namespace itss::store
