#pragma once
// The forms of a document, one file each; show() chooses. Inside format/ only.

#include <string>

#include "format/document.hpp"

namespace itss::format {

std::string text_of(const Table& table, const Look& look);
std::string text_of(const Document& document, const Look& look);
std::string markdown_of(const Table& table);
std::string markdown_of(const Document& document);
std::string html_of(const Table& table);
std::string html_of(const Document& document);
std::string tsv_of(const Table& table, bool header);
std::string csv_of(const Table& table, bool header);
std::string json_of(const Table& table);
std::string json_of(const Document& document);

// The table without the columns that are only for others: the table itself if there are none, else made in `part`.
const Table& table_for(Audience audience, const Table& table, Table& part);
// What people read in a cell, on one line.
std::string shown_text(const Cell& cell);
// What machines read in it; the text of what is absent is for people alone.
std::string raw_text(const Cell& cell);

}  // namespace itss::format
